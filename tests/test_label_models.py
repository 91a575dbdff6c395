"""The linear models: probabilities, calibration over unseen groups, topics."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import StratifiedGroupKFold

from classifier.label_models import LabelModel, TopicModel
from classifier.labels import NO_VALUE

TEXTS, FEATURES = 120, 12


def data(classes: int, *, seed: int = 0):
    """Return a noisy problem with groups of four texts."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(classes, size=TEXTS)
    X = rng.normal(size=(TEXTS, FEATURES)) * 2
    X[np.arange(TEXTS), codes] += 2
    return X, np.array(["customer", "low", "positive", "zero"])[codes], np.arange(TEXTS) // 4


@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("as_matrix", [np.asarray, sparse.csr_matrix])
def test_probabilities_are_those_of_scikit_learn_on_the_same_folds(classes, as_matrix):
    X, y, groups = data(classes)
    X = as_matrix(X)
    model = LabelModel(random_state=3).fit(X, y, groups)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=3)
    reference = CalibratedClassifierCV(
        model.linear_.__class__(**model.linear_.get_params()),
        method="temperature",
        cv=list(folds.split(X, y, groups)),
        ensemble=False,
    ).fit(X, y)
    assert model.classes_.tolist() == reference.classes_.tolist()
    expected = reference.predict_proba(X)
    np.testing.assert_allclose(model.predict_proba(X), expected, atol=1e-6)
    assert (model.predict(X) == reference.predict(X)).all()


@pytest.mark.parametrize("classes", [2, 3])
def test_probabilities_sum_to_one_and_the_label_is_the_most_probable(classes):
    X, y, groups = data(classes)
    model = LabelModel().fit(X, y, groups)
    probabilities = model.predict_proba(X * 100)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert np.isfinite(probabilities).all()
    assert (model.predict(X * 100) == model.classes_[probabilities.argmax(axis=1)]).all()


@pytest.mark.parametrize("classes", [2, 3])
def test_weights_give_the_probabilities(classes):
    X, y, groups = data(classes)
    model = LabelModel().fit(X, y, groups)
    weights, bias = model.weights()
    assert weights.shape == (classes, FEATURES)
    np.testing.assert_allclose(weights.sum(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(bias.sum(), 0, atol=1e-9)
    exponents = np.exp(X @ weights.T + bias)
    np.testing.assert_allclose(
        model.predict_proba(X), exponents / exponents.sum(axis=1, keepdims=True)
    )


def test_decision_function_has_scikit_learns_shapes():
    X, y, groups = data(3)
    model = LabelModel().fit(X, y, groups)
    scores, probabilities = model.decision_function(X), model.predict_proba(X)
    np.testing.assert_allclose(scores.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose(
        scores[:, 1] - scores[:, 0], np.log(probabilities[:, 1] / probabilities[:, 0])
    )
    X, y, groups = data(2)
    model = LabelModel().fit(X, y, groups)
    probabilities = model.predict_proba(X)
    np.testing.assert_allclose(
        model.decision_function(X), np.log(probabilities[:, 1] / probabilities[:, 0])
    )


def test_a_group_is_never_on_both_sides_of_a_calibration_fold(monkeypatch):
    X, y, groups = data(3)
    seen = []
    calibrate = CalibratedClassifierCV.fit

    def spy(self, X, y):
        seen.extend(self.cv)
        return calibrate(self, X, y)

    monkeypatch.setattr(CalibratedClassifierCV, "fit", spy)
    LabelModel(folds=4).fit(X, y, groups)
    assert len(seen) == 4
    assert all(not set(groups[train]) & set(groups[test]) for train, test in seen)
    assert sorted(np.concatenate([test for _, test in seen])) == list(range(TEXTS))


def test_what_a_group_knows_by_itself_counts_for_nothing():
    """A column that gives the label away within its group must not make it sure."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(20), 6)
    y = rng.integers(2, size=20)[groups].astype(str)
    X = np.eye(20)[groups] + rng.normal(scale=0.01, size=(120, 20))
    known = LabelModel().fit(X, y)
    unseen = LabelModel().fit(X, y, groups)
    assert known.predict_proba(X).max(axis=1).min() > 0.99
    assert unseen.predict_proba(X).max(axis=1).max() < 0.9


def test_a_class_in_few_groups_makes_fewer_folds():
    X, y, groups = data(2)
    y = np.where(groups < 2, "low", "customer")
    assert LabelModel(folds=5).fit(X, y, groups).predict_proba(X).shape == (TEXTS, 2)


def test_numbers_and_truths_are_labels_too():
    X, y, groups = data(3)
    numbers = np.select([y == "customer", y == "low"], [10, 20], 40)
    model = LabelModel().fit(X, numbers, groups)
    assert set(model.predict(X)) == {10, 20, 40}
    named = LabelModel().fit(X, y, groups).predict_proba(X)
    np.testing.assert_array_equal(named, model.predict_proba(X))
    assert LabelModel().fit(X, y == "low", groups).predict(X).dtype == bool


def test_one_class_is_refused():
    X, _, groups = data(2)
    with pytest.raises(ValueError, match=r"only one class \(.*low.*\); there must be two"):
        LabelModel().fit(X, ["low"] * TEXTS, groups)


def test_a_class_of_one_group_is_refused():
    X, _, groups = data(2)
    y = np.where(groups == 3, "low", "customer")
    with pytest.raises(ValueError, match=r"class .*low.* is in 1 group\(s\).*too few"):
        LabelModel().fit(X, y, groups)


def test_one_seed_gives_one_model():
    X, y, groups = data(3)
    one, two = (LabelModel(random_state=1).fit(X, y, groups) for _ in range(2))
    np.testing.assert_array_equal(one.predict_proba(X), two.predict_proba(X))


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
def test_before_fit_there_is_nothing(method):
    with pytest.raises(NotFittedError):
        getattr(LabelModel(), method)(np.zeros((1, 2)))
    with pytest.raises(NotFittedError):
        LabelModel().weights()
    with pytest.raises(NotFittedError):
        TopicModel().predict(np.zeros((1, 2)))


# --- topics ----------------------------------------------------------------------

TOPICS = (("billing", "advice"), ("operations",), ("advice",), ("delivery", "billing"), ())


@pytest.fixture(scope="module")
def topic_data():
    rng = np.random.default_rng(0)
    kinds = rng.integers(len(TOPICS), size=200)
    X = rng.normal(scale=0.2, size=(200, 5))
    X[np.arange(200), kinds] += 2
    return X, [TOPICS[kind] for kind in kinds]


@pytest.fixture(scope="module")
def topic_model(topic_data):
    return TopicModel().fit(*topic_data)


def test_topics_come_with_the_primary_first(topic_model, topic_data):
    X, y = topic_data
    assert topic_model.predict(X) == y
    assert set(topic_model.primary_.classes_) == {
        NO_VALUE,
        "billing",
        "operations",
        "advice",
        "delivery",
    }


def test_topic_probabilities_are_of_being_spoken_of(topic_model, topic_data):
    X, y = topic_data
    probabilities = topic_model.predict_proba(X)
    assert probabilities.shape == (200, 4)
    spoken_of = np.array([[t in topics for t in ("billing", "operations")] for topics in y])
    assert ((probabilities[:, :2] > 0.5) == spoken_of).all()


def test_topics_beside_the_primary_are_listed_by_probability_from_the_threshold_on():
    model = TopicModel(mention_threshold=0.4)
    #                     billing operations advice delivery
    spoken_of = np.array([[0.4, 0.39, 0.9, 0.1], [0.9, 0.9, 0.9, 0.9]])
    assert model.listed(["delivery", NO_VALUE], spoken_of) == [
        ("delivery", "advice", "billing"),
        (),
    ]


def test_a_threshold_above_one_leaves_the_primary_alone(topic_model, topic_data):
    X, _ = topic_data
    strict = TopicModel(mention_threshold=1.1)
    strict.primary_, strict.mentioned_ = topic_model.primary_, topic_model.mentioned_
    assert max(map(len, strict.predict(X))) == 1
