"""The notation of the cue lists."""

from __future__ import annotations

import pytest

from classifier.language.cues import CUES, CueFinder, read_lists
from classifier.language.patterns import compile_pattern


def _found(nlp, pattern: str, text: str) -> list[str]:
    finder = CueFinder(nlp, {"x": {"patterns": [pattern]}})
    doc = finder(nlp.make_doc(text))
    return [span.text for span in doc.spans[CUES] if span.label_ == "x"]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("fout", "Een FOUT is een fout", ["FOUT", "fout"]),
        ("fout", "foutje", []),
        ("mijn|onze fout", "onze fout, niet mijn fout", ["onze fout", "mijn fout"]),
        ("mijn|onze fout", "jullie fout", []),
        ("opgezeg*", "opgezegd en opgezegde", ["opgezegd", "opgezegde"]),
        ("*kosten", "incassokosten en kostenloos", ["incassokosten"]),
        ("ga ik? weg", "dan ga weg of ga ik weg", ["ga weg", "ga ik weg"]),
        ("zeg ..2 op", "ik zeg op", ["zeg op"]),
        ("zeg ..2 op", "ik zeg dat nu op", ["zeg dat nu op"]),
        ("zeg ..2 op", "ik zeg dat nu maar op", []),
        ("zeg ..2 op", "ik zeg, op", []),
        ("zeg ..2 op", "ik zeg\nop", []),
        ("!jullie|uw eigen fout", "uw eigen fout", []),
        ("!jullie|uw eigen fout", "dom, eigen fout", ["eigen fout"]),
        ("!jullie|uw eigen fout", "eigen fout", ["eigen fout"]),
        ("112 !euro", "112 euro", []),
        ("112 !euro", "bel 112", ["112"]),
        ("zeg ..3 op !de|het", "ik zeg het op de bus", []),
        ("zeg ..3 op !de|het", "ik zeg het op", ["zeg het op"]),
        ("creme", "een crème", ["crème"]),
        ("een", "één", ["één"]),
        ("a.u.b.", "bel a.u.b. terug", ["a.u.b."]),
    ],
)
def test_notation(nlp, pattern, text, found):
    assert _found(nlp, pattern, text) == found


def test_longest_find_wins(nlp):
    lists = {"x": {"patterns": ["ga weg", "ga weg bij jullie", "weg"]}}
    doc = CueFinder(nlp, lists)(nlp.make_doc("ik ga weg bij jullie"))
    assert [span.text for span in doc.spans[CUES]] == ["ga weg bij jullie"]


@pytest.mark.parametrize("bad", ["", "..2 op", "ik? ga weg", "!jullie", "!uw ..2 fout"])
def test_a_pattern_must_begin_with_a_word(bad):
    with pytest.raises(ValueError, match="begins with a word"):
        compile_pattern(bad)


def test_fixed_phrases_are_spelled_out():
    pattern = compile_pattern("mijn|onze eigen? fout")
    assert set(pattern.phrases) == {
        "mijn fout",
        "onze fout",
        "mijn eigen fout",
        "onze eigen fout",
    }


@pytest.mark.parametrize("notation", ["zeg ..2 op", "opgezeg*", "112 !euro"])
def test_gaps_stars_and_guards_are_no_phrases(notation):
    assert compile_pattern(notation).phrases == ()


@pytest.mark.parametrize(
    ("notation", "negative"),
    [("nooit meer", True), ("kom ..2 niet|nooit", True), ("ga weg", False)],
)
def test_negative(notation, negative):
    assert compile_pattern(notation).negative is negative


def test_every_shipped_pattern_compiles():
    patterns = [line for section in read_lists().values() for line in section["patterns"]]
    assert len(patterns) > 500
    assert all(compile_pattern(line).tokens for line in patterns)
