"""Openings and runs of words that come back: the mark of a template."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from classifier.corpus_checks.duplicates import plain, sequences
from classifier.corpus_checks.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.plan import Plan


def template_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Count how many texts share an opening, and a run of words anywhere."""
    opening, sequence = plan.templates["opening_words"], plan.templates["sequence_words"]
    openings: Counter[tuple[str, ...]] = Counter()
    runs: Counter[tuple[str, ...]] = Counter()
    for text in frame["text"].map(plain):
        words = text.split()
        if len(words) >= opening:
            openings[tuple(words[:opening])] += 1
        runs.update(sequences(text, sequence))
    most = plan.templates["most_texts"]
    return [
        Finding.at_most(f"{what}, texts that share one", max(found.values(), default=0), most)
        for what, found in (
            (f"openings of {opening} words", openings),
            (f"runs of {sequence} words", runs),
        )
    ]
