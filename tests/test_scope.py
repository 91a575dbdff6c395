"""Texts that no customer wrote are sent to a person, and customers' texts are not."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from classifier.corpus import read_out_of_scope
from classifier.errors import InputError

FILE = Path(__file__).parent.parent / "corpus" / "out_of_scope.jsonl"
# Internal mail reads much like a customer's; of other languages the language check lets
# some pass that are mixed with Dutch.
FLOORS = defaultdict(lambda: 0.9, colleague_mail=0.8, other_language=0.85)


@pytest.fixture(scope="module")
def strange() -> list[dict]:
    """The held-out texts: by another writer than those trained on."""
    records = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [record for record in records if record["split"] == "test"]


def test_texts_out_of_scope_are_sent_to_review(shipped, strange):
    answers = shipped.classify_many(record["text"] for record in strange)
    reviewed = defaultdict(list)
    for record, answer in zip(strange, answers, strict=True):
        reviewed[record["kind"]].append(answer.needs_review)
    assert len(reviewed) >= 8
    shares = {kind: np.mean(flags) for kind, flags in reviewed.items()}
    assert not {kind: share for kind, share in shares.items() if share < FLOORS[kind]}


def test_most_are_known_for_what_they_are(shipped, strange):
    dutch = [r["text"] for r in strange if r["kind"] not in ("other_language", "keyboard_mash")]
    named = ["out_of_scope" in answer.review_reasons for answer in shipped.classify_many(dutch)]
    assert np.mean(named) >= 0.85


def test_customers_are_seldom_taken_for_others(shipped, corpus):
    texts = corpus.loc[corpus["split"] == "test", "text"]
    named = ["out_of_scope" in answer.review_reasons for answer in shipped.classify_many(texts)]
    assert np.mean(named) <= 0.04


def test_labels_are_given_all_the_same(shipped, strange):
    recipe = next(record["text"] for record in strange if record["kind"] == "recipe")
    answer = shipped.classify(recipe)
    assert answer.is_judged
    assert "out_of_scope" in answer.review_reasons
    assert answer.needs_review


def test_without_such_texts_nothing_is_out_of_scope(fitted, strange):
    assert "scope" not in fitted.models_
    answers = fitted.classify_many(record["text"] for record in strange)
    assert not any("out_of_scope" in answer.review_reasons for answer in answers)


def test_reading_takes_one_split(tmp_path):
    assert len(read_out_of_scope(FILE)) == 160
    assert len(read_out_of_scope(FILE, "test")) == 140
    other = tmp_path / "other.csv"
    other.write_text("text\nEen nieuwsbericht over het weer.\n \n")
    assert read_out_of_scope(other) == ["Een nieuwsbericht over het weer."]


@pytest.mark.parametrize("content", ["text\n\n", "title\nNieuws\n"])
def test_a_file_without_texts_is_refused(tmp_path, content):
    other = tmp_path / "other.csv"
    other.write_text(content)
    with pytest.raises(InputError, match="text"):
        read_out_of_scope(other)
