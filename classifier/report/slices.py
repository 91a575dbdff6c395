"""How right a model is on parts of the data, with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation import Comparison, Outcome
from classifier.report.wording import clipped

if TYPE_CHECKING:
    import pandas as pd

#: What the data may say of its texts, in the order of the page.
SLICE_COLUMNS = ("sector", "channel", "kind")
# Of two sides together, under the normal curve: 95 %.
_Z = 1.959964
# Words from which on a text counts as longer.
_LENGTHS = ((0, "under 20 words"), (20, "20 to 49"), (50, "50 to 99"), (100, "100 and more"))
# Too few texts to tell much.
_FEW = 20
# More values than this make no table but a list.
_MOST_VALUES = 30
_EMPTY = "(empty)"


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of right answers out of a number of texts.

    Attributes
    ----------
    right, texts : int
    """

    right: int
    texts: int

    @classmethod
    def of(cls, outcome: Outcome, rows: NDArray[np.int64]) -> Rate:
        """Return how often `outcome` is right on those of `rows` that count."""
        return cls.among(outcome.right[np.intersect1d(rows, outcome.counted)])

    @classmethod
    def among(cls, right: NDArray[np.bool_]) -> Rate:
        """Return how many of the texts are right."""
        return cls(int(right.sum()), len(right))

    @property
    def share(self) -> float:
        """Right answers by text, 0 to 1; 0 where there is no text."""
        return self.right / self.texts if self.texts else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval for the share, 95 %: it holds for few texts and for extremes too."""
        if not self.texts:
            return 0.0, 1.0
        n, z2 = self.texts, _Z * _Z
        centre = (self.share + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z / (1 + z2 / n) * sqrt(self.share * (1 - self.share) / n + z2 / (4 * n * n))
        return max(centre - half, 0.0), min(centre + half, 1.0)

    def percents(self, digits: int = 0) -> str:
        """Return the interval in per cent, such as ``78-90`` with a dash."""
        low, high = self.interval
        return f"{low * 100:.{digits}f}\N{EN DASH}{high * 100:.{digits}f}"


@dataclass(frozen=True, slots=True)
class Slice:
    """Texts that have something in common.

    Attributes
    ----------
    name : str
        What they have in common.
    texts : int
    rates : dict of str to Rate
        By label, the quadrant last.
    """

    name: str
    texts: int
    rates: dict[str, Rate]


def slices(comparison: Comparison, frame: pd.DataFrame) -> dict[str, list[Slice]]:
    """Return slices by sector, channel, kind and length.

    Parameters
    ----------
    comparison : Comparison
    frame : DataFrame
        The data compared, in the same order.

    Returns
    -------
    dict of str to list of Slice
        By column, the largest slice first, and under ``length`` from short to long. A
        column that the data lacks, or that says nothing, is left out; values beyond the
        thirty most frequent stand together.
    """
    found = {}
    for column in SLICE_COLUMNS:
        names = _values(frame, column)
        if set(names) - {_EMPTY}:
            found[column] = _cut(comparison, names, _most_frequent(names))
    lengths = [_length(text) for text in comparison.data.texts]
    present = [name for _, name in _LENGTHS if name in lengths]
    return {**found, "length": _cut(comparison, lengths, present)}


def lowest_share(parts: dict[str, list[Slice]]) -> float:
    """Return where a scale for the shares of slices may begin: at a ten, with room to spare.

    Slices of few texts, whose shares may be anything, are not asked.
    """
    shares = [
        rate.share
        for found in parts.values()
        for one in found
        for rate in one.rates.values()
        if rate.texts >= _FEW
    ]
    return max(floor(min(shares, default=0.0) * 10) - 1, 0) / 10


def _values(frame: pd.DataFrame, column: str) -> list[str]:
    if column not in frame.columns:
        return []
    missing = frame[column].isna().to_numpy()
    texts = ("" if gone else clipped(v) for v, gone in zip(frame[column], missing, strict=True))
    names = [text or _EMPTY for text in texts]
    kept = {name for name, _ in Counter(names).most_common(_MOST_VALUES)}
    others = f"({len(set(names) - kept)} others)"
    return [name if name in kept else others for name in names]


def _most_frequent(names: Sequence[str]) -> list[str]:
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _length(text: str) -> str:
    words = len(text.split())
    return next(name for least, name in reversed(_LENGTHS) if words >= least)


def _cut(comparison: Comparison, names: Sequence[str], order: Sequence[str]) -> list[Slice]:
    outcomes = {**comparison.labels, "quadrant": comparison.quadrant}
    array = np.array(names)
    found = []
    for name in order:
        rows = np.flatnonzero(array == name)
        rates = {label: Rate.of(outcome, rows) for label, outcome in outcomes.items()}
        found.append(Slice(name, len(rows), rates))
    return found
