"""An explanation adds up to the answer, and points into what the customer wrote."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.classification import LABELS

TEXTS = {
    "plain": "De monteur is weer niet komen opdagen en ik heb al drie keer gebeld.",
    "html": "<p>Ik heb <b>250&nbsp;euro</b> te veel betaald.<br>Dat is niet normaal!</p>",
    "emoji": "😡😡 Mijn pakket is nooit gekomen 📦, heeeel slecht geregeld!!!!!",
    "quoted": "Hallo,\nHet werkt nog steeds niet.\n\nOp 3 mei 2024 om 12:00 schreef Piet:\n> Beste",
    "decomposed": "Cafe\u0301 gesloten, he\u0301le\u0301 slechte service, \u201cnooit meer\u201d",
    "praise": "Super blij, hartelijk dank!",
}


@pytest.fixture(params=TEXTS.values(), ids=TEXTS.keys())
def text(request) -> str:
    return request.param


@pytest.fixture
def explanation(shipped, text):
    return shipped.explain(text)


def evidence(explanation):
    return [e for one in explanation.labels.values() for e in (*one.supporting, *one.opposing)]


def test_weights_shown_and_the_rest_add_up_to_the_score(explanation):
    for one in explanation.labels.values():
        shown = sum(e.weight for e in (*one.supporting, *one.opposing))
        assert shown + one.rest == pytest.approx(one.score)


def test_the_score_is_the_models_own(shipped, explanation):
    """The scores of all values of a label give the confidence, by softmax."""
    (doc,) = shipped.pipeline_.pipe([explanation.text])
    matrix = shipped.features_.transform([doc])
    for label, one in explanation.labels.items():
        model = shipped.models_[label]
        model = model.primary_ if label == "topic" else model
        weights, bias = model.weights()
        scores = (matrix @ weights.T + bias)[0]
        place = model.classes_.tolist().index(one.value)
        assert one.score == pytest.approx(scores[place])
        assert one.confidence == pytest.approx(np.exp(one.score) / np.exp(scores).sum())


def test_spans_lie_in_the_original_text(explanation, text):
    assert explanation.text == text
    for e in evidence(explanation):
        assert 0 <= e.start < e.end <= len(text)
        assert e.text == text[e.start : e.end]


def test_what_supports_is_positive_and_the_strongest_comes_first(explanation):
    for one in explanation.labels.values():
        for side, sign in ((one.supporting, 1), (one.opposing, -1)):
            weights = [sign * e.weight for e in side]
            assert weights == sorted(weights, reverse=True)
            assert all(weight > 0 for weight in weights)
            assert len(side) <= 5


def test_it_explains_the_answer_that_classify_gives(shipped, explanation, text):
    assert explanation.classification == shipped.classify(text)
    for label, one in explanation.labels.items():
        value = getattr(explanation.classification, label)
        assert one.value == (value or "none")
        assert one.confidence == getattr(explanation.classification, f"{label}_confidence")


def test_the_same_text_is_explained_the_same_way(shipped, text, explanation):
    assert shipped.explain(text) == explanation


def test_every_label_is_explained(shipped):
    assert list(shipped.explain(TEXTS["plain"]).labels) == list(LABELS)


def test_a_label_that_is_empty_by_its_nature_is_not_explained(shipped):
    explanation = shipped.explain("Fantastisch geholpen, heel vriendelijk, hartelijk dank!")
    assert "responsibility" not in explanation.labels


def test_a_cue_is_named_where_it_stands(shipped):
    text = "Ik heb al zes keer gebeld over 2500 euro die weg is."
    found = {e.cue: e.text for e in shipped.explain(text).labels["impact"].supporting}
    assert {"contacts", "money"} & set(found)
    cues = [e for e in evidence(shipped.explain(text)) if e.cue == "money"]
    assert {e.text for e in cues} == {"2500 euro"}


def test_a_negated_word_weighs_with_its_negation(shipped, nlp):
    """The column of the denied word falls to that word."""
    doc = nlp("Het werkt niet")
    columns = {
        shipped.features_.get_feature_names_out()[column]: tokens
        for column, tokens, _ in shipped.features_.occurrences(doc)
    }
    assert [doc[i].text for i in columns["word:~werkt"]] == ["werkt"]
    spans = [e.text for e in evidence(shipped.explain("Het werkt niet")) if not e.cue]
    assert "werkt" in spans


def test_what_mail_programs_add_is_no_evidence(shipped):
    text = TEXTS["quoted"]
    assert all(e.end <= text.index("Op 3 mei") for e in evidence(shipped.explain(text)))


@pytest.mark.parametrize("text", ["", "😡", "https://voorbeeld.nl", "Where is my parcel, please?"])
def test_what_cannot_be_judged_is_not_explained(shipped, text):
    explanation = shipped.explain(text)
    assert explanation.labels == {}
    assert explanation.classification.needs_review


def test_nothing_there_is_an_empty_text(shipped):
    assert shipped.explain(None).text == ""


def test_the_text_is_read_once(shipped, monkeypatch):
    read = []
    pipe = shipped.pipeline_.pipe

    def spy(texts):
        texts = list(texts)
        read.extend(texts)
        return pipe(texts)

    monkeypatch.setattr(shipped.pipeline_, "pipe", spy)
    shipped.explain(TEXTS["plain"])
    assert read == [TEXTS["plain"]]
