"""The report of an evaluation: one page that stands alone, for the browser and for paper.

It is made to hold customer texts, which its first lines say.
"""

from __future__ import annotations

from classifier.report.page import report_page

__all__ = ["report_page"]
