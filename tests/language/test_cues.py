"""The typed cues, by regression cases; a named few are known to fail."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from classifier.language import create_pipeline
from classifier.language.cues import CUES, CueFinder, read_lists

CASES = json.loads((Path(__file__).parent / "cases" / "cues.json").read_text("utf-8"))
KNOWN_FAILURES = json.loads(
    (Path(__file__).parent / "cases" / "known_failures.json").read_text("utf-8")
)
PIPELINE = create_pipeline()
PARSED = ("money", "duration", "contacts")
LONG_TEXT = (
    "Beste,\n\nIk heb al vier keer gebeld over € 1.250,50 en wacht 3 weken. Mijn wachtwoord kwijt "
    "was mijn fout, maar anders ga ik weg!!!! Mijn moeder van 86 zit zonder stroom."
)


def _params():
    for case in CASES:
        reason = KNOWN_FAILURES.get(case["id"])
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        yield pytest.param(case, id=case["id"], marks=marks)


def _cues(doc) -> list[tuple[str, int, int, float | None]]:
    return [(span.label_, span.start, span.end, span._.kw_value) for span in doc.spans[CUES]]


@pytest.mark.parametrize("case", list(_params()))
def test_case(nlp, case):
    doc = nlp(case["text"])
    values = [span._.kw_value for span in doc.spans[CUES] if span.label_ == case["cue"]]
    assert bool(values) is case["found"]
    if "value" in case:
        assert values == [pytest.approx(case["value"])]


def test_cases_name_every_cue_type_both_ways(nlp):
    types = set(nlp.get_pipe("klachtwijzer_cues").labels)
    assert types == {*PARSED, *read_lists()}
    assert {(case["cue"], case["found"]) for case in CASES} == {
        (label, found) for label in types for found in (True, False)
    }


def test_case_ids_are_unique_and_known_failures_exist():
    ids = Counter(case["id"] for case in CASES)
    assert max(ids.values()) == 1
    assert set(KNOWN_FAILURES) <= set(ids)


def test_only_figures_have_values(nlp):
    doc = nlp(LONG_TEXT)
    with_value = {span.label_ for span in doc.spans[CUES] if span._.kw_value is not None}
    assert with_value == set(PARSED)
    assert {span.label_ for span in doc.spans[CUES]} >= {"leaving", "own_mistake", "essential"}


def test_case_of_letters_changes_nothing(nlp):
    lower, upper = nlp(LONG_TEXT.lower()), nlp(LONG_TEXT.upper())
    assert {c[0] for c in _cues(lower)} == {c[0] for c in _cues(upper)}
    assert {c[0] for c in _cues(lower)} == {c[0] for c in _cues(nlp(LONG_TEXT))}


def test_value_and_text_of_a_cue(nlp):
    doc = nlp("Ik eis € 1.250,50 terug.")
    [money] = [span for span in doc.spans[CUES] if span.label_ == "money"]
    assert (money.text, money._.kw_value) == ("€ 1.250,50", 1250.5)


def test_dates_apart_span_from_date_to_date(nlp):
    doc = nlp("Op 3 maart gemeld. Het is nu 14 april. Niets.")
    [span] = [span for span in doc.spans[CUES] if span.label_ == "duration"]
    assert span.text == "3 maart gemeld. Het is nu 14 april"


@given(st.lists(st.sampled_from([case["text"] for case in CASES]), min_size=1, max_size=4))
def test_spans_lie_in_the_text_and_do_not_overlap_within_a_type(texts):
    doc = PIPELINE(" ".join(texts))
    last: dict[str, int] = {}
    for label, start, end, _ in _cues(doc):
        assert 0 <= start < end <= len(doc)
        if label not in PARSED:
            assert start >= last.get(label, 0)
            last[label] = end


@given(st.text(max_size=200))
def test_any_text_passes(text):
    doc = PIPELINE(text)
    assert all(0 <= start < end <= len(doc) for _, start, end, _ in _cues(doc))


def test_pipeline_saved_to_disk_finds_the_same(nlp, tmp_path):
    nlp.to_disk(tmp_path / "nl")
    loaded = spacy.load(tmp_path / "nl")
    assert loaded.pipe_names == nlp.pipe_names
    for case in CASES:
        assert _cues(loaded(case["text"])) == _cues(nlp(case["text"]))


def test_pipeline_as_bytes_finds_the_same(nlp):
    other = create_pipeline()
    other.get_pipe("klachtwijzer_cues").from_bytes(b'{"thanks": {"patterns": ["hoera"]}}')
    assert _cues(other(LONG_TEXT)) != _cues(nlp(LONG_TEXT))
    other.from_bytes(nlp.to_bytes())
    assert _cues(other(LONG_TEXT)) == _cues(nlp(LONG_TEXT))


def test_lists_of_a_users_own(nlp):
    doc = nlp.make_doc("De cavia is zoek, geen hamster gezien")
    for name in ("klachtwijzer_sentences", "klachtwijzer_negation"):
        doc = nlp.get_pipe(name)(doc)
    lists = {"animal": {"negatable": True, "patterns": ["cavia", "hamster", "zoek*"]}}
    finder = CueFinder(nlp, lists)
    assert finder.labels == (*PARSED, "animal")
    assert [span.text for span in finder(doc).spans[CUES]] == ["cavia", "zoek"]


def test_a_negation_in_the_gap_undoes_a_find_unless_the_pattern_names_it(nlp):
    lists = {
        "advice": {"negatable": True, "patterns": ["raad ..4 aan"]},
        "never": {"negatable": True, "patterns": ["kom ..2 nooit meer"]},
    }
    finder = CueFinder(nlp, lists)

    def labels(text):
        doc = finder(nlp(text))
        return [span.label_ for span in doc.spans[CUES]]

    assert labels("ik raad dit bedrijf aan") == ["advice"]
    assert labels("ik raad dit niemand aan") == []
    assert labels("hier kom ik nooit meer") == ["never"]
