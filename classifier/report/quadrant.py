"""The Ferment quadrant as a picture: what belongs in each cell, and what came there."""

from __future__ import annotations

from collections import Counter

import numpy as np

from classifier.evaluation import Comparison
from classifier.labels import NO_VALUE, Advice, Impact, QuadrantTable, Responsibility, quadrant_of
from classifier.report.markup import Markup, element, joined
from classifier.report.slices import Rate
from classifier.report.wording import counted, percent, readable

_OUTSIDE = "no impact: outside the quadrant"


def quadrant_picture(comparison: Comparison, table: QuadrantTable) -> Markup:
    """Draw the four cells, and below them the texts without impact.

    Parameters
    ----------
    comparison : Comparison
    table : QuadrantTable
        Which response fits which cell.
    """
    sides = (Responsibility.ORGANISATION, Responsibility.CUSTOMER)
    widest = max(_widths(comparison))
    parts = [element("div", class_="corner")]
    parts += [element("div", f"cause with the {side}", class_="across") for side in sides]
    for impact in (Impact.HIGH, Impact.LOW):
        parts.append(element("div", f"{impact} impact", class_="up"))
        for side in sides:
            advice = table.advice(impact, side)
            assert advice is not None  # impact is known
            cell = str(quadrant_of(impact, side))
            parts.append(_cell(comparison, cell, advice, class_=f"cell {impact}", widest=widest))
    thanks = table.advice(Impact.NONE, None)
    assert thanks is not None
    parts.append(element("div", class_="corner"))
    parts.append(_cell(comparison, NO_VALUE, thanks, class_="cell outside", widest=widest))
    return element("div", joined(parts), class_="quadrant")


def _widths(comparison: Comparison) -> list[int]:
    """Return the length of every cell's bar: its own texts and those wrongly in it."""
    truth, given = comparison.quadrant.truth, comparison.quadrant.given
    return [int(((truth == cell) | (given == cell)).sum()) for cell in np.unique(truth)]


def _cell(comparison: Comparison, cell: str, advice: Advice, *, class_: str, widest: int) -> Markup:
    truth, given = comparison.quadrant.truth, comparison.quadrant.given
    belongs, came = truth == cell, given == cell
    rate = Rate(int((belongs & came).sum()), int(belongs.sum()))
    missed, strangers = Counter(given[belongs & ~came]), Counter(truth[came & ~belongs])
    title = _OUTSIDE if cell == NO_VALUE else readable(cell)
    parts = [
        element("h3", title),
        element(
            "p", element("strong", readable(advice.response)), element("br"), _dutch(advice.text)
        ),
        _bar(rate.right, missed.total(), strangers.total(), widest),
    ]
    says = f"{counted(rate.texts, 'text')} by the truth"
    if rate.texts:
        says += f", {rate.right} right ({percent(rate.share)}, {rate.percents()})"
    parts.append(element("p", element("b", says)))
    parts.append(_errors(f"{missed.total()} missed", "judged", missed))
    parts.append(_errors(f"{strangers.total()} wrongly here", "truth", strangers))
    return element("div", joined(parts), class_=class_)


def _dutch(text: str) -> Markup:
    return element("span", text, lang="nl")


def _errors(count: str, what: str, cells: Counter[str]) -> Markup:
    listed = ", ".join(f"{n} {_name(cell)}" for cell, n in cells.most_common())
    return element("p", f"{count}; {what}: {listed}" if cells else count, class_="small")


def _name(cell: str) -> str:
    return "no impact" if cell == NO_VALUE else readable(cell)


def _bar(right: int, missed: int, strangers: int, widest: int) -> Markup:
    drawn, x = [], 0.0
    for count, kind in ((right, "right"), (missed, "missed"), (strangers, "stranger")):
        width = 100 * count / max(widest, 1)
        drawn.append(
            element("rect", x=f"{x:.2f}", y=0, width=f"{width:.2f}", height=6, class_=kind)
        )
        x += width
    return element(
        "svg",
        *drawn,
        viewBox="0 0 100 6",
        preserveAspectRatio="none",
        class_="counts",
        role="img",
        aria_label=f"{right} right, {missed} missed, {strangers} wrongly here",
    )
