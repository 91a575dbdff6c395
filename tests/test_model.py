"""The classifier by its contract: classify, classify_many, tag, fit, predict, score."""

from __future__ import annotations

import dataclasses
import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import classifier
from classifier import Classification, ComplaintClassifier, QuadrantTable
from classifier.classification import FIELDS, LABELS
from classifier.errors import InputError, TableError
from classifier.labels import Impact, Quadrant, Responsibility, Sentiment, Topic

TEXT = "De monteur is weer niet komen opdagen."
TEXTS = [
    TEXT,
    "Top geholpen, hartelijk dank!",
    "Hoe kan ik mijn adres wijzigen?",
    "",
    "Jullie hebben 250 euro dubbel afgeschreven en ik heb al vier keer gebeld.",
]
SUITCASE = (
    "Mijn buurvrouw van 75 ging drie weken naar haar zoon in Stuttgart. DHL zou haar koffer de "
    "14e ophalen en de 16e daar afleveren. Hij is nooit gekomen, ze liep in geleende kleren op "
    "een gala, en op 20 januari kwam de koffer terug: verder dan Utrecht was hij niet geweest. "
    "Ze krijgt 37,57 euro terug. Ze leeft van een AOW'tje. Nooit meer DHL."
)


@pytest.fixture(scope="module")
def tiny() -> pd.DataFrame:
    """Enough labelled texts to train on in a second."""
    kinds = [
        ("De factuur van {} euro klopt niet", "negative", ["billing"], "high", "organisation"),
        ("De app werkt niet op toestel {}", "negative", ["operations"], "low", "organisation"),
        ("Hoe wijzig ik adres {}, weet u dat", "neutral", ["advice"], "low", "customer"),
        ("Heel blij met pakket {}, dank", "positive", ["delivery"], "none", None),
        ("Pakket {} kwam nooit en de rekening wel", "negative", ["delivery", "billing"], "high",
         "customer"),
    ]  # fmt: skip
    rows = [
        {"text": text.format(100 + sector), "sentiment": sentiment, "topics": topics,
         "impact": impact, "responsibility": blamed, "sector": f"s{sector}"}
        for sector in range(8)
        for text, sentiment, topics, impact, blamed in kinds
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def small(tiny) -> ComplaintClassifier:
    return ComplaintClassifier(folds=2).fit(tiny)


# --- one text --------------------------------------------------------------------


def test_what_the_package_exports():
    assert set(classifier.__all__) == {"Classification", "ComplaintClassifier", "QuadrantTable"}


def test_classify_gives_every_label_of_the_contract(shipped):
    answer = shipped.classify(TEXT)
    assert isinstance(answer, Classification)
    assert answer.sentiment is Sentiment.NEGATIVE
    assert answer.topic is Topic.OPERATIONS
    assert answer.topics[0] is answer.topic
    assert isinstance(answer.impact, Impact)
    assert answer.responsibility is Responsibility.ORGANISATION
    assert isinstance(answer.quadrant, Quadrant)
    assert answer.response == shipped.table.advice(answer.impact, answer.responsibility).response
    assert answer.response_text
    assert isinstance(answer.needs_review, bool)
    assert answer.model_version == shipped.version_
    assert all(0 < getattr(answer, f"{label}_confidence") <= 1 for label in LABELS)


def test_the_suitcase_that_never_left_utrecht(shipped):
    answer = shipped.classify(SUITCASE)
    assert (answer.sentiment, answer.topic, answer.impact) == ("negative", "delivery", "high")
    assert (answer.responsibility, answer.response) == ("organisation", "red_carpet")


def test_praise_has_no_responsibility_and_no_quadrant(shipped):
    answer = shipped.classify("Fantastisch geholpen, heel vriendelijk, hartelijk dank!")
    assert (answer.sentiment, answer.impact) == ("positive", "none")
    assert answer.responsibility is answer.quadrant is answer.responsibility_confidence is None
    assert answer.response == "thank"
    assert "unsure_responsibility" not in answer.review_reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        (float("nan"), "empty"),
        (pd.NA, "empty"),
        ("  \n\t ", "empty"),
        ("😡😡😡", "no_words"),
        ("!!! ???", "no_words"),
        ("https://www.voorbeeld.nl/klacht/123", "no_words"),
        ("jan@voorbeeld.nl", "no_words"),
        ("0612345678", "no_words"),
        ("I have been waiting for my parcel for three weeks and nobody answers.", "not_dutch"),
        ("Ich warte seit drei Wochen auf mein Paket und niemand antwortet mir.", "not_dutch"),
        ("J'attends mon colis depuis trois semaines et personne ne répond.", "not_dutch"),
        ("我的包裹三个星期没有到", "not_dutch"),
    ],
)
def test_what_cannot_be_judged_is_never_guessed(shipped, text, reason):
    answer = shipped.classify(text)
    nothing = Classification(
        needs_review=True, review_reasons=(reason,), model_version=shipped.version_
    )
    assert answer == nothing


def test_a_text_that_is_too_long_is_judged_on_its_first_part(shipped):
    first = shipped.classify(TEXT)
    answer = shipped.classify((TEXT + " ") * 1000)
    assert answer.sentiment == first.sentiment
    assert answer.needs_review
    assert answer.review_reasons[0] == "too_long"


def test_confidence_under_the_threshold_asks_for_review(shipped):
    strict = clone(shipped)
    for name in ("pipeline_", "features_", "models_", "version_", "table"):
        setattr(strict, name, getattr(shipped, name))
    strict.thresholds_ = dict.fromkeys(LABELS, 1.1)
    answer = strict.classify(TEXT)
    assert answer.review_reasons == tuple(f"unsure_{label}" for label in LABELS)
    assert answer.needs_review
    strict.thresholds_ = dict.fromkeys(LABELS, 0.0)
    assert not strict.classify(TEXT).needs_review


def test_another_table_gives_other_responses(tmp_path):
    sections = [*map(str, Quadrant), "none"]
    own = tmp_path / "own.toml"
    own.write_text(
        "\n".join(f'[{s}]\nresponse = "x_{s}"\nresponse_text = "Tekst"' for s in sections),
        encoding="utf-8",
    )
    answer = ComplaintClassifier.load(table=own).classify(TEXT)
    assert answer.response == f"x_{answer.quadrant}"
    with pytest.raises(TableError):
        ComplaintClassifier.load(table=tmp_path / "weg.toml")


# --- many texts ------------------------------------------------------------------


def test_many_answers_are_those_of_each_text_alone_in_its_order(shipped):
    texts = TEXTS * 60  # more than two batches
    answers = list(shipped.classify_many(texts))
    alone = {text: shipped.classify(text) for text in TEXTS}
    assert len(answers) == len(texts)
    for text, answer in zip(texts, answers, strict=True):
        expected = alone[text]
        for field in FIELDS:
            one, other = getattr(answer, field), getattr(expected, field)
            if isinstance(one, float):
                assert one == pytest.approx(other, abs=1e-9)
            else:
                assert one == other


def test_a_stream_is_read_no_further_than_needed(shipped):
    taken = []

    def endless():
        for i in itertools.count():
            taken.append(i)
            yield TEXT

    answers = shipped.classify_many(endless())
    assert not taken
    next(answers)
    assert 0 < len(taken) <= 128
    assert len(list(itertools.islice(answers, 200))) == 200
    assert len(taken) <= 384


def test_no_texts_give_no_answers(shipped):
    assert list(shipped.classify_many([])) == []


def test_one_text_is_not_many(shipped):
    with pytest.raises(InputError, match=r"for one use classify\(text\)"):
        shipped.classify_many(TEXT)


# --- frames ----------------------------------------------------------------------


def test_tag_keeps_the_frame_and_adds_the_fields(shipped):
    frame = pd.DataFrame({"id": [7, 8], "text": TEXTS[:2]}, index=[3, 3])
    before = frame.copy()
    tagged = shipped.tag(frame)
    assert list(tagged.columns) == ["id", "text", *FIELDS]
    assert tagged.index.tolist() == [3, 3]
    pd.testing.assert_frame_equal(tagged[["id", "text"]], before)
    pd.testing.assert_frame_equal(frame, before)
    expected = [answer.as_dict() for answer in shipped.classify_many(TEXTS[:2])]
    assert tagged[list(FIELDS)].to_dict("records")[0] == expected[0]


def test_tag_types(shipped):
    tagged = shipped.tag(pd.DataFrame({"text": TEXTS}))
    assert tagged["needs_review"].dtype == bool
    assert tagged["sentiment_confidence"].dtype == float
    assert {type(topics) for topics in tagged["topics"]} == {list}
    unjudged = tagged.iloc[3]
    assert unjudged["sentiment"] is None
    assert np.isnan(unjudged["sentiment_confidence"])


def test_tag_takes_another_column_and_a_prefix(shipped):
    frame = pd.DataFrame({"klacht": TEXTS[:1], "topic": ["oud"]}, index=["a"])
    tagged = shipped.tag(frame, text_column="klacht", prefix="p_")
    assert list(tagged.columns) == ["klacht", "topic", *(f"p_{name}" for name in FIELDS)]
    assert tagged.loc["a", "topic"] == "oud"


def test_tag_refuses_what_it_cannot_do(shipped):
    frame = pd.DataFrame({"klacht": TEXTS[:1], "topic": ["oud"]})
    with pytest.raises(
        InputError, match=r"no column 'text'; the columns are \['klacht', 'topic'\]"
    ):
        shipped.tag(frame)
    with pytest.raises(InputError, match=r"named as ours: \['topic'\].*Choose a prefix"):
        shipped.tag(frame, text_column="klacht")
    with pytest.raises(InputError, match="'a' is there 2 times"):
        shipped.tag(pd.DataFrame([["x", "y"]], columns=["a", "a"]), text_column="a")


def test_missing_texts_in_a_frame_are_empty_texts(shipped):
    frame = pd.DataFrame({"text": pd.Series([None, float("nan"), pd.NA, pd.NaT, 12], dtype=object)})
    tagged = shipped.tag(frame)
    assert tagged["review_reasons"].tolist() == [["empty"]] * 4 + [["no_words"]]


def test_an_empty_frame_gives_an_empty_frame(shipped):
    tagged = shipped.tag(pd.DataFrame({"text": pd.Series([], dtype=object)}))
    assert tagged.shape == (0, 1 + len(FIELDS))


# --- as a scikit-learn estimator -------------------------------------------------


def test_predict_gives_the_four_labels(shipped):
    predicted = shipped.predict(TEXTS)
    assert predicted.shape == (5, 4)
    answers = list(shipped.classify_many(TEXTS))
    assert predicted.tolist() == [[getattr(a, name) for name in LABELS] for a in answers]
    assert predicted[3].tolist() == [None] * 4
    assert (shipped.predict(pd.DataFrame({"text": TEXTS})) == predicted).all()
    assert shipped.predict([]).shape == (0, 4)


def test_predict_needs_the_column_text(shipped):
    with pytest.raises(InputError, match="no column 'text'"):
        shipped.predict(pd.DataFrame({"klacht": TEXTS}))


def test_score_is_the_mean_accuracy_over_the_labels(small, tiny):
    predicted = small.predict(tiny)
    truth = np.array(
        [[r.sentiment, r.topics[0], r.impact, r.responsibility] for r in tiny.itertuples()],
        dtype=object,
    )
    truth[[value != value for value in truth[:, 3]], 3] = None
    expected = np.mean([[p == t for p, t in zip(*pair, strict=True)]
                        for pair in zip(predicted, truth, strict=True)])  # fmt: skip
    assert small.score(tiny) == pytest.approx(expected)
    assert small.score(tiny["text"], tiny) == pytest.approx(expected)


def test_score_reads_each_text_once(small, tiny, monkeypatch):
    read = []
    pipe = small.pipeline_.pipe
    monkeypatch.setattr(
        small.pipeline_, "pipe", lambda texts: pipe(read.append(t) or t for t in texts)
    )
    small.score(tiny)
    assert len(read) == len(tiny)


def test_a_text_that_cannot_be_judged_scores_nothing(small):
    nothing = pd.DataFrame(
        {"text": [""], "sentiment": ["neutral"], "topics": [[]], "impact": ["none"],
         "responsibility": [None]}
    )  # fmt: skip
    assert small.score(nothing) == 0


def test_params_and_clone():
    original = ComplaintClassifier(C=2.0, min_docs=3, random_state=9)
    copy = clone(original)
    assert copy is not original
    assert copy.get_params() == original.get_params()
    assert set(copy.get_params()) == {
        "C", "cue_weight", "min_docs", "folds", "review_precision", "topic_review_precision",
        "false_alarms", "validation_fraction", "random_state",
    }  # fmt: skip
    assert copy.set_params(C=1.0).C == 1.0
    with pytest.raises(ValueError, match="Invalid parameter 'D'"):
        copy.set_params(D=1)


@pytest.mark.parametrize(
    "use",
    [
        lambda clf: clf.classify(TEXT),
        lambda clf: clf.classify_many([TEXT]),
        lambda clf: clf.tag(pd.DataFrame({"text": [TEXT]})),
        lambda clf: clf.predict([TEXT]),
        lambda clf: clf.explain(TEXT),
        lambda clf: clf.save("nergens"),
    ],
)
def test_before_fit_there_is_nothing(use):
    with pytest.raises(NotFittedError):
        use(ComplaintClassifier())


def test_fit_learns(small, tiny):
    assert small.score(tiny) > 0.9
    assert set(small.thresholds_) == set(LABELS)
    assert small.classify(TEXT).model_version == "unsaved"


def test_fit_on_a_frame_and_on_texts_with_labels_is_the_same(small, tiny):
    labels = tiny.drop(columns=["text", "sector"])
    apart = ComplaintClassifier(folds=2).fit(tiny[["text", "sector"]], labels)
    assert_same_probabilities(apart, small)


def test_fit_without_sectors(tiny):
    labels = tiny.drop(columns=["text", "sector"])
    clf = ComplaintClassifier(folds=2).fit(tiny["text"].tolist(), labels)
    assert clf.score(tiny["text"], labels) > 0.9


def assert_same_probabilities(one: ComplaintClassifier, two: ComplaintClassifier) -> None:
    for a, b in zip(one.classify_many(TEXTS), two.classify_many(TEXTS), strict=True):
        assert dataclasses.astuple(a) == dataclasses.astuple(b)
    assert one.thresholds_ == two.thresholds_


def test_one_seed_gives_one_model(small, tiny):
    assert_same_probabilities(ComplaintClassifier(folds=2).fit(tiny), small)


def test_fit_reads_only_the_rows_it_uses(tiny):
    held = tiny.assign(split=np.where(tiny["sector"].isin(["s0", "s1"]), "validation", "train"))
    test = tiny.assign(text="Een heel ander verhaal over olifanten", split="test")
    one, two = (ComplaintClassifier(folds=2).fit(f) for f in (held, pd.concat([held, test])))
    assert_same_probabilities(one, two)
    assert "word:olifanten" not in set(two.features_.get_feature_names_out())


def test_fit_refuses_what_it_cannot_learn_from(tiny):
    with pytest.raises(InputError, match="there are no labels"):
        ComplaintClassifier().fit(tiny["text"])
    with pytest.raises(InputError, match=r"0 have sentiment positive; training needs at least 5"):
        ComplaintClassifier().fit(tiny[tiny["sentiment"] != "positive"])
    with pytest.raises(InputError, match="from 1 sector"):
        ComplaintClassifier(folds=2).fit(tiny.assign(sector="x"))


def test_a_held_out_part_without_responsibility_sends_it_to_review(tiny):
    split = np.where(tiny["impact"] == "none", "validation", "train")
    split[3] = "train"
    split[[8, 13, 18]] = "train"
    clf = ComplaintClassifier(folds=2).fit(tiny.assign(split=split))
    assert clf.thresholds_["responsibility"] == 1


def test_a_fitted_classifier_has_the_default_table(small):
    assert isinstance(small.table, QuadrantTable)
    assert small.table.advice("none", None).response == "thank"


def test_a_stream_leaves_no_words_behind(shipped):
    """SpaCy keeps the words it has met; a long job must not grow with them."""
    texts = [f"Ik heb geen zin meer in woord{i}achtig gedoe met jullie." for i in range(300)]
    list(shipped.classify_many(texts[:2]))
    before = len(shipped.pipeline_.vocab.strings)
    assert len(list(shipped.classify_many(texts))) == 300
    assert len(shipped.pipeline_.vocab.strings) == before


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Ik ben zeer tevreden.", "positive"),
        ("Ik ben niet tevreden.", "negative"),
        ("Ik ben zeer ontevreden.", "negative"),
        ("Goed geholpen.", "positive"),
        ("Ik ben niet goed geholpen.", "negative"),
        ("Vriendelijk personeel.", "positive"),
        ("Onvriendelijk personeel.", "negative"),
        ("Nooit problemen gehad.", "positive"),
    ],
)
def test_a_negation_turns_the_sentiment(shipped, text, sentiment):
    assert shipped.classify(text).sentiment == sentiment


def test_threads_share_a_classifier(shipped):
    """A helpdesk service answers several agents at once."""
    texts = [f"De monteur van ploeg{i} is al {i} keer niet gekomen." for i in range(60)]
    alone = list(shipped.classify_many(texts))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shipped.classify, texts))
        streams = list(pool.map(lambda _: list(shipped.classify_many(texts)), range(4)))
    assert together == alone
    assert streams == [alone] * 4


@pytest.mark.parametrize("several", [pd.DataFrame({"text": ["a"]}), b"abc", "abc"])
def test_classify_many_refuses_what_is_no_stream_of_texts(shipped, several):
    with pytest.raises(InputError, match="classify_many takes"):
        shipped.classify_many(several)
