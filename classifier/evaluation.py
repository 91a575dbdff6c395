"""Figures: how right a classifier is, how sure it may be, and what review buys."""

from __future__ import annotations

from collections.abc import Sequence
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


def _label_figures(truth: list[str], given: list[str], label: str) -> dict[str, Any]:
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
    data = TrainingData.of(frame)
    if not data.texts:
        raise InputError("there are no texts to evaluate on; name data with labelled texts")
    answers = list(classifier.classify_many(data.texts))
    figures: dict[str, Any] = {
        "model_version": classifier.version_,
        "texts": len(data.texts),
        "labels": {},
    }
    hits, asked = [], []
    for label in LABELS:
        truth, given = _truth(data, label), _given(answers, label)
        hits.append(np.array(truth) == np.array(given))
        confidence = np.array(
            [getattr(a, f"{label}_confidence") or 0.0 for a in answers], dtype=float
        )
        rows = np.arange(len(truth))
        if label == "responsibility":
            rows = np.array([i for i in rows if truth[i] != NO_VALUE], dtype=int)
        asked.append(rows)
        if not len(rows):
            continue
        sure = np.array([i for i in rows if confidence[i] > 0], dtype=int)
        right = hits[-1]
        figures["labels"][label] = {
            **_label_figures([truth[i] for i in rows], [given[i] for i in rows], label),
            "expected_calibration_error": calibration_error(confidence[sure], right[sure]),
            "reliability": reliability(confidence[sure], right[sure]),
            "by_coverage": _by_coverage(confidence[rows], right[rows]),
        }
    figures["quadrant"] = _label_figures(
        _truth(data, "quadrant"), _given(answers, "quadrant"), "quadrant"
    )
    figures["topics"] = _topics_figures(data, answers)
    figures["review"] = _review_figures(answers, hits, asked)
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


def _review_figures(
    answers: Sequence[Classification],
    hits: list[NDArray[np.bool_]],
    asked: list[NDArray[np.int64]],
) -> dict[str, Any]:
    """Return accuracy before and after texts for review are set aside, by label.

    `hits` says of each text whether the label is right, `asked` which texts have one.
    """
    kept = np.array([not answer.needs_review for answer in answers])
    all_right = np.all(hits, axis=0)

    def share(right: NDArray[np.bool_]) -> float:
        return float(right.mean()) if len(right) else 0.0

    return {
        "coverage": share(kept),
        "all_right": share(all_right),
        "all_right_kept": share(all_right[kept]),
        "labels": {
            label: {
                "accuracy": share(right[rows]),
                "accuracy_kept": share(right[rows][kept[rows]]),
            }
            for label, right, rows in zip(LABELS, hits, asked, strict=True)
        },
    }
