"""Figures, against examples worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from classifier import Classification
from classifier.errors import InputError
from classifier.evaluation import calibration_error, evaluate, reliability
from classifier.labels import Impact, Responsibility, Sentiment, Topic, quadrant_of


def answer(sentiment, topics, impact, blamed, *, sure=0.9, review=False) -> Classification:
    impact, blamed = Impact(impact), Responsibility(blamed) if blamed else None
    topics = tuple(map(Topic, topics))
    return Classification(
        sentiment=Sentiment(sentiment),
        topic=topics[0] if topics else None,
        topics=topics,
        impact=impact,
        responsibility=blamed,
        quadrant=quadrant_of(impact, blamed),
        sentiment_confidence=sure,
        topic_confidence=sure,
        impact_confidence=sure,
        responsibility_confidence=sure if blamed else None,
        needs_review=review,
        review_reasons=("unsure_topic",) if review else (),
    )


class Canned:
    """A classifier that gives the answers it was made with."""

    version_ = "canned"

    def __init__(self, answers):
        self.answers = answers

    def classify_many(self, texts):
        assert len(list(texts)) == len(self.answers)
        return iter(self.answers)


UNJUDGED = Classification(needs_review=True, review_reasons=("empty",))
TRUTH = pd.DataFrame(
    [
        ("a", "negative", ["billing", "advice"], "high", "organisation"),
        ("b", "negative", ["delivery"], "low", "customer"),
        ("c", "positive", [], "none", None),
        ("d", "neutral", ["advice"], "low", "customer"),
    ],
    columns=["text", "sentiment", "topics", "impact", "responsibility"],
)
ANSWERS = [
    answer("negative", ["billing"], "high", "organisation", sure=0.95),
    answer("neutral", ["delivery"], "low", "organisation", sure=0.6, review=True),
    answer("positive", [], "none", None, sure=0.9),
    answer("neutral", ["advice"], "none", None, sure=0.8),
]


@pytest.fixture(scope="module")
def figures():
    return evaluate(Canned(ANSWERS), TRUTH)


def test_accuracy(figures):
    labels = figures["labels"]
    assert labels["sentiment"]["accuracy"] == 3 / 4
    assert labels["topic"]["accuracy"] == 1
    assert labels["impact"]["accuracy"] == 3 / 4
    # Only where the truth names one: right, wrong, empty.
    assert labels["responsibility"]["texts"] == 3
    assert labels["responsibility"]["accuracy"] == pytest.approx(1 / 3)
    assert figures["quadrant"]["accuracy"] == 2 / 4


def test_macro_f1_is_over_the_classes_present(figures):
    # sentiment: negative 2/3, neutral 2/3, positive 1; impact: high 1, low 2/3, none 2/3
    assert figures["labels"]["sentiment"]["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert figures["labels"]["impact"]["macro_f1"] == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    # responsibility: organisation 2/3, customer 0
    assert figures["labels"]["responsibility"]["macro_f1"] == pytest.approx(1 / 3)
    # topic: operations is nowhere and does not count
    assert figures["labels"]["topic"]["macro_f1"] == 1


def test_figures_by_class(figures):
    negative = figures["labels"]["sentiment"]["classes"]["negative"]
    assert negative == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "texts": 2}


def test_the_rows_of_the_confusion_are_the_truth(figures):
    confusion = figures["labels"]["sentiment"]["confusion"]
    assert confusion["labels"] == ["negative", "neutral", "positive"]
    assert confusion["matrix"] == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_all_topics_together(figures):
    # Three of four lists are right; advice is found once of twice.
    assert figures["topics"]["exact_match"] == 3 / 4
    assert figures["topics"]["micro_f1"] == pytest.approx(2 * 3 / (3 + 4))
    assert figures["topics"]["macro_f1"] == pytest.approx((1 + 0 + 2 / 3 + 1) / 4)


def test_what_review_buys(figures):
    review = figures["review"]
    assert review["coverage"] == 3 / 4
    assert review["all_right"] == 2 / 4  # a and c
    assert review["all_right_kept"] == pytest.approx(2 / 3)
    assert review["labels"]["sentiment"] == {"accuracy": 3 / 4, "accuracy_kept": 1}


def test_accuracy_by_coverage_takes_the_surest_first(figures):
    rows = figures["labels"]["sentiment"]["by_coverage"]
    by_share = {row["coverage"]: row["accuracy"] for row in rows}
    assert by_share[1.0] == 3 / 4
    assert by_share[0.75] == by_share[0.5] == 1  # the wrong one is the least sure


def test_calibration_of_the_answers(figures):
    # Bins of 1/15: 0.95 right, 0.6 wrong, 0.9 right, 0.8 right; each in a bin of its own.
    expected = (0.05 + 0.6 + 0.1 + 0.2) / 4
    sentiment = figures["labels"]["sentiment"]
    assert sentiment["expected_calibration_error"] == pytest.approx(expected)
    assert [row["texts"] for row in sentiment["reliability"]] == [1, 1, 1, 1]


def test_calibration_error_by_hand():
    confidence = np.array([0.55, 0.65, 0.95, 1.0])
    right = np.array([True, False, True, True])
    # Two bins: none under a half; four with mean confidence .7875 and accuracy .75.
    assert calibration_error(confidence, right, bins=2) == pytest.approx(0.0375)
    # Ten bins: .55 right, .65 wrong, and .975 against 1 for two.
    assert calibration_error(confidence, right, bins=10) == pytest.approx(
        (0.45 + 0.65 + 2 * 0.025) / 4
    )
    assert reliability(confidence, right, bins=2) == [
        {"confidence": pytest.approx(0.7875), "accuracy": 0.75, "texts": 4}
    ]
    assert calibration_error(np.array([1.0, 1.0]), np.array([True, True])) == 0


def test_a_text_that_was_not_judged_is_wrong_even_where_the_truth_is_none():
    truth = TRUTH.iloc[[2, 0]]
    figures = evaluate(Canned([UNJUDGED, ANSWERS[0]]), truth)
    for label in ("sentiment", "topic", "impact"):
        assert figures["labels"][label]["accuracy"] == 0.5
    assert figures["quadrant"]["accuracy"] == 0.5
    assert figures["topics"]["exact_match"] == 0
    assert figures["review"]["all_right"] == 0.5
    confusion = figures["labels"]["impact"]["confusion"]
    column = confusion["labels"].index("not_judged")
    assert confusion["matrix"][confusion["labels"].index("none")][column] == 1
    # It has no confidence that could be right or wrong.
    assert sum(row["texts"] for row in figures["labels"]["impact"]["reliability"]) == 1


def test_nothing_judged_at_all():
    figures = evaluate(Canned([UNJUDGED] * 4), TRUTH)
    assert figures["labels"]["sentiment"]["accuracy"] == 0
    assert figures["review"]["coverage"] == figures["review"]["all_right_kept"] == 0


def test_figures_are_plain_values(figures):
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    assert figures["model_version"] == "canned"
    assert figures["texts"] == 4


def test_labels_may_be_written_as_in_csv(figures):
    flat = TRUTH.assign(topics=[";".join(topics) for topics in TRUTH["topics"]])
    flat["responsibility"] = flat["responsibility"].fillna("")
    assert evaluate(Canned(ANSWERS), flat) == figures


def test_wrong_data_is_refused():
    with pytest.raises(InputError, match="no texts to evaluate on"):
        evaluate(Canned([]), TRUTH.iloc[:0])
    with pytest.raises(InputError, match=r"lack the columns \['impact'\]"):
        evaluate(Canned(ANSWERS), TRUTH.drop(columns="impact"))
    with pytest.raises(InputError, match="unknown sentiment"):
        evaluate(Canned(ANSWERS), TRUTH.assign(sentiment="boos"))
