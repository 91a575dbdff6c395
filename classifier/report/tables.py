"""The tables of the page: headline figures, confusion, slices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from classifier.evaluation import Comparison
from classifier.report.charts import interval_bar
from classifier.report.markup import Markup, element, joined
from classifier.report.slices import Rate, Slice
from classifier.report.wording import percent, readable

# Blue where truth and model agree, orange where they do not: told apart by most eyes and in print.
_RIGHT, _WRONG = (86, 145, 200), (232, 150, 70)


def table(head: Sequence[object], rows: Sequence[Sequence[object]], *, class_: str) -> Markup:
    """Return a table whose first column names its rows."""
    top = element("tr", *(element("th", name, scope="col") for name in head))
    body = [element("tr", *map(_cell, row, [True, *[False] * (len(row) - 1)])) for row in rows]
    whole = element("table", element("thead", top), element("tbody", *body), class_=class_)
    # Of its own, so that a table wider than a small window scrolls and the page does not.
    return element("div", whole, class_="scroll")


def _cell(content: object, names_row: bool) -> Markup:
    if names_row:
        return element("th", content, scope="row")
    if isinstance(content, Markup) and content.startswith("<td"):
        return content  # a cell with a colour of its own
    return element("td", content)


def _with_interval(rate: Rate, digits: int = 0) -> Markup | str:
    if not rate.texts:
        return "\N{EN DASH}"
    interval = element("small", rate.percents(digits))
    return joined((percent(rate.share, digits), " ", interval))


def headline_table(comparison: Comparison, figures: dict[str, Any]) -> Markup:
    """Return the figures of every label, of the quadrant, and of all labels together."""
    everything = np.arange(len(comparison.answers))
    kept = np.flatnonzero(comparison.kept)
    outcomes = {**comparison.labels, "quadrant": comparison.quadrant}
    rows: list[list[object]] = []
    for label, outcome in outcomes.items():
        one = figures["quadrant"] if label == "quadrant" else figures["labels"].get(label)
        if one is None:
            continue
        surest = [r["accuracy"] for r in one.get("by_coverage", ()) if r["coverage"] == 0.75]
        error = one.get("expected_calibration_error")
        rows.append(
            [
                label,
                one["texts"],
                _with_interval(Rate.of(outcome, everything), 1),
                f"{one['macro_f1']:.3f}",
                "" if error is None else f"{error:.3f}",
                percent(surest[0], 1) if surest else "",
                _with_interval(Rate.of(outcome, kept), 1),
            ]
        )
    together = comparison.all_right
    rows.append(
        [
            "all four labels",
            len(everything),
            _with_interval(Rate.among(together), 1),
            "",
            "",
            "",
            _with_interval(Rate.among(together[kept]), 1),
        ]
    )
    head = (
        "",
        "texts",
        "accuracy",
        "macro F1",
        "calibration error",
        "surest 75\N{NO-BREAK SPACE}%",
        "without those for review",
    )
    return table(head, rows, class_="figures")


def confusion_table(figures: dict[str, Any]) -> Markup:
    """Return the confusion matrix of one label, shaded by the share of the true class.

    On the diagonal that share is the recall.

    Parameters
    ----------
    figures : dict
        Of one label, as `classifier.evaluation.evaluate` returns them.
    """
    every, matrix = figures["confusion"]["labels"], figures["confusion"]["matrix"]
    classes = figures["classes"]
    names = [name for name in every if name in classes]
    rows: list[list[object]] = []
    for name in names:
        counts = matrix[every.index(name)]
        texts = classes[name]["texts"]
        if not texts:
            continue  # given, but never true
        cells = [_shaded(counts[every.index(other)], texts, right=other == name) for other in names]
        rows.append([readable(name), *cells, texts])
    # Of a class that is never true there is none to be right about.
    precision = [
        percent(one["precision"]) if one["texts"] else "\N{EN DASH}"
        for one in (classes[name] for name in names)
    ]
    rows.append(["precision", *precision, ""])
    head = ("truth ↓  model →", *map(readable, names), "texts")
    return table(head, rows, class_="confusion")


def _shaded(count: int, texts: int, *, right: bool) -> Markup:
    share = count / texts
    full = _RIGHT if right else _WRONG
    # At most three quarters of the colour, so that black figures stay readable.
    red, green, blue = (round(255 + (c - 255) * share * 0.75) for c in full)
    return element(
        "td",
        *(f"{count} ", element("br"), element("small", percent(share))) if count else ("0",),
        style=f"background:rgb({red},{green},{blue})",
        class_=None if count else "zero",
    )


def slice_table(
    name: str, found: Sequence[Slice], overall: dict[str, Rate], *, lowest: float
) -> Markup:
    """Return the accuracy of every label on slices of the data, with intervals.

    Parameters
    ----------
    name : str
        What the slices are cut by.
    found : sequence of Slice
    overall : dict of str to Rate
        Of all texts, by label.
    lowest : float
        Where the bars begin, 0 to 1.
    """
    rows: list[list[object]] = []
    for one in found:
        cells = [
            _rate_cell(rate, one.texts, overall[label].share, lowest)
            for label, rate in one.rates.items()
        ]
        rows.append([one.name, one.texts, *cells])
    return table((name, "texts", *overall), rows, class_="slices")


def _rate_cell(rate: Rate, texts: int, overall: float, lowest: float) -> object:
    if not rate.texts:
        return "\N{EN DASH}"
    some = f" of {rate.texts}" if rate.texts != texts else ""
    figures = joined((percent(rate.share), " ", element("small", f"{rate.percents()}{some}")))
    return joined((figures, interval_bar(rate, overall, lowest)))
