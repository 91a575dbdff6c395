"""Dutch numbers, in digits and in words."""

from __future__ import annotations

import re
import unicodedata

_SMALL = {
    "nul": 0,
    "een": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
_TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
# Quantities that name no figure. The codebook counts "enkele weken" as more than two.
_VAGUE = {
    "anderhalve": 1.5,
    "anderhalf": 1.5,
    "half": 0.5,
    "halve": 0.5,
    "paar": 2.0,
    "koppel": 2.0,
    "tweetal": 2.0,
    "drietal": 3.0,
    "viertal": 4.0,
    "tiental": 10.0,
    "twintigtal": 20.0,
    "enkele": 3.0,
    "verschillende": 3.0,
    "meerdere": 3.0,
    "ettelijke": 3.0,
    "tig": 10.0,
    "tientallen": 20.0,
    "honderden": 300.0,
    "duizenden": 3000.0,
}
_ORDINALS = {
    "eerste": 1,
    "tweede": 2,
    "derde": 3,
    "vierde": 4,
    "vijfde": 5,
    "zesde": 6,
    "zevende": 7,
    "achtste": 8,
    "negende": 9,
    "tiende": 10,
    "zoveelste": 5,
    "tigste": 10,
}

_UNIT = "(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TEN = "(?:" + "|".join(_TENS) + ")"
_TEEN = "(?:tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien)"
_BELOW_HUNDRED = f"(?:(?:{_UNIT}en)?{_TEN}|{_TEEN}|{_UNIT})"
_HUNDREDS = f"(?:{_BELOW_HUNDRED}?honderd(?:en)?{_BELOW_HUNDRED}?|{_BELOW_HUNDRED})"
_CARDINAL = f"(?:nul|{_HUNDREDS}?duizend{_HUNDREDS}?|{_HUNDREDS})"

#: Pattern source of a figure: "37,57", "1.250", "1250,-".
DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?"
# Most words are no number: how all of them begin, so that the rest is dropped soon.
_BEGINNINGS = "|".join(
    sorted({word[:3] for word in (*_SMALL, *_TENS, *_VAGUE, "honderd", "duizend")})
)
#: Pattern source of a number in digits or words, on text without accents.
NUMBER = (
    f"(?=\\d|{_BEGINNINGS})"
    f"(?:{DIGITS}|{'|'.join(sorted(_VAGUE, key=len, reverse=True))}|{_CARDINAL})"
)
#: Pattern source of an ordinal: "derde", "3e", "4de".
ORDINAL = f"(?:\\d{{1,3}} ?(?:e|de|ste)|{'|'.join(_ORDINALS)})"

_THOUSANDS = re.compile(r"^\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?$")


def plain(text: str) -> str:
    """Lower-case `text` and take its accents off, and keep its length.

    The parsers read such text: a pattern that need not mind case is twice as fast.
    """
    lower = text.lower()
    # One capital (the Turkish dotted I) becomes two characters.
    return without_accents(lower if len(lower) == len(text) else text)


def without_accents(text: str) -> str:
    """Take the accents off `text` and keep its length ("één" becomes "een")."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", char)[0] for char in text)


def _below_hundred(word: str) -> float | None:
    if word in _SMALL:
        return _SMALL[word]
    if word in _TENS:
        return _TENS[word]
    for ten, value in _TENS.items():
        if word.endswith("en" + ten):
            unit = _SMALL.get(word[: -len(ten) - 2])
            return None if unit is None else value + unit
    return None


def _parts(word: str, name: str, factor: int) -> float | None:
    head, _, tail = word.partition(name)
    tail = tail.removeprefix("en")
    high = parse_number(head) if head else 1.0
    low = parse_number(tail) if tail else 0.0
    return None if high is None or low is None else high * factor + low


def parse_number(word: str) -> float | None:
    """Return the value of a Dutch number, or None where `word` is none.

    Parameters
    ----------
    word : str
        Digits in Dutch notation ("1.250,50") or a word ("tweehonderdvijftig",
        "anderhalve", "enkele"), in any case.
    """
    word = without_accents(word.lower()).strip().rstrip(",-=.")
    if word and word[0].isdigit() and word[-1].isdigit():
        if _THOUSANDS.match(word):
            word = word.replace(".", "").replace(" ", "")
        try:
            return float(word.replace(",", "."))
        except ValueError:
            return None
    if word in _VAGUE:
        return _VAGUE[word]
    if "duizend" in word:
        return _parts(word, "duizend", 1000)
    if "honderd" in word:
        return _parts(word, "honderd", 100)
    return _below_hundred(word)


def parse_ordinal(word: str) -> int | None:
    """Return the rank that an ordinal names ("derde", "3e"), or None."""
    word = without_accents(word.lower())
    if word in _ORDINALS:
        return _ORDINALS[word]
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else None
