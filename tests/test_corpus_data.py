"""The project's own corpus holds what its datasheet says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from classifier.corpus import CHANNELS, DESCRIPTION_FIELDS, LABEL_FIELDS
from classifier.labels import Impact, Responsibility, Sentiment, Topic

SMALLEST_CLASS = 0.08
SMALLEST_CELL = 80


def test_size_and_breadth(corpus):
    assert len(corpus) >= 800
    assert corpus["sector"].nunique() >= 20
    assert set(corpus["channel"]) == set(CHANNELS)
    assert corpus["variety"].value_counts(normalize=True)["nl-BE"] >= 0.2


def test_every_record_is_described(corpus):
    for name in (*LABEL_FIELDS, *DESCRIPTION_FIELDS):
        if name != "responsibility":
            assert corpus[name].notna().all(), name


def test_lengths(corpus):
    words = corpus["text"].str.split().str.len()
    assert words.min() >= 5
    assert words.max() <= 300


@pytest.mark.parametrize(
    ("column", "values"),
    [("sentiment", Sentiment), ("impact", Impact), ("responsibility", Responsibility)],
)
def test_no_class_is_rare(corpus, column, values):
    known = corpus[column].dropna()
    shares = known.value_counts(normalize=True)
    for value in values:
        assert shares[str(value)] >= SMALLEST_CLASS, value


def test_no_topic_is_rare(corpus):
    primary = Counter(topics[0] if topics else "none" for topics in corpus["topics"])
    for value in (*map(str, Topic), "none"):
        assert primary[value] >= SMALLEST_CLASS * len(corpus), value


def test_quadrant_cells(corpus):
    cells = Counter(zip(corpus["impact"], corpus["responsibility"], strict=True))
    for impact in (Impact.LOW, Impact.HIGH):
        for responsibility in Responsibility:
            assert cells[str(impact), str(responsibility)] >= SMALLEST_CELL


def test_test_sectors_are_unseen_in_training(corpus):
    by_split = corpus.groupby("split")["sector"].agg(set)
    assert set(by_split.index) == {"train", "validation", "test"}
    assert not by_split["train"] & by_split["test"]
    assert not by_split["train"] & by_split["validation"]
    assert not by_split["validation"] & by_split["test"]


def test_each_text_is_written_once(corpus):
    plain = corpus["text"].str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
    assert not corpus["id"][plain.duplicated(keep=False)].tolist()


def test_writer_is_not_the_labeller(corpus):
    assert (corpus["writer"] != corpus["labeller"]).all()


def test_no_numbers_of_real_people(corpus):
    """No text holds a number that passes the check of a BSN or looks like an IBAN."""
    for name, text in zip(corpus["id"], corpus["text"], strict=True):
        assert not re.search(r"\b(?:NL|BE)\d\d ?(?:[A-Z]{4})?(?: ?\d{2,4}){3,}", text), name
        for number in re.findall(r"(?<!\d)\d{9}(?!\d)", text):
            weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
            total = sum(int(d) * w for d, w in zip(number, weights, strict=True))
            assert total % 11, name
