"""The shipped model on the sectors that it was not trained on."""

from __future__ import annotations

import pytest

from classifier.evaluation import evaluate

# A few points under the figures in the README: a fall below them is a fault, not chance.
FLOORS = {"sentiment": 0.80, "topic": 0.66, "impact": 0.81, "responsibility": 0.87}


@pytest.fixture(scope="module")
def figures(shipped, corpus):
    return evaluate(shipped, corpus[corpus["split"] == "test"])


@pytest.mark.parametrize("label", FLOORS)
def test_accuracy_on_unseen_sectors(figures, label):
    assert figures["labels"][label]["accuracy"] >= FLOORS[label]


@pytest.mark.parametrize("label", FLOORS)
def test_probabilities_are_calibrated(figures, label):
    assert figures["labels"][label]["expected_calibration_error"] <= 0.06


@pytest.mark.parametrize("label", FLOORS)
def test_setting_aside_what_is_unsure_raises_accuracy(figures, label):
    review = figures["review"]
    assert 0.3 <= review["coverage"] <= 0.9
    assert review["labels"][label]["accuracy_kept"] > review["labels"][label]["accuracy"]
