"""All checks of a corpus in one go, and the report of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.corpus_checks.agreement import agreement, agreement_by
from classifier.corpus_checks.counts import count_findings, length_findings, sector_findings
from classifier.corpus_checks.duplicates import duplicate_findings, real_duplicate_findings
from classifier.corpus_checks.personal_data import personal_data_findings
from classifier.corpus_checks.templates import template_findings
from classifier.corpus_checks.vocabulary import growth, growth_findings, topic_word_findings

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.findings import Finding
    from classifier.corpus_checks.plan import Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found.

    Attributes
    ----------
    findings : dict of str to list of Finding
        By section.
    agreement : dict of str to dict
        Of the readers, by ``all texts``, ``kind`` and ``sector``; empty without votes.
    growth : list of dict
        Richness of the words beside real texts; empty where there are none.
    """

    findings: dict[str, list[Finding]]
    agreement: dict[str, Any]
    growth: list[dict[str, Any]]

    @property
    def failed(self) -> list[Finding]:
        """The findings that do not hold."""
        return [one for section in self.findings.values() for one in section if not one.holds]


def check_corpus(frame: pd.DataFrame, plan: Plan, *, real: pd.DataFrame | None = None) -> Report:
    """Check a corpus against its plan.

    Parameters
    ----------
    frame : DataFrame
        As `classifier.corpus.read_corpus` gives it, with ``described``.
    plan : Plan
        Counts wanted and thresholds.
    real : DataFrame, optional
        Real labelled texts to compare with; none of them may be in the corpus.

    Returns
    -------
    Report
    """
    findings = {
        "texts": count_findings(frame, plan),
        "sectors and splits": sector_findings(frame, plan),
        "lengths": length_findings(frame, plan),
        "duplicates": duplicate_findings(frame, plan),
        "templates": template_findings(frame, plan),
        "topic words": topic_word_findings(frame, real, plan),
        "personal data": personal_data_findings(frame, plan),
    }
    rows: list[dict[str, Any]] = []
    if real is not None:
        rows = growth(frame, real["text"].tolist(), plan)
        findings["words"] = growth_findings(rows, plan)
        findings["real texts"] = real_duplicate_findings(frame, real["text"].tolist(), plan)
    readers: dict[str, Any] = {}
    if "votes" in frame:
        readers = {"all texts": {"all": agreement(frame)}}
        readers |= {field: agreement_by(frame, field) for field in ("kind", "sector")}
    return Report(findings, readers, rows)
