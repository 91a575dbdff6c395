"""``python -m classifier.demo FILE``: show a tagged file in the terminal, for ``make demo``."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHOWN = 90
_COLOURS = {"negative": "red", "neutral": "yellow", "positive": "green"}


def show(path: Path) -> None:
    """Print the texts of a tagged CSV with their labels, and the quadrant with counts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    table = Table(show_lines=True)
    for column in ("text", "sentiment", "topics", "impact", "responsibility", "response", "review"):
        table.add_column(column, overflow="fold")
    for row in rows:
        text = " ".join(row["text"].split())
        colour = _COLOURS.get(row["sentiment"], "white")
        others = (
            row["topics"].replace(";", " ") or "-",
            row["impact"] or "-",
            row["responsibility"] or "-",
            row["response"] or "-",
            row["review_reasons"].replace(";", " "),
        )
        table.add_row(  # as Text: square brackets are no markup of rich's
            Text(text if len(text) <= _SHOWN else text[:_SHOWN] + "..."),
            Text(row["sentiment"] or "-", colour),
            *map(Text, others),
        )
    console.print(table)
    _show_quadrant(console, Counter(row["quadrant"] for row in rows))


def _show_quadrant(console: Console, counts: Counter[str]) -> None:
    table = Table(title="the Ferment quadrant, in texts", title_justify="left", show_lines=True)
    for column in ("impact", "cause with the organisation", "cause with the customer"):
        table.add_column(column, justify="left")
    for impact, left, right in (
        ("high", "roll out the red carpet", "pull out all the stops"),
        ("low", "fix and 'opplussen'", "apologise and help"),
    ):
        organisation, customer = counts[f"{impact}_organisation"], counts[f"{impact}_customer"]
        table.add_row(impact, f"{left}: {organisation}", f"{right}: {customer}")
    console.print(table)
    console.print(f"no incident, or not judged: {counts['']}")


if __name__ == "__main__":
    show(Path(sys.argv[1]))
