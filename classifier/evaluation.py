"""Figures: how right a classifier is, how sure it may be, and what review buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

from classifier.classification import LABELS, Classification
from classifier.errors import InputError
from classifier.labels import NO_VALUE, VALUES, Quadrant, Topic, quadrant_of
from classifier.training import TrainingData

if TYPE_CHECKING:
    import pandas as pd

    from classifier.model import ComplaintClassifier

#: Stands for the labels of a text that was not judged, which is always wrong.
NOT_JUDGED = "not_judged"
_BINS = 15
_COVERAGES = (1.0, 0.9, 0.8, 0.75, 0.7, 0.6, 0.5)
_CLASSES: dict[str, list[str]] = {
    "sentiment": [*VALUES["sentiment"]],
    "topic": [*map(str, Topic), NO_VALUE],
    "impact": [*VALUES["impact"]],
    "responsibility": [*VALUES["responsibility"], NO_VALUE],
    "quadrant": [*map(str, Quadrant), NO_VALUE],
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was given for one label beside the truth; an entry for every text.

    Attributes
    ----------
    truth, given : ndarray of str, shape (texts,)
        ``none`` where a label is empty by its nature; what was given may be
        ``not_judged``.
    confidence : ndarray of shape (texts,)
        Probability of the label given; 0 where the model gave none, and for the
        quadrant, which has none of its own.
    counted : ndarray of int
        Rows of the texts that count: responsibility is judged where the truth names one.
    """

    truth: NDArray[np.str_]
    given: NDArray[np.str_]
    confidence: NDArray[np.float64]
    counted: NDArray[np.int64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the label given is the true one, for every text."""
        return np.equal(self.truth, self.given)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers of a classifier beside the truth.

    Attributes
    ----------
    data : TrainingData
        Texts and true labels.
    answers : list of Classification
        One a text.
    model_version : str
        Who answered.
    labels : dict of str to Outcome
        By label name.
    quadrant : Outcome
    """

    data: TrainingData
    answers: list[Classification]
    model_version: str
    labels: dict[str, Outcome]
    quadrant: Outcome

    @property
    def all_right(self) -> NDArray[np.bool_]:
        """Whether all labels are right, for every text."""
        right: NDArray[np.bool_] = np.all([one.right for one in self.labels.values()], axis=0)
        return right

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Whether the text is left to the machine, for every text: no review is needed."""
        return np.array([not answer.needs_review for answer in self.answers])


def calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = _BINS
) -> float:
    """Return the expected calibration error, with bins of equal width.

    After Naeini et al. (2015) and Guo et al. (2017): the mean distance between
    confidence and accuracy, bins weighed by their texts.

    Parameters
    ----------
    confidence : ndarray of shape (texts,)
        Probability of the label given, 0 to 1.
    right : ndarray of shape (texts,)
        Whether it is right.
    bins : int
        Number of bins.
    """
    curve = reliability(confidence, right, bins)
    distance = sum(abs(one["confidence"] - one["accuracy"]) * one["texts"] for one in curve)
    return distance / len(confidence) if curve else 0.0


def reliability(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = _BINS
) -> list[dict[str, float]]:
    """Return confidence, accuracy and number of texts of every bin that has any."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        {
            "confidence": float(confidence[here].mean()),
            "accuracy": float(right[here].mean()),
            "texts": int(here.sum()),
        }
        for here in (which == b for b in np.unique(which))
    ]


def _truth(data: TrainingData, label: str) -> list[str]:
    if label == "quadrant":
        pairs = zip(data.labels["impact"], data.labels["responsibility"], strict=True)
        return [str(quadrant_of(i, r) or NO_VALUE) for i, r in pairs]
    return [str(value) for value in data.single(label)]


def _given(answers: Sequence[Classification], label: str) -> list[str]:
    return [str(getattr(a, label) or NO_VALUE) if a.is_judged else NOT_JUDGED for a in answers]


def _outcome(data: TrainingData, answers: Sequence[Classification], label: str) -> Outcome:
    truth = np.array(_truth(data, label))
    return Outcome(
        truth,
        np.array(_given(answers, label)),
        np.array([getattr(a, f"{label}_confidence", None) or 0.0 for a in answers], dtype=float),
        np.flatnonzero((truth != NO_VALUE) | (label != "responsibility")),
    )


def compare(classifier: ComplaintClassifier, frame: pd.DataFrame) -> Comparison:
    """Let a classifier judge the texts of `frame`, and put its answers beside the labels.

    Parameters
    ----------
    classifier : ComplaintClassifier
        A fitted one.
    frame : DataFrame
        Labelled texts (see `classifier.corpus.read_corpus`), one at least.

    Raises
    ------
    InputError
        When there is no text, a column is missing or a label is unknown.
    """
    data = TrainingData.of(frame)
    if not data.texts:
        raise InputError("there are no texts to evaluate on; name data with labelled texts")
    answers = list(classifier.classify_many(data.texts))
    return Comparison(
        data,
        answers,
        classifier.version_,
        {label: _outcome(data, answers, label) for label in LABELS},
        _outcome(data, answers, "quadrant"),
    )


def _label_figures(outcome: Outcome, label: str) -> dict[str, Any]:
    truth, given = outcome.truth[outcome.counted].tolist(), outcome.given[outcome.counted].tolist()
    classes = _CLASSES[label] + sorted({*truth, *given} - set(_CLASSES[label]))
    present = [c for c in classes if c in truth]
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, given, labels=classes, zero_division=0
    )
    return {
        "texts": len(truth),
        "accuracy": float(accuracy_score(truth, given)),
        "macro_f1": float(np.mean([f1[classes.index(c)] for c in present])),
        "classes": {
            name: {
                "precision": float(precision[i]),
                "recall": float(recall[i]),
                "f1": float(f1[i]),
                "texts": int(support[i]),
            }
            for i, name in enumerate(classes)
            if support[i] or name in given
        },
        "confusion": {
            "labels": classes,
            "matrix": confusion_matrix(truth, given, labels=classes).tolist(),
        },
    }


def _topics_figures(data: TrainingData, answers: Sequence[Classification]) -> dict[str, Any]:
    """Return figures of all topics of a text together, the order left aside."""
    truth = np.array([[t in topics for t in Topic] for topics in data.labels["topics"]])
    judged = np.array([answer.is_judged for answer in answers])
    given = np.array([[t in answer.topics for t in Topic] for answer in answers])
    _, _, macro, _ = precision_recall_fscore_support(truth, given, average="macro", zero_division=0)
    _, _, micro, _ = precision_recall_fscore_support(truth, given, average="micro", zero_division=0)
    return {
        "exact_match": float(((truth == given).all(axis=1) & judged).mean()),
        "macro_f1": float(macro),
        "micro_f1": float(micro),
    }


def evaluate(classifier: ComplaintClassifier, frame: pd.DataFrame) -> dict[str, Any]:
    """Compare a classifier with the labels of `frame`.

    Parameters
    ----------
    classifier : ComplaintClassifier
        A fitted one.
    frame : DataFrame
        Labelled texts (see `classifier.corpus.read_corpus`), one at least.

    Returns
    -------
    dict
        Plain values, fit for JSON: under ``labels`` for each label accuracy, macro F1
        (over the classes present), figures by class, the confusion matrix (rows are the
        truth), the expected calibration error (15 bins), the reliability curve, and
        ``by_coverage``, the accuracy of the texts that the model is surest of;
        ``quadrant``, ``topics`` and ``review`` besides. A label that is empty by its
        nature (no topic, no quadrant) is the class ``none``; a text that could not be
        judged counts as wrong, under ``not_judged``. Responsibility is judged where the
        truth names one; calibration where the model gave the label.

    Raises
    ------
    InputError
        When there is no text, a column is missing or a label is unknown.
    """
    return figures_of(compare(classifier, frame))


def figures_of(comparison: Comparison) -> dict[str, Any]:
    """Return the figures of a comparison (see `evaluate`)."""
    figures: dict[str, Any] = {
        "model_version": comparison.model_version,
        "texts": len(comparison.answers),
        "labels": {},
    }
    for label, outcome in comparison.labels.items():
        rows, confidence, right = outcome.counted, outcome.confidence, outcome.right
        if not len(rows):
            continue
        sure = rows[confidence[rows] > 0]
        figures["labels"][label] = {
            **_label_figures(outcome, label),
            "expected_calibration_error": calibration_error(confidence[sure], right[sure]),
            "reliability": reliability(confidence[sure], right[sure]),
            "by_coverage": _by_coverage(confidence[rows], right[rows]),
        }
    figures["quadrant"] = _label_figures(comparison.quadrant, "quadrant")
    figures["topics"] = _topics_figures(comparison.data, comparison.answers)
    figures["review"] = _review_figures(comparison)
    return figures


def _by_coverage(
    confidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> list[dict[str, float]]:
    order = np.argsort(-confidence, kind="stable")
    rows = []
    for share in _COVERAGES:
        kept = order[: max(round(share * len(order)), 1)]
        rows.append({"coverage": share, "accuracy": float(right[kept].mean())})
    return rows


def _review_figures(comparison: Comparison) -> dict[str, Any]:
    """Return accuracy before and after texts for review are set aside, by label."""
    kept, all_right = comparison.kept, comparison.all_right

    def share(right: NDArray[np.bool_]) -> float:
        return float(right.mean()) if len(right) else 0.0

    return {
        "coverage": share(kept),
        "all_right": share(all_right),
        "all_right_kept": share(all_right[kept]),
        "labels": {
            label: {
                "accuracy": share(one.right[one.counted]),
                "accuracy_kept": share(one.right[one.counted][kept[one.counted]]),
            }
            for label, one in comparison.labels.items()
        },
    }
