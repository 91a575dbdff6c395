"""Counts of the corpus beside the plan, so that holes show."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from classifier.corpus_checks.findings import Finding
from classifier.labels import NO_VALUE, quadrant_of

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.plan import Plan


def described(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the corpus with columns for topic and quadrant."""
    pairs = zip(frame["impact"], frame["responsibility"], strict=True)
    return frame.assign(
        topic=[topics[0] if topics else NO_VALUE for topics in frame["topics"]],
        quadrant=[str(quadrant_of(i, r) or NO_VALUE) for i, r in pairs],
    )


def count_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Compare the number of texts, by field, value and sector, with the plan."""
    table = described(frame).assign(hard=frame["hard"].fillna(NO_VALUE))
    findings = [Finding.at_least("texts", len(frame), plan.texts["least"])]
    for field, wanted in plan.counts.items():
        found = Counter(table[field])
        findings += [
            Finding.at_least(f"{field} {value}", found[value], least)
            for value, least in wanted.items()
        ]
    for field, bounds in plan.shares.items():
        found = Counter(table[field])
        findings += [
            Finding.between(f"share of {field} {value}", found[value] / len(table), (low, high))
            for value, (low, high) in bounds.items()
        ]
    return findings


def sector_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Compare sectors and their splits with the plan."""
    found = frame["sector"].value_counts()
    unplanned = sorted(set(found.index) - plan.sectors.keys())
    thin = [n for n, one in plan.sectors.items() if found.get(n, 0) < one["texts"]]
    groups: dict[str, set[str]] = {}
    for one in plan.sectors.values():
        groups.setdefault(one["group"], set()).add(one["split"])
    misplaced = [
        str(row.id)
        for row in frame[["id", "sector", "split"]].itertuples()
        if row.sector in plan.sectors and row.split != plan.sectors[str(row.sector)]["split"]
    ]
    return [
        Finding.none_of("sectors that the plan lacks", unplanned),
        Finding.none_of("sectors with fewer texts than planned", thin),
        Finding.none_of("texts outside the split of their sector", misplaced),
        Finding.none_of(
            "groups of sectors in two splits",
            [g for g, splits in groups.items() if len(splits) > 1],
        ),
    ]


def length_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Compare lengths in words (split at white space) with the plan."""
    words = frame["text"].map(lambda text: len(text.split()))
    least, most = plan.texts["words"]
    short, long = plan.texts["short"], plan.texts["long"]
    outside = frame["id"][(words < least) | (words > most)]
    return [
        Finding.none_of(f"texts outside {least} to {most} words", outside),
        Finding.between("words of the middle text", float(words.median()), plan.texts["median"]),
        Finding.between(
            f"share under {short['words']} words",
            float((words < short["words"]).mean()),
            short["share"],
        ),
        Finding.between(
            f"share over {long['words']} words",
            float((words > long["words"]).mean()),
            long["share"],
        ),
    ]
