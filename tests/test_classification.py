"""The fields of an answer: their names, their order, and their plain values."""

from __future__ import annotations

import dataclasses
import json

import pytest

from classifier import Classification
from classifier.classification import FIELDS, LABELS
from classifier.labels import Impact, Quadrant, Responsibility, Sentiment, Topic

FULL = Classification(
    sentiment=Sentiment.NEGATIVE,
    topic=Topic.DELIVERY,
    topics=(Topic.DELIVERY, Topic.ADVICE),
    impact=Impact.HIGH,
    responsibility=Responsibility.ORGANISATION,
    quadrant=Quadrant.HIGH_ORGANISATION,
    response="red_carpet",
    response_text="De rode loper uitrollen.",
    sentiment_confidence=0.987654,
    topic_confidence=0.5,
    impact_confidence=1.0,
    responsibility_confidence=0.75,
    needs_review=True,
    review_reasons=("unsure_topic",),
    model_version="1-abc",
)


def test_fields_are_those_of_the_contract_in_its_order():
    assert FIELDS == (
        "sentiment",
        "topic",
        "topics",
        "impact",
        "responsibility",
        "quadrant",
        "response",
        "response_text",
        "sentiment_confidence",
        "topic_confidence",
        "impact_confidence",
        "responsibility_confidence",
        "needs_review",
        "review_reasons",
        "model_version",
    )
    assert LABELS == ("sentiment", "topic", "impact", "responsibility")


def test_as_dict_holds_plain_values():
    row = FULL.as_dict()
    assert tuple(row) == FIELDS
    assert row["topics"] == ["delivery", "advice"]
    assert row["sentiment_confidence"] == 0.9877
    assert row["needs_review"] is True
    assert {type(value) for value in row.values()} == {str, list, float, bool}
    assert {type(topic) for topic in row["topics"]} == {str}
    assert json.loads(json.dumps(row)) == row


def test_as_dict_of_a_text_not_judged_keeps_what_is_empty_empty():
    row = Classification(needs_review=True, review_reasons=("empty",), model_version="1").as_dict()
    assert {name for name, value in row.items() if value is None} == set(FIELDS[:12]) - {"topics"}
    assert row["topics"] == []
    assert row["review_reasons"] == ["empty"]


def test_is_judged():
    assert FULL.is_judged
    assert not Classification(needs_review=True, review_reasons=("empty",)).is_judged


def test_an_answer_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.impact = Impact.LOW
