"""Amounts of money: "€ 37,57", "1.250 euro", "honderd euro"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.language.numbers import DIGITS, NUMBER, parse_number

_EURO = r"(?:€|eur(?:o(?:'?s|tjes?)?)?\b)"
_AMOUNT = re.compile(
    rf"(?:€|\beur(?:o)?\b)\s?(?P<after>{DIGITS})(?:,-|,=)?(?![\d%])"
    rf"|(?<![\d.,])\b(?P<before>{NUMBER})(?:,-|,=)?\s?{_EURO}"
    rf"|(?<![\d.,])\b(?P<dashed>{DIGITS}),(?:-|=)(?!\d)"
    rf"|(?<![\d.,])\b(?P<cents>{NUMBER})\s?(?:euro)?cent\b",
    re.IGNORECASE,
)


# The full pattern is slow; most texts have none of this.
_HINT = re.compile(r"€|eur|cent|,[-=]", re.IGNORECASE)


def find_money(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and amount in euro of every sum of money in `text`."""
    if not _HINT.search(text):
        return
    for match in _AMOUNT.finditer(text):
        kind = match.lastgroup or ""
        value = parse_number(match.group(kind))
        if value is not None:
            yield match.start(), match.end(), value / 100 if kind == "cents" else value
