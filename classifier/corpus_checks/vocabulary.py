"""How rich the words are, and how often texts name their topic outright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus_checks.counts import described
from classifier.corpus_checks.duplicates import plain
from classifier.corpus_checks.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.plan import Plan

_SEED = 0


def richness(texts: Sequence[str], words: int, draws: int = 1) -> dict[str, float]:
    """Return the distinct words and word pairs in the first `words` words of shuffled texts.

    Parameters
    ----------
    texts : sequence of str
        Plain texts.
    words : int
        How many words to read: richness can only be compared at equal size.
    draws : int
        Over how many shuffles the mean is taken.

    Returns
    -------
    dict
        ``words`` and ``pairs`` (distinct ones) and ``type_token_ratio``.
    """
    rng = np.random.default_rng(_SEED)
    distinct, pairs = [], []
    for _ in range(draws):
        read: list[str] = []
        for place in rng.permutation(len(texts)):
            read += texts[place].split()
            if len(read) >= words:
                break
        read = read[:words]
        distinct.append(len(set(read)))
        pairs.append(len(set(pairwise(read))))
    return {
        "words": float(np.mean(distinct)),
        "pairs": float(np.mean(pairs)),
        "type_token_ratio": float(np.mean(distinct)) / words,
    }


def growth(frame: pd.DataFrame, real: Sequence[str], plan: Plan) -> list[dict[str, Any]]:
    """Return richness of corpus and real texts at growing size, one row a size."""
    ours = [plain(text) for text in frame["text"]]
    theirs = [plain(text) for text in real]
    total = sum(len(text.split()) for text in theirs)
    rows = []
    for share in plan.vocabulary["sizes"]:
        size = int(total * share)
        for name, texts in (("corpus", ours), ("real", theirs)):
            found = richness(texts, size, draws=plan.vocabulary["draws"])
            rows.append({"words read": size, "texts": name, **found})
    return rows


def growth_findings(rows: Sequence[dict[str, Any]], plan: Plan) -> list[Finding]:
    """Compare the richness at the largest size."""
    ours, theirs = rows[-2], rows[-1]
    least = plan.vocabulary["least_share_of_real"]
    return [
        Finding.at_least(
            f"distinct {what} at {ours['words read']} words, as a share of the real texts'",
            ours[what] / theirs[what],
            least,
        )
        for what in ("words", "pairs")
    ]


def names_topic(frame: pd.DataFrame, plan: Plan) -> dict[str, float]:
    """Return, by primary topic, the share of texts that name it by an obvious word."""
    table = described(frame)
    shares = {}
    for topic, words in plan.topic_words["words"].items():
        texts = table["text"][table["topic"] == topic]
        pattern = re.compile("|".join(words), re.IGNORECASE)
        shares[topic] = sum(bool(pattern.search(text)) for text in texts) / max(len(texts), 1)
    return shares


def topic_word_findings(
    frame: pd.DataFrame, real: pd.DataFrame | None, plan: Plan
) -> list[Finding]:
    """Compare how often texts name their topic with the plan, and with real texts."""
    ours = names_topic(frame, plan)
    theirs = names_topic(real, plan) if real is not None else {}
    findings = []
    for topic, share in ours.items():
        beside = f" (real texts: {theirs[topic]:.3f})" if theirs else ""
        findings.append(
            Finding.at_most(
                f"share of {topic} texts that name it by an obvious word{beside}",
                share,
                plan.topic_words["most"],
            )
        )
    return findings
