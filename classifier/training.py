"""From a labelled frame to what the models learn from, and the thresholds for review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit

from classifier.errors import InputError, shown
from classifier.labels import LABEL_COLUMNS, NO_VALUE, VALUES, Topic, split_topics
from classifier.screening import as_text

# A threshold that few texts support is chance.
_FEWEST = 20


def texts_of(X: Any) -> Iterable[Any]:
    """Return the texts of a frame, or `X` itself where it is none.

    Raises
    ------
    InputError
        When a frame has no column ``text``.
    """
    if not hasattr(X, "columns"):
        return X  # type: ignore[no-any-return]
    if "text" not in X.columns:
        raise InputError(f"there is no column 'text'; the columns are {list(X.columns)}")
    return X["text"]  # type: ignore[no-any-return]


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
    def of(cls, X: Any, y: Any = None) -> TrainingData:
        """Check and arrange texts and labels (see `ComplaintClassifier.fit`).

        Raises
        ------
        InputError
            When a column is missing, a label is unknown, or the lengths differ.
        """
        is_frame = hasattr(X, "columns")
        if y is None and not is_frame:
            raise InputError(
                "there are no labels: give y, or a DataFrame with the columns "
                f"text, {', '.join(LABEL_COLUMNS)}"
            )
        frame = X if y is None else y
        texts = [as_text(text) for text in texts_of(X)]
        if missing := [c for c in LABEL_COLUMNS if c not in getattr(frame, "columns", ())]:
            raise InputError(f"the labels lack the columns {missing}; add them")
        if len(texts) != len(frame):
            raise InputError(f"{len(texts)} texts with {len(frame)} labels; make them equal")
        labels = {name: [_clean(name, value) for value in frame[name]] for name in LABEL_COLUMNS}
        _check_labels(labels)
        sectors = X["sector"] if is_frame and "sector" in X.columns else range(len(texts))
        _, groups = np.unique(np.array([str(s) for s in sectors]), return_inverse=True)
        splits = [str(s) for s in X["split"]] if is_frame and "split" in X.columns else None
        return cls(texts, labels, groups, splits)

    def split(self, fraction: float, seed: int) -> tuple[TrainingData, TrainingData]:
        """Return what to train on and what to choose thresholds on.

        Parameters
        ----------
        fraction : float
            Share of the groups that goes to the second, where the data has no splits.
        seed : int
            Seed of that choice.

        Raises
        ------
        InputError
            When either would be empty.
        """
        if self.splits is not None:
            names = np.array(self.splits)
            train, validation = (np.flatnonzero(names == s) for s in ("train", "validation"))
            if not len(train) or not len(validation):
                raise InputError(
                    "the column 'split' needs rows with train and rows with validation; "
                    f"found {sorted(set(self.splits))}. Leave the column out to split by sector"
                )
        else:
            if (found := len(np.unique(self.groups))) < 2:
                raise InputError(
                    f"the texts come from {found} sector(s), and thresholds are chosen on sectors "
                    "not trained on; add another sector, or leave the column 'sector' out"
                )
            splitter = GroupShuffleSplit(1, test_size=fraction, random_state=seed)
            train, validation = next(splitter.split(self.texts, groups=self.groups))
        return self._take(train), self._take(validation)

    def _take(self, rows: NDArray[np.int64]) -> TrainingData:
        return TrainingData(
            [self.texts[i] for i in rows],
            {name: [values[i] for i in rows] for name, values in self.labels.items()},
            self.groups[rows],
            None if self.splits is None else [self.splits[i] for i in rows],
        )

    def check_enough(self, fewest: int) -> None:
        """Refuse data from which a label value cannot be learned and calibrated.

        Parameters
        ----------
        fewest : int
            How many texts every value needs.

        Raises
        ------
        InputError
            Naming the value that too few texts have, or that one sector only has.
        """
        wanted = [(name, value) for name, values in VALUES.items() for value in values]
        # A topic that is never the first is no fault, one that seldom is cannot be learned.
        wanted += [("topic", value) for value in np.unique(self.single("topic"))]
        has = {f"{name} {value!s}": self.single(name) == value for name, value in wanted}
        for topic in Topic:
            mentioned = np.array([topic in topics for topics in self.labels["topics"]], dtype=bool)
            has[f"{topic} among their topics"] = mentioned
            has[f"no {topic} among their topics"] = ~mentioned
        for what, rows in has.items():
            if (count := int(rows.sum())) < fewest:
                raise InputError(
                    f"of the {len(rows)} texts to train on {count} have {what}; "
                    f"training needs at least {fewest}"
                )
            if len(np.unique(self.groups[rows])) < 2:
                raise InputError(
                    f"the texts to train on that have {what} all come from one sector, and "
                    "confidence is measured on sectors not trained on; add such texts of another "
                    "sector, or leave the column 'sector' out"
                )

    def known(self, label: str) -> NDArray[np.int64]:
        """Return the rows that can teach `label`: responsibility is empty without impact."""
        if label == "responsibility":
            return np.flatnonzero([value is not None for value in self.labels[label]])
        return np.arange(len(self.texts))

    def target(self, label: str) -> Any:
        """Return what a model of `label` learns, for the rows that are `known`."""
        if label == "topic":
            return self.labels["topics"]
        return self.single(label)[self.known(label)]

    def single(self, label: str) -> NDArray[np.str_]:
        """Return one value a row; no topic and no responsibility are ``none``."""
        if label == "topic":
            values = [topics[0] if topics else NO_VALUE for topics in self.labels["topics"]]
        else:
            values = [value or NO_VALUE for value in self.labels[label]]
        return np.array(values, dtype=np.str_)


def _clean(name: str, value: Any) -> Any:
    if name != "topics":
        return as_text(value) or None
    if not isinstance(value, (list, tuple, np.ndarray)):
        value = split_topics(as_text(value))
    return tuple(map(str, value))


def _check_labels(labels: dict[str, list[Any]]) -> None:
    topics = {topic for row in labels["topics"] for topic in row}
    if unknown := sorted(topics - set(map(str, Topic))):
        known = [str(topic) for topic in Topic]
        raise InputError(
            f"unknown topics [{', '.join(map(shown, unknown))}]; the topics are {known}"
        )
    for name, values in VALUES.items():
        allowed = {*values, None} if name == "responsibility" else set(values)
        if unknown := sorted(map(str, set(labels[name]) - allowed)):
            raise InputError(
                f"unknown {name} [{', '.join(map(shown, unknown))}]; it may be {list(values)}"
            )


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
        precision when no threshold reaches it; 1 when there is no text to vouch for one.
        No threshold leaves fewer than 20 texts above it.
    """
    if not len(confidence):
        return 1.0
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    if reached[-1] >= precision:
        return 0.0
    # A threshold takes all texts of its confidence, or none.
    last_of_equals = np.append(ordered[:-1] > ordered[1:], True)
    last_of_equals[: _FEWEST - 1] = False
    places = np.flatnonzero(last_of_equals)
    if not len(places):
        return 1.0
    enough = places[reached[places] >= precision]
    place = enough[-1] if len(enough) else places[reached[places].argmax()]
    return float(ordered[place])
