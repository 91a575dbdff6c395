"""The project's own corpus holds what its plan and its datasheet say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.corpus import CHANNELS, DESCRIPTION_FIELDS, LABEL_FIELDS, SPLITS
from classifier.corpus_checks import Plan, check_corpus, markdown
from classifier.corpus_checks.agreement import LATER_VOTES

ROOT = Path(__file__).parent.parent
# May be empty: of praise, and of texts that are not hard.
MAY_BE_EMPTY = {"responsibility", "hard"}


@pytest.fixture(scope="module")
def report(corpus, real_frame):
    """The report of all checks, with the real texts where they are present."""
    return check_corpus(corpus, Plan.read(ROOT / "corpus" / "plan.toml"), real=real_frame)


def test_every_check_holds(report):
    assert report.failed == []


def test_the_datasheet_shows_the_report(report):
    datasheet = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8").splitlines()
    # Without the real texts the figures beside them cannot be made again.
    shown = [line.partition(" (real texts:")[0] for line in datasheet]
    missing = [
        line
        for line in markdown(report).splitlines()
        if line.partition(" (real texts:")[0] not in shown
    ]
    assert missing == []


def test_every_record_is_described(corpus):
    for name in {*LABEL_FIELDS, *DESCRIPTION_FIELDS} - MAY_BE_EMPTY:
        assert corpus[name].notna().all(), name
    assert set(corpus["channel"]) == set(CHANNELS)


def test_every_text_has_its_brief(corpus):
    lines = (ROOT / "corpus" / "briefs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == corpus["id"].tolist()


def test_test_sectors_are_unseen_in_training(corpus):
    by_split = corpus.groupby("split")["sector"].agg(set)
    assert set(by_split.index) == set(SPLITS)
    assert sum(map(len, by_split)) == corpus["sector"].nunique()


def test_the_second_test_is_hard_throughout(corpus):
    hard = corpus["split"] == "hard_test"
    assert corpus.loc[hard, "hard"].notna().all()
    assert hard.sum() >= 200


def test_two_others_read_every_text(corpus):
    for writer, labeller, votes in zip(
        corpus["writer"], corpus["labeller"], corpus["votes"], strict=True
    ):
        assert labeller != writer
        assert len(votes.keys() - {writer, *LATER_VOTES}) == 2
