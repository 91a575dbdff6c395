"""The worst errors: where the model was surest and wrong, and what misled it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from classifier.classification import Classification
from classifier.evaluation import Comparison
from classifier.explanation import Evidence, LabelEvidence
from classifier.report.markup import Markup, element, joined
from classifier.report.wording import clipped, percent, readable

if TYPE_CHECKING:
    import pandas as pd

    from classifier.model import ComplaintClassifier

_MOST = 15
# Longer texts are shown where the evidence is, so that the page stays small.
_LONG, _HEAD, _AROUND = 3000, 600, 150
_NAMING = ("id", "sector", "channel", "kind")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A label that is wrong.

    Attributes
    ----------
    label : str
    row : int
        Which text, counted from 0.
    """

    label: str
    row: int


def worst_mistakes(comparison: Comparison, most: int = _MOST) -> list[Mistake]:
    """Return the errors of which the model was surest, all labels getting their turn.

    Labels differ in how sure they may be: taken by confidence alone, the errors would be
    those of the surest label.

    Parameters
    ----------
    comparison : Comparison
    most : int
        How many at most, over the labels.

    Returns
    -------
    list of Mistake
        By label, the surest first. A text that was not judged was not sure of anything.
    """
    ranked = []
    for label, outcome in comparison.labels.items():
        wrong = [i for i in outcome.counted if not outcome.right[i] and outcome.confidence[i] > 0]
        wrong.sort(key=lambda i: -outcome.confidence[i])
        ranked += [(place, -outcome.confidence[i], label, int(i)) for place, i in enumerate(wrong)]
    chosen = sorted(ranked)[:most]
    labels = list(comparison.labels)
    chosen.sort(key=lambda one: (labels.index(one[2]), one[0]))
    return [Mistake(label, row) for _, _, label, row in chosen]


def mistake_card(
    mistake: Mistake,
    comparison: Comparison,
    classifier: ComplaintClassifier,
    frame: pd.DataFrame,
) -> Markup:
    """Show one error: what was said, what is true, and the text with its evidence.

    Parameters
    ----------
    mistake : Mistake
    comparison : Comparison
    classifier : ComplaintClassifier
        The one compared.
    frame : DataFrame
        The data compared, in the same order.
    """
    label, row = mistake.label, mistake.row
    outcome, answer = comparison.labels[label], comparison.answers[row]
    explanation = classifier.explain(comparison.data.texts[row])
    evidence = explanation.labels[label]
    title = joined(
        (
            f"{label}: model ",
            element("b", outcome.given[row], class_="said"),
            f" ({percent(outcome.confidence[row])} sure), truth ",
            element("b", outcome.truth[row], class_="true"),
        )
    )
    return element(
        "article",
        element("h3", title),
        element("p", _where(row, frame), _review(answer), class_="small"),
        element("div", _marked(explanation.text, evidence), lang="nl", class_="customer"),
        element(
            "div",
            _listed(f"for {evidence.value}", evidence.supporting, "for"),
            _listed(f"against {evidence.value}", evidence.opposing, "against"),
            class_="sides",
        ),
        element("p", _other_labels(label, row, comparison), class_="small"),
        class_="mistake",
    )


def _where(row: int, frame: pd.DataFrame) -> str:
    named = [
        f"{column} {clipped(frame[column].iloc[row])}"
        for column in _NAMING
        if column in frame.columns and frame[column].notna().iloc[row]
    ]
    return ", ".join([f"record {row + 1} of {len(frame)}", *named])


def _review(answer: Classification) -> str:
    if not answer.needs_review:
        return "; not sent to review"
    return f"; sent to review: {', '.join(map(readable, answer.review_reasons))}"


def _other_labels(label: str, row: int, comparison: Comparison) -> str:
    said = []
    for name, outcome in comparison.labels.items():
        if name == label:
            continue
        given, truth = outcome.given[row], outcome.truth[row]
        said.append(f"{name} {given}" + ("" if given == truth else f" (truth {truth})"))
    return f"The other labels: {', '.join(said)}."


def _listed(title: str, stretches: Sequence[Evidence], kind: str) -> Markup:
    items = [
        element(
            "li",
            element("mark", clipped(one.text), class_=kind, lang="nl"),
            f" {one.weight:+.2f}",
            element("small", f" {readable(one.cue)}") if one.cue else "",
        )
        for one in stretches
    ]
    content = element("ul", *items) if items else element("p", "nothing", class_="small")
    return element("div", element("h4", title), content)


def _marked(text: str, evidence: LabelEvidence) -> Markup:
    """Return the customer's text with the stretches marked; they may overlap."""
    stretches = [(one.start, one.end, "for") for one in evidence.supporting]
    stretches += [(one.start, one.end, "against") for one in evidence.opposing]
    parts: list[object] = []
    end = 0
    for start, stop in _shown(text, [(start, stop) for start, stop, _ in stretches]):
        parts.append(_left_out(start - end))
        edges = {place for one in stretches for place in one[:2] if start < place < stop}
        corners = sorted({start, stop, *edges})
        for first, last in pairwise(corners):
            kinds = {kind for a, b, kind in stretches if a <= first and last <= b}
            piece = text[first:last]
            parts.append(element("mark", piece, class_=" ".join(sorted(kinds))) if kinds else piece)
        end = stop
    parts.append(_left_out(len(text) - end))
    return joined(parts)


def _left_out(characters: int) -> object:
    says = f" […{characters} characters…] "
    return element("small", says) if characters else ""


def _shown(text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the parts of a text to show, in order: all of it, or its head and the evidence."""
    if len(text) <= _LONG:
        yield 0, len(text)
        return
    start, end = 0, _HEAD
    for first, last in sorted(stretches):
        if first - _AROUND > end:
            yield start, end
            start = first - _AROUND
        # Of a stretch without end the beginning is enough.
        end = min(max(end, min(last, first + _AROUND) + _AROUND), len(text))
    yield start, end
