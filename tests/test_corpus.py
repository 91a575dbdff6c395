"""Labelled data: what is read, and what is said of bad records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.corpus import corpus_facts, read_corpus
from classifier.errors import CorpusError, InputError

GOOD: dict[str, Any] = {
    "text": "De monteur kwam niet.",
    "sentiment": "negative",
    "topics": ["operations"],
    "impact": "low",
    "responsibility": "organisation",
}
NONE = {**GOOD, "topics": [], "impact": "none", "responsibility": None}
DESCRIBED = {
    **GOOD,
    "id": "a1",
    "sector": "energy",
    "channel": "email",
    "variety": "nl-NL",
    "kind": "complaint",
    "manner": "flat",
    "style": "tidy",
    "hard": None,
    "for_whom": "self",
    "round": "first",
    "writer": "w1",
    "labeller": "l1",
    "split": "train",
    "votes": {},
}


def jsonl(folder: Path, *records: Any) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


def test_the_same_in_every_format(tmp_path):
    records = [{**GOOD, "topics": ["operations", "billing"]}, NONE]
    jsonl(tmp_path, *records)
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "corpus.parquet")
    (tmp_path / "corpus.csv").write_text(
        "text;sentiment;topics;impact;responsibility\n"
        'De monteur kwam niet.;negative;"operations; billing";low;organisation\n'
        "De monteur kwam niet.;negative;;none;\n"
    )
    frames = [read_corpus(tmp_path / f"corpus.{kind}") for kind in ("jsonl", "parquet", "csv")]
    for frame in frames:
        assert frame.to_dict("records") == records
    assert len({corpus_facts(frame)["sha256"] for frame in frames}) == 1


def test_facts(tmp_path):
    frame = read_corpus(
        jsonl(
            tmp_path,
            DESCRIBED,
            {**DESCRIBED, "id": "a2", "sector": "banks", "split": "test"},
            {**DESCRIBED, "id": "a3"},
        ),
        described=True,
    )
    facts = corpus_facts(frame)
    assert len(facts.pop("sha256")) == 64
    by_split = facts.pop("split_sha256")
    assert facts == {"texts": 3, "splits": {"test": 1, "train": 2}, "sectors": 2}
    assert by_split["test"] == corpus_facts(frame.iloc[[1]])["sha256"]
    moved = corpus_facts(frame.assign(split=["train", "test", "validation"]))
    assert moved["sha256"] == corpus_facts(frame)["sha256"]
    assert moved["split_sha256"].keys() == {"train", "test", "validation"}
    assert moved["split_sha256"]["train"] != by_split["train"]
    changed = frame.assign(impact="high")
    assert corpus_facts(changed)["sha256"] != corpus_facts(frame)["sha256"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({**GOOD, "impact": "very_high"}, "impact is 'very_high'; it may be one of ['none'"),
        ({**GOOD, "impact": "Piet Jansen"}, "impact is a text of 11 characters; it may be"),
        ({**GOOD, "impact": "0612345678"}, "impact is a text of 10 characters; it may be"),
        ({**GOOD, "impact": "a@b.nl"}, "impact is a text of 6 characters; it may be"),
        ({**GOOD, "impact": 612345678}, "impact is a value of type int; it may be"),
        ({**GOOD, "impact": "w" * 20}, f"impact is '{'w' * 20}'; it may be"),
        ({**GOOD, "impact": "w" * 21}, "impact is a text of 21 characters; it may be"),
        ({**GOOD, "text": " \n"}, "the text is empty"),
        ({**GOOD, "text": None}, "the text is empty"),
        ({**GOOD, "text": 12}, "the text is empty"),
        (without(GOOD, "text"), "the field 'text' is missing"),
        (without(GOOD, "topics"), "the field 'topics' is missing"),
        ({**GOOD, "sentiment": "boos"}, "sentiment is 'boos'; it may be one of ['negative'"),
        ({**GOOD, "sentiment": ["negative"]}, "sentiment is a value of type list; it may be"),
        ({**GOOD, "sentiment": None}, "sentiment is None; it may be"),
        ({**GOOD, "impact": "Low"}, "impact is 'Low'; it may be one of ['none'"),
        ({**GOOD, "topics": None}, "topics is None; it is a list, possibly empty"),
        (
            {**GOOD, "topics": ["price", {}]},
            "topics has 'price', a value of type dict; each may be one of",
        ),
        ({**GOOD, "topics": ["billing", "billing"]}, "topics names one twice"),
        ({**GOOD, "responsibility": "firm"}, "responsibility is 'firm'; it may be one of"),
        ({**GOOD, "responsibility": None}, "responsibility is empty; where impact is low or high"),
        ({**NONE, "responsibility": "customer"}, "responsibility must be empty where impact is"),
        ({**GOOD, "split": "dev"}, "split is 'dev'; it may be one of ['train'"),
        ({**GOOD, "channel": "fax"}, None),  # other people's words are their own
        ({**GOOD, "kind": "klacht"}, None),
        ({**GOOD, "sector": ["energy"], "split": "train"}, None),
    ],
)
def test_bad_record(tmp_path, record, reason):
    path = jsonl(tmp_path, record)
    if reason is None:  # odd, but nothing here depends on it
        assert len(read_corpus(path)) == 1
        return
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    ((line, found),) = caught.value.problems
    assert line == 1
    assert reason in found
    assert found in str(caught.value)


def test_every_bad_record_is_named_by_line_and_reason(tmp_path):
    records = [GOOD, {**GOOD, "impact": "?"}, GOOD, {**GOOD, "sentiment": "?", "topics": ["?"]}]
    with pytest.raises(CorpusError, match="mend these lines") as caught:
        read_corpus(jsonl(tmp_path, *records))
    assert [line for line, _ in caught.value.problems] == [2, 4, 4]
    assert [reason.split()[0] for _, reason in caught.value.problems] == [
        "impact",
        "sentiment",
        "topics",
    ]
    with pytest.raises(CorpusError, match=r"50 bad record\(s\)") as caught:
        read_corpus(jsonl(tmp_path, *[{**GOOD, "impact": "?"}] * 50))
    assert len(caught.value.problems) == 50
    assert str(caught.value).count("\n") == 50


def test_line_numbers_in_csv_are_those_of_the_file(tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text(
        "text,sentiment,topics,impact,responsibility\n"
        '"twee\nregels",negative,,none,\n'
        "\n"
        '"twee\nregels",boos,,none,\n'
    )
    with pytest.raises(CorpusError, match="line 5: sentiment is 'boos'"):
        read_corpus(path)


def test_mixed_up_columns_show_no_text(tmp_path):
    secret = "Mevrouw Jansen uit Utrecht belt over haar rekening."
    record = dict.fromkeys(("sentiment", "impact", "responsibility"), secret)
    path = jsonl(tmp_path, {"text": "negative", "topics": [secret], **record})
    with pytest.raises(CorpusError, match=r"sentiment is a text of \d+ characters") as caught:
        read_corpus(path)
    assert len(caught.value.problems) == 4
    assert "Jansen" not in str(caught.value)


def test_records_that_do_not_go_together(tmp_path):
    path = jsonl(
        tmp_path,
        DESCRIBED,
        {**DESCRIBED, "split": "test"},
        without({**DESCRIBED, "id": "a3"}, "split"),
    )
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert caught.value.problems == [
        (2, "the id of line 1 again"),
        (2, "sector 'energy' is in 'test' and in 'train'"),
        (3, "the field 'split' is missing, which other records have"),
    ]


def test_the_projects_own_corpus_needs_a_description(tmp_path):
    with pytest.raises(CorpusError, match="the field 'sector' is missing"):
        read_corpus(jsonl(tmp_path, GOOD), described=True)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("c.csv", "text,sentiment,impact\na,b,c\n", r"lacks .* \['topics', 'responsibility'\]"),
        ("c.csv", "a,b\n1,2\n", r"no column 'text' in the header, which has \['a', 'b'\]"),
        ("c.csv", "text,sentiment,topics,impact,responsibility\n", "has no records; it needs"),
        ("c.jsonl", "", "has no records; it needs rows with text, sentiment, topics"),
        ("c.jsonl", "{\n", "line 1: no valid JSON"),
        ("c.txt", "", "says no format"),
    ],
)
def test_no_corpus(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=message):
        read_corpus(tmp_path / name)


@pytest.mark.parametrize("name", ["channel", "variety", "kind"])
def test_the_projects_own_corpus_uses_its_own_words(tmp_path, name):
    with pytest.raises(CorpusError, match=f"{name} is 'fax'; it may be one of"):
        read_corpus(jsonl(tmp_path, {**DESCRIBED, name: "fax"}), described=True)


def test_half_a_surrogate_pair_is_read(tmp_path):
    frame = read_corpus(jsonl(tmp_path, {**GOOD, "text": "Slecht \ud83d hoor"}))
    assert frame["text"].tolist() == ["Slecht ? hoor"]
