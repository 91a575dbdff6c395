"""The pictures of the page, as SVG: numbers in, markup out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.report.markup import Markup, element, joined
from classifier.report.slices import Rate

_WIDTH, _HEIGHT = 330, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 20, 10, 42
# A curve has no more corners than this, however many texts there are.
_MOST_POINTS = 120
# The accuracy of fewer texts than this, or than a tenth of them, jumps about.
_FEWEST = 20


class _Plot:
    """Places on a picture whose x axis runs over `across` and whose y axis over `up`."""

    def __init__(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        self.across, self.up = across, up

    def x(self, value: float) -> float:
        low, high = self.across
        return round(_LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        low, high = self.up
        return round(_HEIGHT - _BOTTOM - (value - low) / (high - low) * self.height, 1)

    @property
    def height(self) -> float:
        return _HEIGHT - _TOP - _BOTTOM

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str) -> Markup:
        (x1, y1), (x2, y2) = start, end
        return element(
            "line", x1=self.x(x1), y1=self.y(y1), x2=self.x(x2), y2=self.y(y2), class_=kind
        )

    def path(self, points: Iterable[tuple[float, float]], kind: str) -> Markup:
        places = " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)
        return element("polyline", points=places, class_=kind)

    def area(self, points: Iterable[tuple[float, float]], kind: str) -> Markup:
        places = " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)
        return element("polygon", points=places, class_=kind)

    def point(self, x: float, y: float, kind: str, says: str, *, radius: float = 4.0) -> Markup:
        place = {"cx": self.x(x), "cy": self.y(y), "r": round(radius, 1)}
        return element("circle", element("title", says), **place, class_=kind)

    def text(self, x: float, y: float, says: str, anchor: str) -> Markup:
        place = {"x": self.x(x), "y": self.y(y)}
        return element("text", says, **place, text_anchor=anchor, class_="note")

    def picture(self, axes: tuple[str, str], what: str, drawn: Iterable[Markup]) -> Markup:
        """Return the whole: grid, ticks and names of the axes, and what is drawn on them."""
        (left, right), (low, high) = self.across, self.up
        grid: list[Markup] = []
        for tick in _ticks(left, right):
            grid.append(self.line((tick, low), (tick, high), "grid"))
            place = {"x": self.x(tick), "y": _HEIGHT - _BOTTOM + 16}
            grid.append(element("text", f"{tick:.0%}", **place, text_anchor="middle"))
        for tick in _ticks(low, high):
            grid.append(self.line((left, tick), (right, tick), "grid"))
            place = {"x": _LEFT - 6, "y": self.y(tick) + 4}
            grid.append(element("text", f"{tick:.0%}", **place, text_anchor="end"))
        across, up = axes
        middle = self.x((left + right) / 2), self.y((low + high) / 2)
        names = (
            element("text", across, x=middle[0], y=_HEIGHT - 6, text_anchor="middle"),
            element(
                "text",
                up,
                x=0,
                y=0,
                text_anchor="middle",
                transform=f"translate(11 {middle[1]}) rotate(-90)",
            ),
        )
        return element(
            "svg",
            joined((*grid, *names, *drawn)),
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            role="img",
            aria_label=what,
            class_="chart",
        )


def _ticks(low: float, high: float) -> list[float]:
    step = next(step for step in (0.05, 0.1, 0.2) if high - low < 5.5 * step)
    return [round(low + i * step, 2) for i in range(int((high - low) / step + 1.001))]


def reliability_chart(label: str, curve: Sequence[dict[str, float]]) -> Markup:
    """Draw accuracy by confidence, with intervals, over the number of texts.

    Parameters
    ----------
    label : str
    curve : sequence of dict
        As `classifier.evaluation.reliability` returns it.
    """
    plot = _Plot((0.0, 1.0), (0.0, 1.0))
    most = max((one["texts"] for one in curve), default=1)
    drawn = [plot.line((0, 0), (1, 1), "ideal")]
    intervals, points = [], []
    for one in curve:
        x, y, texts = one["confidence"], one["accuracy"], int(one["texts"])
        # The bars take a fifth of the height, so that the curve stays in front.
        drawn.append(plot.line((x, 0), (x, 0.2 * texts / most), "texts"))
        low, high = Rate(round(y * texts), texts).interval
        intervals.append(plot.line((x, low), (x, high), "interval"))
        says = f"{texts} texts: {x:.0%} sure, {y:.0%} right"
        # Its area grows with the number of texts.
        points.append(plot.point(x, y, "dot", says, radius=1.5 + 4 * (texts / most) ** 0.5))
    drawn += [
        *intervals,
        plot.path([(one["confidence"], one["accuracy"]) for one in curve], "curve"),
        *points,
        plot.text(0.03, 0.93, "less sure than right", "start"),
        plot.text(0.97, 0.25, "surer than right", "end"),
    ]
    what = f"Reliability curve of {label}: accuracy by confidence"
    return plot.picture(("confidence", "accuracy"), what, drawn)


def coverage_chart(
    label: str,
    confidence: NDArray[np.float64],
    right: NDArray[np.bool_],
    *,
    kept: Rate,
) -> Markup:
    """Draw the accuracy of the texts that the model is surest of, by their share.

    Parameters
    ----------
    label : str
    confidence : ndarray of shape (texts,)
        Probability of the label given, 0 to 1.
    right : ndarray of shape (texts,)
        Whether it is right.
    kept : Rate
        Of the texts that are not sent to review.
    """
    order = np.argsort(-confidence, kind="stable")
    total, hits = len(order), np.cumsum(right[order])
    fewest = min(max(_FEWEST, total // 10), total)
    sizes = np.unique(np.linspace(fewest, total, _MOST_POINTS).round().astype(int))
    rates = [Rate(int(hits[size - 1]), int(size)) for size in sizes]
    lowest = min([rate.interval[0] for rate in rates] + [kept.share] * bool(kept.texts))
    plot = _Plot((0.0, 1.0), (np.floor(min(lowest, 0.8) * 10) / 10, 1.0))
    places = [rate.texts / total for rate in rates]
    band = [(x, rate.interval[0]) for x, rate in zip(places, rates, strict=True)]
    band += [(x, rate.interval[1]) for x, rate in zip(places[::-1], rates[::-1], strict=True)]
    whole = rates[-1].share
    drawn = [
        plot.area(band, "band"),
        plot.line((0, whole), (1, whole), "ideal"),
        plot.path(((x, rate.share) for x, rate in zip(places, rates, strict=True)), "curve"),
    ]
    if kept.texts:
        x = kept.texts / total
        says = f"needs_review set aside: {x:.0%} of the texts are left, {kept.share:.0%} right"
        drawn.append(plot.point(x, kept.share, "chosen", says))
    what = f"Accuracy of {label} by coverage"
    return plot.picture(("share of texts kept, the surest first", "accuracy"), what, drawn)


def interval_bar(rate: Rate, overall: float, lowest: float) -> Markup:
    """Draw a share with its interval on a line, the overall share beside it.

    Parameters
    ----------
    rate : Rate
    overall : float
        The share to compare it with.
    lowest : float
        Where the line begins; it ends at 1. What is lower stands at its beginning.
    """

    def across(share: float) -> float:
        return round(max(share - lowest, 0.0) / (1 - lowest) * 100, 1)

    left, right = map(across, rate.interval)
    drawn: tuple[dict[str, Any], ...] = (
        {"x": 0, "y": 4.5, "width": 100, "height": 1, "class_": "rail"},
        {"x": left, "y": 3.5, "width": round(right - left, 1), "height": 3, "class_": "span"},
        {"x": across(overall) - 0.5, "y": 0, "width": 1, "height": 10, "class_": "overall"},
        {"x": across(rate.share) - 1.5, "y": 1.5, "width": 3, "height": 7, "class_": "value"},
    )
    return element(
        "svg",
        *(element("rect", **one) for one in drawn),
        viewBox="-2 0 104 10",
        class_="bar",
        aria_hidden="true",
    )
