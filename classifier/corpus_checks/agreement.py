"""How far the readers agree who labelled the same texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from classifier.labels import NO_VALUE

if TYPE_CHECKING:
    import pandas as pd

#: Votes that came after the two blind ones: where all differed, and where a label was doubted.
LATER_VOTES = ("third", "second_look")
_LABELS: dict[str, Callable[[Mapping[Any, Any]], str]] = {
    "sentiment": lambda vote: vote["sentiment"],
    "topic": lambda vote: (list(vote["topics"]) or [NO_VALUE])[0],
    "impact": lambda vote: vote["impact"],
    "responsibility": lambda vote: vote["responsibility"] or NO_VALUE,
}


def blind_votes(votes: Mapping[str, Any], writer: str) -> list[Mapping[str, Any]]:
    """Return the votes of the two readers who saw nothing but the text."""
    return [vote for name, vote in votes.items() if name not in (writer, *LATER_VOTES)]


def agreement(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return how far the two blind readers of each text agree.

    Parameters
    ----------
    frame : DataFrame
        With the columns ``votes`` (by reader) and ``writer``.

    Returns
    -------
    dict
        By label: ``texts``, ``accuracy`` (share with equal labels), ``kappa`` (Cohen's; 1
        where both give all texts one label), and ``writer_outvoted``, the share of texts
        whose writer gave another label than the final one.
    """
    figures = {}
    pairs = [blind_votes(v, w) for v, w in zip(frame["votes"], frame["writer"], strict=True)]
    for label, value in _LABELS.items():
        first, second = ([value(pair[i]) for pair in pairs] for i in (0, 1))
        final = [value(row) for row in frame.to_dict("records")]
        written = [
            value(votes[writer])
            for votes, writer in zip(frame["votes"], frame["writer"], strict=True)
        ]
        same = np.array(first) == np.array(second)
        one_label = len({*first, *second}) == 1
        figures[label] = {
            "texts": len(frame),
            "accuracy": float(same.mean()),
            "kappa": 1.0 if one_label else float(cohen_kappa_score(first, second)),
            "writer_outvoted": float(np.mean(np.array(written) != np.array(final))),
        }
    return figures


def agreement_by(frame: pd.DataFrame, field: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return `agreement` for the texts of each value of a column."""
    return {str(value): agreement(part) for value, part in frame.groupby(field)}
