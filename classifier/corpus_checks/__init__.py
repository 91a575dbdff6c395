"""Checks of a labelled corpus: breadth, repetition, real data in it, and agreement.

`check_corpus` runs them all against a plan (`Plan`), which holds every threshold.
"""

from __future__ import annotations

from classifier.corpus_checks.checking import Report, check_corpus
from classifier.corpus_checks.markdown import markdown
from classifier.corpus_checks.plan import Plan

__all__ = ["Plan", "Report", "check_corpus", "markdown"]
