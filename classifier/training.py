"""From a labelled frame to what the models learn from, and the thresholds for review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit

from classifier.errors import InputError
from classifier.label_models import NO_TOPIC
from classifier.labels import Impact, Responsibility, Sentiment, Topic
from classifier.screening import as_text

_COLUMNS = ("sentiment", "topics", "impact", "responsibility")
_VALUES: dict[str, tuple[str, ...]] = {
    "sentiment": tuple(map(str, Sentiment)),
    "impact": tuple(map(str, Impact)),
    "responsibility": tuple(map(str, Responsibility)),
}
# A threshold that few texts support is chance.
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Texts with their labels, as arrays of equal length.

    Attributes
    ----------
    texts : list of str
    labels : dict of str to list
        By column of the corpus; topics are tuples, empty responsibility is None.
    groups : ndarray of int
        Texts with the same number (the same sector) stay together in every split.
    splits : list of str or None
        The data's own splits, if it has them.
    """

    texts: list[str]
    labels: dict[str, list[Any]]
    groups: NDArray[np.int64]
    splits: list[str] | None

    @classmethod
    def of(cls, X: Any, y: Any, *, folds: int) -> TrainingData:
        """Check and arrange texts and labels (see `ComplaintClassifier.fit`).

        `folds` is the smallest number of texts that every label value needs.
        """
        is_frame = hasattr(X, "columns")
        if y is None and not is_frame:
            raise InputError(
                "there are no labels: give y, or a DataFrame with the columns "
                f"text, {', '.join(_COLUMNS)}"
            )
        frame = X if y is None else y
        if is_frame and "text" not in X.columns:
            raise InputError(f"there is no column 'text'; the columns are {list(X.columns)}")
        if missing := [c for c in _COLUMNS if c not in getattr(frame, "columns", ())]:
            raise InputError(f"the labels lack the columns {missing}; add them")
        texts = [as_text(text) for text in (X["text"] if is_frame else X)]
        if len(texts) != len(frame):
            raise InputError(f"{len(texts)} texts with {len(frame)} labels; make them equal")
        labels = {name: [_clean(name, value) for value in frame[name]] for name in _COLUMNS}
        _check_labels(labels, folds)
        sectors = X["sector"] if is_frame and "sector" in X.columns else range(len(texts))
        _, groups = np.unique(np.array([str(s) for s in sectors]), return_inverse=True)
        splits = [str(s) for s in X["split"]] if is_frame and "split" in X.columns else None
        return cls(texts, labels, groups, splits)

    def split(self, fraction: float, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows to train on and those to choose thresholds on."""
        if self.splits is not None:
            names = np.array(self.splits)
            train, validation = (np.flatnonzero(names == s) for s in ("train", "validation"))
            if not len(train) or not len(validation):
                raise InputError(
                    "the column 'split' needs rows with train and rows with validation; "
                    f"found {sorted(set(self.splits))}. Leave the column out to split by sector"
                )
            return train, validation
        splitter = GroupShuffleSplit(1, test_size=fraction, random_state=seed)
        train, validation = next(splitter.split(self.texts, groups=self.groups))
        return train, validation

    def known(self, label: str) -> NDArray[np.bool_]:
        """Return which rows can teach `label`: responsibility is empty without impact."""
        if label == "responsibility":
            return np.array([value is not None for value in self.labels[label]])
        return np.ones(len(self.texts), dtype=bool)

    def target(self, label: str, rows: NDArray[np.int64]) -> Any:
        """Return what a model of `label` learns for `rows`."""
        if label == "topic":
            return [self.labels["topics"][i] for i in rows]
        return self.single(label, rows)

    def single(self, label: str, rows: NDArray[np.int64]) -> NDArray[np.str_]:
        """Return one value a row; no topic and no responsibility are ``none``."""
        if label == "topic":
            topics = self.labels["topics"]
            return np.array([topics[i][0] if topics[i] else NO_TOPIC for i in rows], dtype=np.str_)
        return np.array([self.labels[label][i] or "none" for i in rows], dtype=np.str_)


def _clean(name: str, value: Any) -> Any:
    if name == "topics":
        if isinstance(value, str):
            value = [part for part in value.split(";") if part]
        if value is None or isinstance(value, float):
            value = ()
        return tuple(map(str, value))
    return as_text(value) or None


def _check_labels(labels: dict[str, list[Any]], folds: int) -> None:
    topics = {topic for row in labels["topics"] for topic in row}
    if unknown := sorted(topics - set(map(str, Topic))):
        raise InputError(f"unknown topics {unknown}; the topics are {[str(t) for t in Topic]}")
    for name, values in _VALUES.items():
        allowed = {*values, None} if name == "responsibility" else set(values)
        if unknown := sorted(map(str, set(labels[name]) - allowed)):
            raise InputError(f"unknown {name} {unknown}; it may be {list(values)}")
        for value in values:
            count = labels[name].count(value)
            if count < folds:
                raise InputError(
                    f"{count} texts have {name} {value!r}; training needs at least {folds}"
                )
    for topic in Topic:
        count = sum(topic in row for row in labels["topics"])
        if count < folds:
            raise InputError(f"{count} texts have topic {topic!s}; training needs at least {folds}")


def review_threshold(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], precision: float
) -> float:
    """Return the lowest confidence from which on labels are right often enough.

    Parameters
    ----------
    confidence : ndarray of shape (texts,)
        Probability of the label given.
    right : ndarray of shape (texts,)
        Whether that label is right.
    precision : float
        Share of right labels wanted among the texts at or above the threshold.

    Returns
    -------
    float
        0 when all texts together reach the precision; the confidence with the best
        precision when no threshold reaches it. No threshold leaves fewer than 20
        texts above it.
    """
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    if not len(order) or reached[-1] >= precision:
        return 0.0
    reached = reached[_FEWEST - 1 :]
    if not len(reached):
        return 1.0
    enough = np.flatnonzero(reached >= precision)
    last = int(enough[-1]) if len(enough) else int(reached.argmax())
    return float(confidence[order][last + _FEWEST - 1])
