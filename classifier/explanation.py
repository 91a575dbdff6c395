"""Why a label was given: the weights of the model, laid back on the customer's words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from classifier.classification import Classification
from classifier.features import TextFeatures
from classifier.language.normalising import original_span

# More than this is no explanation but a list.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of the original text and what it did.

    Attributes
    ----------
    start, end : int
        Place in the original text, in characters.
    text : str
        The stretch itself.
    weight : float
        Calibrated log-odds it adds to the label (positive) or takes from it.
    cue : str or None
        The typed cue that was found there, if it is one.
    """

    start: int
    end: int
    text: str
    weight: float
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """What spoke for and against one label.

    Attributes
    ----------
    value : str
        The label explained.
    confidence : float
        Its calibrated probability.
    supporting, opposing : tuple of Evidence
        The strongest stretches, strongest first.
    rest : float
        Log-odds from everything not shown: the model's bias, the style of the text and
        weaker stretches. With the weights shown it adds up to `score`.
    score : float
        Calibrated log-odds of the label, relative to the mean over all labels.
    """

    value: str
    confidence: float
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]
    rest: float
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A classification and the evidence for each of its labels.

    Attributes
    ----------
    text : str
        The original text.
    classification : Classification
    labels : dict of str to LabelEvidence
        By label name; empty where the text could not be judged.
    """

    text: str
    classification: Classification
    labels: dict[str, LabelEvidence]


def weigh(
    doc: Doc,
    text: str,
    features: TextFeatures,
    weights: NDArray[np.float64],
    bias: float,
    *,
    value: str,
    confidence: float,
) -> LabelEvidence:
    """Lay the weights of one label back on the text.

    The weight of a column is shared out evenly over its occurrences in the text,
    and over the tokens of each.

    Parameters
    ----------
    doc : Doc
        The text as the pipeline read it.
    text : str
        The original text.
    features : TextFeatures
        What made the model's columns.
    weights : ndarray of shape (features,)
        The label's weights.
    bias : float
        The label's bias.
    value, confidence
        As in `LabelEvidence`.
    """
    row = features.transform([doc])
    worth = dict(zip(row.indices.tolist(), (row.data * weights[row.indices]).tolist(), strict=True))
    places: dict[int, list[tuple[tuple[int, ...], str | None]]] = defaultdict(list)
    for column, tokens, cue in features.occurrences(doc):
        places[column].append((tokens, cue))

    found: dict[tuple[int, int, str | None], float] = defaultdict(float)
    for column, occurrences in places.items():
        share = worth.get(column, 0.0) / len(occurrences)
        for tokens, cue in occurrences:
            if cue is not None:
                found[tokens[0], tokens[-1] + 1, cue] += share
                continue
            for token in tokens:
                found[token, token + 1, None] += share / len(tokens)

    evidence = []
    for (first, last, cue), weight in found.items():
        start, end = original_span(doc[first:last])
        evidence.append(Evidence(start, end, text[start:end], weight, cue))
    evidence.sort(key=lambda e: -abs(e.weight))
    supporting = tuple(e for e in evidence if e.weight > 0)[:_SHOWN]
    opposing = tuple(e for e in evidence if e.weight < 0)[:_SHOWN]
    score = float(sum(worth.values()) + bias)
    shown = sum(e.weight for e in (*supporting, *opposing))
    return LabelEvidence(value, confidence, supporting, opposing, score - shown, score)
