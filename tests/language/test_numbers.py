"""Dutch numbers in digits and in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.language.numbers import NUMBER, parse_number, parse_ordinal, without_accents

UNITS = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
TEENS = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"]
TEENS += ["achttien", "negentien"]
TENS = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig"]
TENS += ["negentig"]


def spell(number: int) -> str:
    """Write a number below ten thousand in Dutch words."""
    if number == 0:
        return "nul"
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    word = ""
    if thousands:
        word += ("" if thousands == 1 else UNITS[thousands]) + "duizend"
    if hundreds:
        word += ("" if hundreds == 1 else UNITS[hundreds]) + "honderd"
    if rest < 10:
        return word + UNITS[rest]
    if rest < 20:
        return word + TEENS[rest - 10]
    tens, unit = divmod(rest, 10)
    if unit:
        word += UNITS[unit] + ("ën" if unit in (2, 3) else "en")
    return word + TENS[tens]


@given(st.integers(0, 9999))
def test_words_round_trip(number):
    assert parse_number(spell(number)) == number
    assert parse_number(spell(number).upper()) == number


@given(st.integers(0, 9999))
def test_the_pattern_takes_a_whole_number_word(number):
    match = re.match(rf"\b{NUMBER}\b", without_accents(spell(number)) + " euro")
    assert match is not None
    assert match.group() == without_accents(spell(number))


@given(st.integers(0, 10**7), st.integers(0, 99))
def test_dutch_notation_round_trip(whole, cents):
    dotted = f"{whole:,}".replace(",", ".")
    assert parse_number(f"{dotted},{cents:02d}") == pytest.approx(whole + cents / 100)
    assert parse_number(f"{whole},{cents:02d}") == pytest.approx(whole + cents / 100)
    assert parse_number(dotted) == whole


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("37,57", 37.57),
        ("37.57", 37.57),
        ("1.250", 1250),
        ("1 250,50", 1250.5),
        ("1250,-", 1250),
        ("12,=", 12),
        ("vijftienhonderd", 1500),
        ("honderdentwee", 102),
        ("drie honderd", 300),
        ("één", 1),
        ("anderhalve", 1.5),
        ("half", 0.5),
        ("enkele", 3),
        ("paar", 2),
        ("Tientallen", 20),
    ],
)
def test_parse_number(word, value):
    assert parse_number(word) == pytest.approx(value)


@pytest.mark.parametrize(
    "word", ["", "euro", "eenden", "12a", "1,2,3", "honderdx", "xduizend", "vijfentien", "-", "."]
)
def test_no_number(word):
    assert parse_number(word) is None


@pytest.mark.parametrize("text", ["eenden", "acher", "tweeling", "viering", "driehoek"])
def test_the_pattern_does_not_take_part_of_a_word(text):
    assert re.match(rf"\b{NUMBER}\b", text) is None


@pytest.mark.parametrize(
    ("word", "rank"),
    [("derde", 3), ("Eerste", 1), ("3e", 3), ("12de", 12), ("1ste", 1), ("zoveelste", 5)],
)
def test_parse_ordinal(word, rank):
    assert parse_ordinal(word) == rank


@pytest.mark.parametrize("word", ["drie", "laatste", ""])
def test_no_ordinal(word):
    assert parse_ordinal(word) is None


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text):
    value = parse_number(text)
    assert value is None or value >= 0


@given(st.text(max_size=60))
def test_without_accents_keeps_the_length(text):
    assert len(without_accents(text)) == len(text)


def test_without_accents():
    assert without_accents("één crème, tweeëntwintig") == "een creme, tweeentwintig"
