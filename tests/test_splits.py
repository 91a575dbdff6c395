"""Splits for data that has none."""

from __future__ import annotations

import pandas as pd
import pytest

from classifier.errors import InputError
from classifier.splits import with_splits


def test_sectors_stay_together_and_every_split_has_some():
    frame = pd.DataFrame({"text": ["x"] * 200, "sector": [f"s{i % 20}" for i in range(200)]})
    split = with_splits(frame, seed=1)
    assert split.groupby("sector")["split"].nunique().eq(1).all()
    assert split.groupby("split")["sector"].nunique().to_dict() == {
        "train": 14,
        "validation": 3,
        "test": 3,
    }


def test_without_sectors_texts_are_shared_out():
    counts = with_splits(pd.DataFrame({"text": ["x"] * 100}))["split"].value_counts()
    assert counts["train"] > 60
    assert min(counts["validation"], counts["test"]) >= 10


def test_one_seed_gives_one_split_and_fixed_splits_are_left_alone():
    frame = pd.DataFrame({"text": ["x"] * 50})
    assert with_splits(frame, seed=3)["split"].equals(with_splits(frame, seed=3)["split"])
    fixed = frame.assign(split="train")
    assert with_splits(fixed) is fixed


def test_too_few_sectors_are_refused():
    frame = pd.DataFrame({"text": ["x"] * 50, "sector": ["a", "b"] * 25})
    with pytest.raises(InputError, match="2 sectors cannot be shared out"):
        with_splits(frame)
