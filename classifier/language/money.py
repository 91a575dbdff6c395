"""Amounts of money: "€ 37,57", "1.250 euro", "honderd euro"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.language.numbers import DIGITS, NUMBER, parse_number

# "1 250 euro" and "drie honderd euro": only beside a currency is a space part of a figure.
_FIGURE = rf"(?:\d{{1,3}}(?: \d{{3}})+(?:,\d{{1,2}})?|{DIGITS})"
_SPACED = rf"(?:(?:{NUMBER} )?(?:\w*honderd|\w*duizend) {NUMBER}|{NUMBER} (?:honderd|duizend))"

_EURO = r"(?:€|eur(?:o(?:'?s|tjes?)?)?\b)"
_AMOUNT = re.compile(
    rf"(?:€|\beuro?(?![^\W\d]))\s?(?P<after>{_FIGURE})(?:,-|,=)?(?![\d%])"
    rf"|(?<![\d.,])\b(?P<before>{_SPACED}|{_FIGURE}|{NUMBER})(?:,-|,=)?\s?{_EURO}"
    rf"|(?<![\d.,])\b(?P<dashed>{DIGITS}),(?:-|=)(?!\d)"
    rf"|(?<![\d.,])\b(?P<cents>{NUMBER})\s?(?:euro)?cent\b",
)


# The full pattern is slow; most texts have none of this.
_HINT = re.compile(r"€|eur|cent|,[-=]")


def find_money(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and amount in euro of every sum of money in `text`.

    Parameters
    ----------
    text : str
        Plain text (see `numbers.plain`).
    """
    if not _HINT.search(text):
        return
    for match in _AMOUNT.finditer(text):
        kind = match.lastgroup or ""
        words = match.group(kind)
        value = parse_number(words)
        if value is None:
            # "voor een honderd vijftig": the last word alone.
            value = parse_number(words.rpartition(" ")[2])
        if value is not None:
            yield match.start(), match.end(), value / 100 if kind == "cents" else value
