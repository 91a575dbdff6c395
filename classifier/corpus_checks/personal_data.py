"""Data of real people and firms that an invented text may hit by chance."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from classifier.corpus_checks.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from classifier.corpus_checks.plan import Plan

# Nine digits on their own; dots and spaces may part them.
_NINE = re.compile(r"(?<![\d.,])(?:\d[ .]?){8}\d(?![\d.,]?\d)")
# The shortest IBAN has 15 signs; what follows may be the next word.
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.IGNORECASE)
_SHORTEST_IBAN = 15
# Neither the Netherlands nor Belgium sets numbers aside for stories: any number is too many.
_PHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+|00)3[12][ -]?(?:\(0\))?[1-9]|0[1-9])(?:[ ./-]?\d){7,8}(?![.,]?\d)"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def is_bsn(digits: str) -> bool:
    """Return whether nine digits pass the eleven test of a citizen service number.

    The test (weights 9 to 2 and -1, sum divisible by 11) is in the Logisch Ontwerp BSN.
    """
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
    return total % 11 == 0 and digits != "000000000"


def is_iban(text: str) -> bool:
    """Return whether letters and digits pass the check of ISO 13616 (modulo 97)."""
    compact = text.replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _has_bsn(text: str) -> bool:
    return any(is_bsn(re.sub(r"\D", "", m.group())) for m in _NINE.finditer(text))


def _has_iban(text: str) -> bool:
    candidates = (m.group().replace(" ", "") for m in _IBAN.finditer(text))
    return any(
        is_iban(signs[:length])
        for signs in candidates
        for length in range(_SHORTEST_IBAN, len(signs) + 1)
    )


def personal_data_findings(frame: pd.DataFrame, plan: Plan) -> list[Finding]:
    """Look for numbers, addresses and firms of the real world."""
    firms = "|".join(map(re.escape, plan.personal_data["real_firms"]))
    exact = "|".join(map(re.escape, plan.personal_data["real_firms_as_written"]))
    folded = re.compile(rf"(?<!\w)(?:{firms})(?!\w)", re.IGNORECASE)
    as_written = re.compile(rf"(?<!\w)(?:{exact})(?!\w)")
    checks: dict[str, Callable[[str], object]] = {
        "numbers that pass the check of a BSN": _has_bsn,
        "numbers that pass the check of an IBAN": _has_iban,
        "telephone numbers": _PHONE.search,
        "mail addresses": _ADDRESS.search,
        "links": _LINK.search,
        "real firms by name": lambda text: folded.search(text) or as_written.search(text),
    }
    return [
        Finding.none_of(
            what, [str(r.id) for r in frame[["id", "text"]].itertuples() if found(str(r.text))]
        )
        for what, found in checks.items()
    ]
