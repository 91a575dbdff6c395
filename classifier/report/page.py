"""The page as a whole, from head to foot."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.evaluation import Comparison, figures_of
from classifier.report.charts import coverage_chart, reliability_chart
from classifier.report.markup import Markup, element, style_sheet
from classifier.report.mistakes import mistake_card, worst_mistakes
from classifier.report.quadrant import quadrant_picture
from classifier.report.slices import Rate, lowest_share, slices
from classifier.report.tables import confusion_table, headline_table, slice_table
from classifier.report.wording import counted, percent

if TYPE_CHECKING:
    import pandas as pd

    from classifier.model import ComplaintClassifier

_SECTIONS = {
    "labels": "Label by label",
    "quadrant": "The Ferment quadrant",
    "slices": "Parts of the data",
    "errors": "The worst errors",
}
# The page asks for nothing from anywhere, and a browser that knows this lets nothing through.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_page(
    comparison: Comparison,
    classifier: ComplaintClassifier,
    frame: pd.DataFrame,
    *,
    name: str,
) -> bytes:
    """Make the report of an evaluation.

    Parameters
    ----------
    comparison : Comparison
        What `classifier.evaluation.compare` made of `classifier` and `frame`.
    classifier : ComplaintClassifier
        Asked once more, for the evidence behind the worst errors.
    frame : DataFrame
        The labelled texts; columns beyond the labels are used where they are there
        (``id``, ``sector``, ``channel``, ``kind``).
    name : str
        What the data is called.

    Returns
    -------
    bytes
        One HTML page in UTF-8 that needs no other file and no network. It holds texts of
        customers.
    """
    figures = figures_of(comparison)
    title = f"Klachtwijzer on {name}"
    css = (resources.files("classifier") / "report" / "page.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        style_sheet(css),
    )
    body = element(
        "body",
        element("h1", title),
        *_opening(comparison, figures),
        *_labels(comparison, figures),
        *_quadrant(comparison, classifier, figures),
        *_slices(comparison, frame),
        *_errors(comparison, classifier, frame),
        element(
            "footer",
            f"Made by klachtwijzer {metadata.version('klachtwijzer')}, "
            f"model {comparison.model_version}.",
        ),
    )
    page = "<!DOCTYPE html>\n" + element("html", head, body, lang="en") + "\n"
    # Half a surrogate pair in a text has no UTF-8.
    return page.encode("utf-8", "replace")


def _section(name: str, *content: object) -> Markup:
    return element("section", element("h2", _SECTIONS[name]), *content, id=name)


def _opening(comparison: Comparison, figures: dict[str, Any]) -> Iterator[Markup]:
    yield element(
        "p",
        element("strong", "This page holds texts of customers."),
        " Keep it where such texts may be, and pass it on to those only who may read them.",
        class_="warning",
    )
    links = [element("a", text, href=f"#{name}") for name, text in _SECTIONS.items()]
    yield element("nav", *links)
    review = figures["review"]
    tiles = (
        (str(figures["texts"]), "texts judged and compared with their labels"),
        (
            percent(figures["quadrant"]["accuracy"]),
            "get the right quadrant, and so the right response",
        ),
        (
            percent(review["all_right"]),
            "have all four labels right",
        ),
        (
            percent(review["coverage"]),
            "need no review by a person; of those, "
            f"{percent(review['all_right_kept'])} have all four labels right",
        ),
    )
    yield element(
        "div",
        *(element("div", element("b", number), says) for number, says in tiles),
        class_="tiles",
    )
    yield headline_table(comparison, figures)
    topics = figures["topics"]
    yield element(
        "p",
        "Small figures are 95\N{NO-BREAK SPACE}% intervals (Wilson). Responsibility counts where "
        "the truth names one. Calibration error: the mean distance between confidence and "
        "accuracy, 15 bins. Topic is the primary one; all topics of a text together: exact "
        f"{percent(topics['exact_match'], 1)}, macro F1 {topics['macro_f1']:.3f}, "
        f"micro F1 {topics['micro_f1']:.3f}.",
        class_="small",
    )


def _figure(chart: Markup, caption: str) -> Markup:
    return element("figure", chart, element("figcaption", caption))


def _labels(comparison: Comparison, figures: dict[str, Any]) -> Iterator[Markup]:
    parts: list[object] = [
        element(
            "p",
            "Confusion: a row holds the texts of one true class and their shares, blue for right "
            "(the share is the recall), orange for wrong. Reliability: on the dashed line the "
            "model is as often right as it says; vertical lines are 95\N{NO-BREAK SPACE}% "
            "intervals, bars the number of texts. Coverage: accuracy when only the surest texts "
            "are kept, with its interval; the dashed line is the accuracy on all, the orange dot "
            "what the model's own thresholds for review do (a text goes to review for any label).",
            class_="small",
        )
    ]
    kept = np.flatnonzero(comparison.kept)
    for label, one in figures["labels"].items():
        outcome = comparison.labels[label]
        rows = outcome.counted
        left = Rate.of(outcome, kept)
        by_coverage = {row["coverage"]: row["accuracy"] for row in one["by_coverage"]}
        curve = coverage_chart(label, outcome.confidence[rows], outcome.right[rows], kept=left)
        reviewed = f"after review {percent(left.share, 1)} of {counted(left.texts, 'text')}"
        parts.append(
            element(
                "div",
                element("h3", label),
                element(
                    "div",
                    confusion_table(one),
                    _figure(
                        reliability_chart(label, one["reliability"]),
                        f"Reliability: calibration error {one['expected_calibration_error']:.3f}",
                    ),
                    _figure(
                        curve,
                        f"Coverage: all {percent(one['accuracy'], 1)}, surest "
                        f"75\N{NO-BREAK SPACE}% {percent(by_coverage[0.75], 1)}, {reviewed}",
                    ),
                    class_="row",
                ),
                class_="label",
            )
        )
    yield _section("labels", *parts)


def _quadrant(
    comparison: Comparison, classifier: ComplaintClassifier, figures: dict[str, Any]
) -> Iterator[Markup]:
    yield _section(
        "quadrant",
        element(
            "p",
            "Impact by responsibility, each cell with its response (in Dutch, as the agent reads "
            "it). Bars: blue belongs here and came here, orange belongs here and was missed, "
            "grey came here and belongs elsewhere.",
            class_="small",
        ),
        quadrant_picture(comparison, classifier.table),
        confusion_table(figures["quadrant"]),
    )


def _slices(comparison: Comparison, frame: pd.DataFrame) -> Iterator[Markup]:
    everything = np.arange(len(comparison.answers))
    overall = {
        label: Rate.of(outcome, everything)
        for label, outcome in {**comparison.labels, "quadrant": comparison.quadrant}.items()
    }
    parts = slices(comparison, frame)
    lowest = lowest_share(parts)
    tables = [
        element("div", slice_table(name, found, overall, lowest=lowest), class_="slice")
        for name, found in parts.items()
    ]
    yield _section(
        "slices",
        element(
            "p",
            "Accuracy with its 95\N{NO-BREAK SPACE}% interval (Wilson). The bars run from "
            f"{percent(lowest)} to {percent(1)}; their grey mark is the accuracy on all texts. "
            "Many parts are compared here: of twenty intervals one misses by chance.",
            class_="small",
        ),
        *tables,
    )


def _errors(
    comparison: Comparison, classifier: ComplaintClassifier, frame: pd.DataFrame
) -> Iterator[Markup]:
    mistakes = worst_mistakes(comparison)
    cards: list[Markup] = [
        mistake_card(mistake, comparison, classifier, frame) for mistake in mistakes
    ]
    explained = (
        "Where the model was surest and wrong, label by label. What spoke ",
        element("mark", "for", class_="for"),
        " the label it gave, and what spoke ",
        element("mark", "against", class_="against"),
        " it, are the strongest stretches by the model's own weights (log-odds). Where the model "
        "is this sure, the label in the data may be the one that is wrong.",
    )
    yield _section(
        "errors",
        element("p", *explained, class_="small")
        if cards
        else element("p", "No label that the model gave was wrong."),
        *cards,
    )
