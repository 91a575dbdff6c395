"""From a labelled frame to what the models learn from, and the thresholds for review."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from classifier.errors import InputError
from classifier.training import TrainingData, review_threshold, texts_of

LABELS = ("sentiment", "topics", "impact", "responsibility")


def frame(sectors: int = 6, each: int = 8) -> pd.DataFrame:
    """Return labelled texts in which every sector has every value."""
    kinds = [
        ("negative", ["billing", "advice"], "high", "organisation"),
        ("neutral", ["operations"], "low", "customer"),
        ("positive", ["delivery"], "none", None),
        ("negative", ["advice"], "low", "organisation"),
    ]
    rows = [
        {"text": f"tekst {i}", **dict(zip(LABELS, kinds[i % 4], strict=True)), "sector": f"s{s}"}
        for s in range(sectors)
        for i in range(each)
    ]
    return pd.DataFrame(rows)


# --- reading labels --------------------------------------------------------------


def test_a_frame_becomes_texts_labels_and_groups():
    data = TrainingData.of(frame())
    assert data.texts[0] == "tekst 0"
    assert data.labels["topics"][0] == ("billing", "advice")
    assert data.labels["responsibility"][2] is None
    assert len(set(data.groups)) == 6
    assert data.splits is None


def test_texts_and_labels_may_come_apart():
    whole = frame()
    for X in (whole["text"], list(whole["text"]), whole[["text"]]):
        assert TrainingData.of(X, whole[list(LABELS)]).labels == TrainingData.of(whole).labels


@pytest.mark.parametrize("topics", ["billing;advice", " billing ; advice", ("billing", "advice")])
def test_topics_may_be_joined_as_in_csv(topics):
    data = frame().assign(topics=[topics] * 48)
    assert TrainingData.of(data).labels["topics"][0] == ("billing", "advice")


@pytest.mark.parametrize("empty", [None, float("nan"), pd.NA, "", [], np.array([])])
def test_empty_cells_are_empty_labels(empty):
    data = frame()
    data["topics"] = pd.Series([empty] * 48, dtype=object)
    data["responsibility"] = None if isinstance(empty, (list, np.ndarray)) else empty
    read = TrainingData.of(data)
    assert read.labels["topics"][0] == ()
    assert read.labels["responsibility"] == [None] * 48
    assert read.single("topic")[0] == "none"


def test_without_sectors_every_text_is_a_group_of_its_own():
    assert len(set(TrainingData.of(frame().drop(columns="sector")).groups)) == 48


def test_responsibility_is_learned_only_where_there_is_impact():
    data = TrainingData.of(frame())
    rows = data.known("responsibility")
    assert [data.labels["impact"][i] for i in rows].count("none") == 0
    assert len(rows) == 36
    assert set(data.target("responsibility")) == {"organisation", "customer"}
    assert len(data.known("impact")) == 48


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="text"), r"no column 'text'; the columns are \['sentiment'"),
        (
            lambda f: f.drop(columns=["impact", "topics"]),
            r"lack the columns \['topics', 'impact'\]",
        ),
        (lambda f: f.assign(sentiment="boos"), r"unknown sentiment \['boos'\]; it may be \['neg"),
        (lambda f: f.assign(sentiment=None), r"unknown sentiment \['None'\]"),
        (lambda f: f.assign(topics="weather"), r"unknown topics \['weather'\]; the topics are"),
        (lambda f: f.assign(impact="huge"), r"unknown impact \['huge'\]"),
        (lambda f: f.assign(responsibility="us"), r"unknown responsibility \['us'\]"),
    ],
)
def test_wrong_labels_are_refused_by_name(change, message):
    with pytest.raises(InputError, match=message):
        TrainingData.of(change(frame()))


def test_no_labels_at_all_are_refused():
    with pytest.raises(InputError, match="there are no labels: give y, or a DataFrame"):
        TrainingData.of(["een tekst"])


def test_more_texts_than_labels_are_refused():
    with pytest.raises(InputError, match="49 texts with 48 labels; make them equal"):
        TrainingData.of(["tekst"] * 49, frame())


def test_texts_of_a_frame_and_of_a_list():
    assert list(texts_of(frame()))[:2] == ["tekst 0", "tekst 1"]
    assert texts_of(["a"]) == ["a"]


# --- splitting -------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_sectors_stay_together(seed):
    whole = frame()
    train, validation = TrainingData.of(whole).split(0.3, seed)
    assert not set(train.groups) & set(validation.groups)
    assert len(train.texts) + len(validation.texts) == len(whole)
    assert len(set(validation.groups)) == 2


def test_the_split_depends_on_the_seed_alone():
    one, two, other = (TrainingData.of(frame()).split(0.3, seed)[1] for seed in (0, 0, 1))
    assert one.groups.tolist() == two.groups.tolist() != other.groups.tolist()


def test_the_datas_own_split_goes_first_and_other_rows_are_left_out():
    whole = frame().assign(split=["train", "validation", "test", "train"] * 12)
    train, validation = TrainingData.of(whole).split(0.3, 0)
    assert len(train.texts) == 24
    assert len(validation.texts) == 12
    assert set(validation.single("sentiment")) == {"neutral"}


@pytest.mark.parametrize("split", [["train"] * 48, ["a", "b"] * 24, ["validation"] * 48])
def test_a_split_without_train_and_validation_is_refused(split):
    data = TrainingData.of(frame().assign(split=split))
    with pytest.raises(InputError, match=r"needs rows with train and rows with validation; found"):
        data.split(0.3, 0)


def test_one_sector_cannot_be_split():
    data = TrainingData.of(frame().assign(sector="energie"))
    with pytest.raises(InputError, match=r"come from 1 sector.*leave the column 'sector' out"):
        data.split(0.3, 0)


# --- enough ----------------------------------------------------------------------


def test_enough_is_enough():
    TrainingData.of(frame()).check_enough(5)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("sentiment", ["negative", "neutral"], r"of the 48 texts.* 0 have sentiment positive"),
        ("impact", ["low", "none"], r"0 have impact high; training needs at least 5"),
        ("responsibility", ["customer"], r"0 have responsibility organisation"),
        ("topics", [["billing"], ["advice"]], r"0 have operations among their topics"),
        ("topics", [["billing", "operations", "advice", "delivery"]], r"0 have no billing among"),
    ],
)
def test_too_few_texts_of_a_value_are_refused(column, values, message):
    data = frame()
    data[column] = (values * 48)[:48]
    with pytest.raises(InputError, match=message):
        TrainingData.of(data).check_enough(5)


def test_a_few_texts_without_topic_are_refused():
    data = frame()
    data.at[0, "topics"] = []
    with pytest.raises(InputError, match=r"1 have topic none; training needs at least 5"):
        TrainingData.of(data).check_enough(5)


def test_a_value_of_one_sector_is_refused():
    data = frame(each=16)
    data.loc[data["sector"] != "s0", "sentiment"] = "negative"
    with pytest.raises(InputError, match=r"have sentiment \w+ all come from one sector"):
        TrainingData.of(data).check_enough(4)


# --- thresholds ------------------------------------------------------------------


def random_answers(seed: int, texts: int = 300, *, ties: bool = False):
    rng = np.random.default_rng(seed)
    confidence = rng.uniform(0.3, 1, size=texts)
    if ties:
        confidence = np.round(confidence, 1)
    return confidence, rng.uniform(size=texts) < confidence


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_the_threshold_reaches_the_precision_and_no_lower_one_does(seed, ties):
    confidence, right = random_answers(seed, ties=ties)
    threshold = review_threshold(confidence, right, 0.8)
    kept = confidence >= threshold
    assert threshold > 0
    assert kept.sum() >= 20
    assert right[kept].mean() >= 0.8
    for lower in np.unique(confidence[confidence < threshold]):
        assert right[confidence >= lower].mean() < 0.8


@pytest.mark.parametrize("seed", range(3))
def test_more_precision_never_keeps_more_texts(seed):
    confidence, right = random_answers(seed)
    thresholds = [review_threshold(confidence, right, p) for p in (0.6, 0.7, 0.8, 0.9)]
    assert thresholds == sorted(thresholds)


def test_no_threshold_where_all_texts_reach_the_precision():
    confidence, right = random_answers(0)
    assert review_threshold(confidence, right, float(right.mean())) == 0


def test_the_best_there_is_where_no_threshold_reaches_the_precision():
    confidence = np.linspace(1, 0.5, 100)
    right = np.arange(100) % 2 == 0
    right[[1, 3, 5]] = True  # the 23 surest are right most often
    threshold = review_threshold(confidence, right, 0.99)
    places = [right[:n].mean() for n in range(20, 101)]
    assert threshold == confidence[19 + int(np.argmax(places))]


def test_a_threshold_never_rests_on_fewer_than_twenty_texts():
    confidence = np.linspace(1, 0.5, 100)
    right = np.arange(100) < 5
    assert (confidence >= review_threshold(confidence, right, 0.9)).sum() >= 20
    assert review_threshold(confidence[:19], right[:19], 0.9) == 1


def test_nothing_vouches_for_a_threshold_without_texts():
    assert review_threshold(np.array([]), np.array([], dtype=bool), 0.9) == 1
