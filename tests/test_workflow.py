"""Training as a whole: a frame in, a bundle with its figures out."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from classifier import ComplaintClassifier
from classifier.bundle import read_manifest
from classifier.errors import InputError, OutputError
from classifier.workflow import train_bundle

KINDS = [
    ("De factuur van {} euro klopt niet", "negative", ["billing"], "high", "organisation"),
    ("De app werkt niet op toestel {}", "negative", ["operations"], "low", "organisation"),
    ("Hoe wijzig ik adres {}, weet u dat", "neutral", ["advice"], "low", "customer"),
    ("Heel blij met pakket {}, dank", "positive", ["delivery"], "none", None),
]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rows = [
        (text.format(100 + sector), *labels, f"s{sector}", split)
        for sector, split in enumerate(["train"] * 6 + ["validation"] * 2 + ["test"])
        for text, *labels in KINDS
    ]
    return pd.DataFrame(
        rows,
        columns=["text", "sentiment", "topics", "impact", "responsibility", "sector", "split"],
    )


@pytest.fixture(scope="module")
def trained(frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("trained") / "mine"
    return path, *train_bundle(frame, path, seed=3)


def test_the_bundle_is_the_classifier(trained, frame):
    path, classifier, _ = trained
    loaded = ComplaintClassifier.load(path)
    assert loaded.version_ == classifier.version_
    assert loaded.get_params()["random_state"] == 3
    assert list(loaded.classify_many(frame["text"])) == list(
        classifier.classify_many(frame["text"])
    )


def test_figures_are_of_what_was_held_out(trained):
    _, classifier, metrics = trained
    assert {name: figures["texts"] for name, figures in metrics.items()} == {
        "validation": 8,
        "test": 4,
    }
    assert {figures["model_version"] for figures in metrics.values()} == {classifier.version_}
    assert "reliability" in metrics["test"]["labels"]["impact"]


def test_the_manifest_holds_the_data_and_the_short_figures(trained):
    path, _, metrics = trained
    manifest = read_manifest(path)
    assert manifest["corpus"]["texts"] == 36
    assert manifest["corpus"]["splits"] == {"test": 4, "train": 24, "validation": 8}
    assert manifest["corpus"]["sectors"] == 9
    short = manifest["metrics"]["test"]["labels"]["impact"]
    assert short["accuracy"] == metrics["test"]["labels"]["impact"]["accuracy"]
    assert not {"reliability", "by_coverage"} & set(short)
    json.dumps(manifest, allow_nan=False)


def test_the_card_shows_the_figures(trained):
    path, _, metrics = trained
    card = (path / "README.md").read_text(encoding="utf-8")
    accuracy = metrics["test"]["labels"]["sentiment"]["accuracy"]
    assert f"| sentiment | 4 | {accuracy:.3f} |" in card
    assert "36 texts (test 4, train 24, validation 8)" in card
    assert "need no review" in card


def test_data_without_split_is_split_and_measured(frame, tmp_path):
    _, metrics = train_bundle(frame.drop(columns="split"), tmp_path / "mine")
    assert list(metrics) == ["validation", "test"]
    assert "Figures on test" in (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")


def test_a_place_that_is_taken_is_refused_before_training(frame, trained, monkeypatch):
    path, _, _ = trained

    def fail(*args):
        raise AssertionError("it trained first")

    monkeypatch.setattr(ComplaintClassifier, "fit", fail)
    with pytest.raises(OutputError, match=r"it exists; name another folder, or use --force"):
        train_bundle(frame, path)


def test_bad_labels_leave_no_bundle(frame, tmp_path):
    with pytest.raises(InputError, match="unknown impact"):
        train_bundle(frame.assign(impact="huge"), tmp_path / "mine")
    assert not list(tmp_path.iterdir())
