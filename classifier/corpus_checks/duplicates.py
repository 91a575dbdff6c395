"""Texts that are another one over again, wholly or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.corpus_checks.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.plan import Plan

# Rows compared at a time: the product of all with all would fill the memory.
_BLOCK = 500


def plain(text: str) -> str:
    """Return the words of a text in lower case, without signs."""
    return " ".join(re.findall(r"\w+", text.lower()))


def similar_pairs(
    texts: Sequence[str], others: Sequence[str] | None, *, letters: int, cosine: float
) -> Iterator[tuple[int, int, float]]:
    """Yield the places of texts that are nearly the same, and how near.

    Parameters
    ----------
    texts : sequence of str
        Compared with `others`, or with each other where that is None.
    others : sequence of str or None
    letters : int
        Length of the letter groups (within words) that texts are compared by, as
        TF-IDF with the logarithm of the counts.
    cosine : float
        The least similarity, 0 to 1, that counts.
    """
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(letters, letters), sublinear_tf=True, dtype=np.float32
    )
    left: Any = vectorizer.fit_transform(texts)
    right: Any = left if others is None else vectorizer.transform(others)
    for start in range(0, left.shape[0], _BLOCK):
        near = (left[start : start + _BLOCK] @ right.T).tocoo()
        for i, j, value in zip(near.row, near.col, near.data, strict=True):
            if value >= cosine and (others is not None or start + i < j):
                yield int(start + i), int(j), float(value)


def duplicate_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Look for texts that stand twice, within a split and across splits."""
    ids, splits = frame["id"].astype(str).tolist(), frame["split"].tolist()
    texts = frame["text"].map(plain).tolist()
    exact: dict[str, list[str]] = {}
    for name, text in zip(ids, texts, strict=True):
        exact.setdefault(text, []).append(name)
    letters, cosine = plan.duplicates["letters"], plan.duplicates["cosine"]
    pairs = list(similar_pairs(texts, None, letters=letters, cosine=cosine))
    within = [f"{ids[i]} = {ids[j]}" for i, j, _ in pairs if splits[i] == splits[j]]
    across = [f"{ids[i]} = {ids[j]}" for i, j, _ in pairs if splits[i] != splits[j]]
    near = f"cosine {cosine} or more of letter groups of {letters}"
    return [
        Finding.none_of(
            "exact duplicates (case and signs aside)",
            [" = ".join(names) for names in exact.values() if len(names) > 1],
        ),
        Finding.none_of(f"near duplicates within a split ({near})", within),
        Finding.none_of("near duplicates across splits", across),
    ]


def real_duplicate_findings(frame: pd.DataFrame, real: Sequence[str], plan: Plan) -> list[Finding]:
    """Look for corpus texts that are real texts over again, whole or in part.

    Parameters
    ----------
    frame : DataFrame
        The corpus.
    real : sequence of str
        Real texts, which must not have come into it.
    plan : Plan
    """
    ids = frame["id"].astype(str).tolist()
    texts = frame["text"].map(plain).tolist()
    others = [plain(text) for text in real]
    pairs = similar_pairs(
        texts, others, letters=plan.duplicates["letters"], cosine=plan.duplicates["cosine"]
    )
    near = [ids[i] for i, _, _ in pairs]
    length = plan.templates["sequence_words"]
    known = {sequence for text in others for sequence in sequences(text, length)}
    shared = [
        name for name, text in zip(ids, texts, strict=True) if sequences(text, length) & known
    ]
    return [
        Finding.none_of("near duplicates of real texts", near),
        Finding.none_of(f"{length} words in a row shared with a real text", shared),
    ]


def sequences(text: str, length: int) -> set[tuple[str, ...]]:
    """Return every run of `length` words of a plain text."""
    words = text.split()
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
