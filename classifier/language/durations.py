"""Durations: "3 weken", "al twee maanden", and dates that lie apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from classifier.language.numbers import NUMBER, parse_number

_DAYS = {
    "minuut": 1 / 1440,
    "min": 1 / 1440,
    "kwartier": 1 / 96,
    "uur": 1 / 24,
    "uren": 1 / 24,
    "uurtje": 1 / 24,
    "dgn": 1,
    "dag": 1,
    "dagen": 1,
    "dage": 1,
    "werkdag": 1.4,
    "werkdagen": 1.4,
    "weekje": 7,
    "week": 7,
    "wkn": 7,
    "wk": 7,
    "weken": 7,
    "weke": 7,
    "maandje": 30,
    "mnd": 30,
    "maand": 30,
    "maanden": 30,
    "maande": 30,
    "kwartaal": 91,
    "jr": 365,
    "jaar": 365,
    "jaren": 365,
}
_UNIT = (
    r"(?:minuten|minuut|min|kwartier|uurtje|uur|uren|werkdagen|werkdag|dagen|dage?|dag|dgn|weken?"
    r"|weekjes?|week|wkn|wk|maandjes?|maanden?|maand|mnd|kwartaal|jaren|jaar|jr)"
)
_LONG_UNIT = r"(?:uren|dagen|weken|maanden|jaren)"
_STATED = re.compile(
    rf"\been (?P<loose>dag|week|maand|jaar) of (?P<about>{NUMBER})\b"
    rf"|(?<![\d.,:])\b(?P<number>{NUMBER})(?:\s?(?:a|tot|of|-|/)\s?(?P<upto>{NUMBER}))?"
    r"(?P<half> en (?:een )?hal(?:f|ve))?[ -]?"
    r"(?:hele |volle |lange |dikke |kleine |goeie |goede |krappe )?"
    rf"(?P<unit>{_UNIT})\b(?! (?:oude?|jong)\b)"
    rf"|\b(?:al|reeds|nu al|inmiddels|sinds|duurt) (?P<plain>{_LONG_UNIT})\b"
    rf"|\b(?P<lang>{_LONG_UNIT}) ?lang\b"
    r"|\b(?P<halfyear>half ?jaar)\b",
)
# The full pattern is slow; texts without a unit of time need not pay for it.
_UNIT_HINT = re.compile(rf"{_UNIT}|half")
_MONTH_NAMES = """januari jan
februari feb
maart mrt
april apr
mei
juni jun
juli jul
augustus aug
september sept sep
oktober okt
november nov
december dec"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.splitlines(), start=1)
    for name in names.split()
}
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:e|ste|de)? (?P<name>{'|'.join(_MONTHS)})\b"
    r"(?:\.?,? (?P<year>20\d\d)\b)?"
    # No telephone number, no "2-3 weken", no "24/7".
    r"|(?<![-/.,\d])\b(?!24/7)(?P<nday>\d{1,2})(?P<mark>[-/.])(?P<nmonth>\d{1,2})"
    r"(?:(?P=mark)(?P<nyear>(?:20)?\d\d))?\b(?![-/,.]\d| \d\d\b"
    rf"| ?(?:{_UNIT}|keer|x|euro)\b)"
    r"|(?<![-/.,\d])\b(?P<iso>20\d\d-[01]\d-[0-3]\d)(?![-/,.]?\d)",
)
# A plural without a number is at least this many ("al weken").
_PLURAL = 3
# Dates that lie further apart than this tell two stories (a birth date, an old contract).
_LONGEST_APART = 730


# "mijn zoon van 6 jaar", "ze is 82 jaar"; and "om 10 uur".
_PERSON = re.compile(
    r"\b(?:moeder|vader|oma|opa|bomma|bompa|mama|papa|zoon|zoontje|dochter|dochtertje|kind|kindje"
    r"|kleinkind|kleinzoon|kleindochter|jongen|meisje|man|vrouw|dame|heer|mens|buurman|buurvrouw"
    r"|zus|broer|baby|hond|kat|leeftijd) van $",
)
_TO_BE = re.compile(r"\b(?:ben|bent|is|was|word|wordt|werd|van|leeftijd:?) $")
_NO_AGE = re.compile(r" (?:geleden|klant|lang|later|lid|terug|bezig|garantie|bij)\b")
_CLOCK = re.compile(r"\b(?:om|rond|vanaf|tegen|omstreeks|tot|tussen \S+ en) $")
# Younger people are told by a word for them.
_GROWN = 16


def _is_age_or_hour(text: str, match: re.Match[str], count: float) -> bool:
    before = text[max(match.start() - 25, 0) : match.start()]
    unit = match["unit"].lower()
    if unit == "uur":
        # "14.30 uur" is a time of day, "1,5 uur" is none.
        clock = re.fullmatch(r"\d{1,2}\.\d\d", match["upto"] or match["number"])
        return clock is not None or _CLOCK.search(before) is not None
    if _PERSON.search(before):
        return True
    return (
        unit in ("jaar", "jr")
        and count >= _GROWN
        and _TO_BE.search(before) is not None
        and not _NO_AGE.match(text, match.end())
    )


def _unit_days(unit: str) -> float:
    unit = unit.lower()
    if unit == "minuten":
        unit = "minuut"
    return _DAYS.get(unit) or _DAYS[unit.removesuffix("en").removesuffix("n").removesuffix("s")]


def _find_stated(text: str) -> Iterator[tuple[int, int, float]]:
    if not _UNIT_HINT.search(text):
        return
    for match in _STATED.finditer(text):
        if match["unit"]:
            count = parse_number(match["upto"] or match["number"])
            days = _unit_days(match["unit"])
            if count is not None and _is_age_or_hour(text, match, count):
                continue
            if count is not None and match["half"]:
                count += 0.5
        elif match["loose"]:
            count, days = parse_number(match["about"]), _unit_days(match["loose"])
        elif match["halfyear"]:
            count, days = 0.5, 365.0
        else:
            count, days = _PLURAL, _unit_days(match["plain"] or match["lang"])
        if count is not None:
            yield match.start(), match.end(), count * days


def _date_of(match: re.Match[str]) -> tuple[date, bool] | None:
    """Return the date, and whether its year was written."""
    if match["iso"]:
        year, month, day = match["iso"].split("-")
    elif match["name"]:
        day, month, year = match["day"], _MONTHS[match["name"].lower()], match["year"]
    else:
        day, month, year = match["nday"], match["nmonth"], match["nyear"]
        if match["mark"] == "." and not year:
            # "12.10" is a time or a price.
            return None
    try:
        # 2023 stands for any year that is no leap year.
        return date((2000 + int(year) % 100) if year else 2023, int(month), int(day)), bool(year)
    except ValueError:
        return None


def _find_dates_apart(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield the span from one date to the next and the days between them."""
    previous: tuple[re.Match[str], date, bool] | None = None
    for match in _DATE.finditer(text):
        found = _date_of(match)
        if found is None:
            continue
        day, has_year = found
        if previous is not None:
            begin, earlier, had_year = previous
            days = (day - earlier).days
            if not (has_year and had_year):
                # Without a year: the shorter way round the calendar, told forwards.
                days = min(abs(days) % 365, 365 - abs(days) % 365)
            if 0 < abs(days) <= _LONGEST_APART:
                yield begin.start(), match.end(), float(abs(days))
        previous = (match, day, has_year)


def find_durations(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and length in days of every duration in `text`.

    Parameters
    ----------
    text : str
        Plain text (see `numbers.plain`).
    """
    yield from _find_stated(text)
    yield from _find_dates_apart(text)
