"""What holds for any text at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from classifier.classification import FIELDS, LABELS
from classifier.labels import quadrant_of

quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

DUTCH = [
    "De monteur is niet gekomen.",
    "Top geholpen!",
    "Waar blijft mijn 250 euro?",
    "Ik heb al drie keer gebeld",
    "nooit meer",
    "<p>Hallo&nbsp;allemaal</p>",
    "😡👎🏽",
    "https://voorbeeld.nl/a?b=c",
    "jan@voorbeeld.nl",
    "Op 3 mei 2024 om 12:00 schreef Piet:\n> Beste",
    "Met vriendelijke groet,\nPiet",
    "e\u0301e\u0301n",
    "\u202eomgekeerd\u202c",
    "<",
    "&#0;",
    "&amp",
    "\x00",
    "\ud800",
    "ﬁ ĳ",
    "heeeeeel",
    "!!!!!!",
    "20.000.000.000.000.000.000 euro",
    "99999999999999999999 jaar",
]
mixed = st.lists(st.one_of(st.sampled_from(DUTCH), st.text(max_size=20)), max_size=8).map(" ".join)
glued = st.lists(st.sampled_from(DUTCH), max_size=8).map("".join)
texts = st.one_of(st.text(max_size=300), mixed, glued)


def check(answer, version: str) -> None:
    """Check that the fields of one answer do not contradict each other."""
    assert answer.model_version == version
    assert answer.needs_review == bool(answer.review_reasons)
    assert len(set(answer.review_reasons)) == len(answer.review_reasons)
    assert json.loads(json.dumps(answer.as_dict(), allow_nan=False)).keys() == set(FIELDS)
    confidences = [getattr(answer, f"{label}_confidence") for label in LABELS]
    if not answer.is_judged:
        assert answer.review_reasons[0] in {"empty", "no_words", "not_dutch"}
        assert not any(getattr(answer, name) for name in FIELDS[:12])
        return
    assert answer.impact is not None
    assert answer.quadrant == quadrant_of(answer.impact, answer.responsibility)
    assert (answer.responsibility is None) == (answer.impact == "none")
    assert (answer.quadrant is None) == (answer.impact == "none")
    assert (answer.responsibility_confidence is None) == (answer.impact == "none")
    assert answer.topic == (answer.topics[0] if answer.topics else None)
    assert len(set(answer.topics)) == len(answer.topics)
    assert answer.response
    assert answer.response_text
    assert all(0 <= c <= 1 for c in confidences if c is not None)
    assert confidences[:3].count(None) == 0


@quick
@given(text=texts)
@example(text="\ud800 Ik ben boos dat het niet werkt")
@example(text="a" * 50_000)
@example(text="Het werkt niet. " * 5_000)
@example(text="😡" * 2_000)
@example(text="<" * 2_000)
@example(text="&" * 2_000 + " het is niet goed")
@example(text="\n" * 20_000 + "> het is niet goed")
@example(text="Het is <b onclick='x'>niet</b> goed \x00\x1b[31m \u200b\ufeff")
@example(text="é" * 10_000)
def test_any_text_is_judged_or_sent_to_review(shipped, text):
    check(shipped.classify(text), shipped.version_)


@quick
@given(value=st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), st.dates()))
def test_any_cell_of_a_table_is_judged_or_sent_to_review(shipped, value):
    check(shipped.classify(value), shipped.version_)


@settings(quick, max_examples=25)
@given(batch=st.lists(texts, max_size=12))
def test_many_texts_keep_their_order_and_number(shipped, batch):
    answers = list(shipped.classify_many(batch))
    assert len(answers) == len(batch)
    for text, answer in zip(batch, answers, strict=True):
        alone = shipped.classify(text)
        assert answer.as_dict().keys() == alone.as_dict().keys()
        for name, value in alone.as_dict().items():
            expected = pytest.approx(value, abs=2e-4) if isinstance(value, float) else value
            assert answer.as_dict()[name] == expected


@settings(quick, max_examples=40)
@given(text=mixed)
def test_any_explanation_points_into_the_text_and_adds_up(shipped, text):
    explanation = shipped.explain(text)
    assert bool(explanation.labels) == explanation.classification.is_judged
    for one in explanation.labels.values():
        shown = (*one.supporting, *one.opposing)
        assert one.rest + sum(e.weight for e in shown) == pytest.approx(one.score)
        for e in shown:
            assert 0 <= e.start < e.end <= len(text)
            assert e.text == text[e.start : e.end]
