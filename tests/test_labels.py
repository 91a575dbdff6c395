"""The vocabulary, the quadrants, and the table of responses that a user may replace."""

from __future__ import annotations

import itertools
import re

import pytest

from classifier import QuadrantTable
from classifier.errors import TableError
from classifier.labels import (
    Advice,
    Impact,
    Quadrant,
    Responsibility,
    Sentiment,
    Topic,
    quadrant_of,
)

SECTION = '[{name}]\nresponse = "call"\nresponse_text = "Bel de klant."\n'
NAMES = [*map(str, Quadrant), "none"]


def toml(**replaced: str) -> str:
    return "\n".join(replaced.get(name, SECTION.format(name=name)) for name in NAMES)


def test_vocabulary_is_that_of_the_codebook():
    assert [*Sentiment] == ["negative", "neutral", "positive"]
    assert [*Topic] == ["billing", "operations", "advice", "delivery"]
    assert [*Impact] == ["none", "low", "high"]
    assert [*Responsibility] == ["organisation", "customer"]


@pytest.mark.parametrize(
    ("impact", "responsibility", "quadrant"),
    [
        ("low", "customer", Quadrant.LOW_CUSTOMER),
        ("low", "organisation", Quadrant.LOW_ORGANISATION),
        ("high", "organisation", Quadrant.HIGH_ORGANISATION),
        (Impact.HIGH, Responsibility.CUSTOMER, Quadrant.HIGH_CUSTOMER),
        ("none", None, None),
        ("none", "customer", None),
        ("high", None, None),
        (None, "customer", None),
        (None, None, None),
    ],
)
def test_quadrant_follows_from_impact_and_responsibility(impact, responsibility, quadrant):
    assert quadrant_of(impact, responsibility) == quadrant


@pytest.mark.parametrize(
    ("impact", "responsibility", "response", "words"),
    [
        ("low", "customer", "apologise_and_help", "Verontschuldigen en helpen"),
        ("low", "organisation", "fix_and_plus", "Het probleem fixen en 'opplussen'"),
        ("high", "organisation", "red_carpet", "De rode loper uitrollen"),
        ("high", "customer", "pull_out_all_stops", "Alles uit de kast halen"),
        ("none", None, "thank", "Bedanken"),
    ],
)
def test_default_responses_are_those_of_the_codebook(impact, responsibility, response, words):
    advice = QuadrantTable.load().advice(impact, responsibility)
    assert advice.response == response
    assert advice.text.startswith(words)


def test_no_advice_for_a_text_that_was_not_judged():
    assert QuadrantTable.load().advice(None, None) is None


def test_every_judged_pair_has_advice():
    table = QuadrantTable.load()
    pairs = itertools.product(Impact, [*Responsibility, None])
    assert all(table.advice(impact, blamed) for impact, blamed in pairs)


def test_a_users_table_replaces_the_default(tmp_path):
    own = tmp_path / "own.toml"
    text = toml(high_customer='[high_customer]\nresponse = "bel"\nresponse_text = "Bél meteen."\n')
    own.write_text(text, encoding="utf-8")
    table = QuadrantTable.load(own)
    assert table.advice("high", "customer") == Advice("bel", "Bél meteen.")
    assert table.advice("low", "customer").response == "call"


def test_load_takes_a_path_as_text(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(toml(), encoding="utf-8")
    assert QuadrantTable.load(str(own)).advice("none", None).response == "call"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (toml(none=""), r"lacks \['none'\]; add a section"),
        (toml() + SECTION.format(name="middle"), r"unknown sections \['middle'\].*low_customer"),
        (
            toml(none='[none]\nresponse_text = "Dank"\n'),
            r"own.toml: section \[none\] lacks the text 'response'; add a line",
        ),
        (
            toml(none='[none]\nresponse = "thank"\n'),
            r"own.toml: section \[none\] lacks the text 'response_text'",
        ),
        (toml(none='[none]\nresponse = 3\nresponse_text = "x"\n'), r"lacks the text 'response'"),
        (toml(none='[none]\nresponse = " "\nresponse_text = "x"\n'), r"lacks the text 'response'"),
        ('none = "thank"', r"section \[none\] lacks the text 'response'"),
        ("[none", r"own.toml is not valid TOML"),
    ],
)
def test_a_broken_table_says_what_is_wrong(tmp_path, text, message):
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        QuadrantTable.load(own)


def test_a_missing_table_says_so(tmp_path):
    with pytest.raises(TableError, match=r"cannot read .*weg\.toml: No such file.*check the path"):
        QuadrantTable.load(tmp_path / "weg.toml")


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(TableError, match=re.escape(f"cannot read the quadrant table {tmp_path}")):
        QuadrantTable.load(tmp_path)


def test_a_table_that_is_not_utf8_says_so(tmp_path):
    own = tmp_path / "own.toml"
    own.write_bytes('[none]\nresponse = "één"\n'.encode("latin-1"))
    with pytest.raises(TableError, match=r"own.toml is not UTF-8; save it as UTF-8"):
        QuadrantTable.load(own)
