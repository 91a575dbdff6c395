"""The tagging job on files."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import Classification
from classifier.batch import tag_file
from classifier.classification import FIELDS
from classifier.errors import InputError, OutputError
from classifier.labels import Impact, Topic

FORMATS = ("csv", "jsonl", "parquet")
TEXTS = ['regel één\nregel "twee", €; slot', "", "De monteur kwam niet."]


class Echo:
    """Stands for a classifier: fast, and its answer shows which text it saw."""

    def classify_many(self, texts: Iterable[Any]) -> Iterator[Classification]:
        for text in texts:
            yield Classification(
                topic=Topic.ADVICE,
                topics=(Topic.ADVICE, Topic.BILLING),
                impact=Impact.LOW,
                response=f"saw {text}",
                impact_confidence=0.123456,
                needs_review=not text,
                review_reasons=() if text else ("empty",),
                model_version="echo",
            )


ECHO: Any = Echo()


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    """Write a table without the project's own writers."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return str(path)


def read(path: Path) -> list[dict[str, Any]]:
    """Read a table without the project's own readers."""
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in file]
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("source", FORMATS)
def test_every_format_to_every_format(tmp_path, source, output):
    rows = [
        {"code": f"{i:04}", "text": text, "after": f"é{i}"}
        for i, text in enumerate(TEXTS * 100)  # more than one chunk
    ]
    write(tmp_path / f"in.{source}", rows)
    target = tmp_path / f"out.{output}"
    summary = tag_file(ECHO, str(tmp_path / f"in.{source}"), str(target))
    found = read(target)
    assert list(found[0]) == ["code", "text", "after", *FIELDS]
    assert [{k: row[k] for k in ("code", "text", "after")} for row in found] == rows
    assert [row["response"] for row in found] == [f"saw {row['text']}" for row in rows]
    is_csv = output == "csv"
    assert found[0]["topics"] == ("advice;billing" if is_csv else ["advice", "billing"])
    assert found[1]["review_reasons"] == ("empty" if is_csv else ["empty"])
    assert found[0]["impact_confidence"] == ("0.1235" if is_csv else 0.1235)
    assert found[0]["needs_review"] == ("false" if is_csv else False)
    assert found[0]["sentiment"] == ("" if is_csv else None)
    assert summary.texts == 300
    assert summary.for_review == 100
    assert summary.reasons == {"empty": 100}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([f"in.{source}", f"out.{output}"])


def test_parquet_keeps_its_types(tmp_path):
    table = pa.table(
        {
            "n": pa.array([2**53 + 1, None], pa.int64()),
            "text": pa.array(["a", None], pa.large_string()),
            "when": pa.array(
                [datetime(2024, 1, 2, tzinfo=UTC), None], pa.timestamp("ns", tz="UTC")
            ),
            "list": pa.array([["x"], None], pa.list_(pa.string())),
            "deep": pa.array([{"a": 1}, None], pa.struct([("a", pa.int32())])),
            "kind": pa.array(["p", "q"]).dictionary_encode(),
            "none": pa.nulls(2),
            "bytes": pa.array([b"\xff", b""]),
        }
    ).replace_schema_metadata({"made": "here"})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=1)
    tag_file(ECHO, str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"))
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(table.column_names).equals(table)
    assert found.schema.metadata[b"made"] == b"here"
    assert found.schema.field("topics").type == pa.list_(pa.string())
    assert found.schema.field("needs_review").type == pa.bool_()
    assert found.schema.field("impact_confidence").type == pa.float64()


def test_parquet_types_as_text(tmp_path):
    table = pa.table(
        {
            "text": ["a"],
            "n": pa.array([float("nan")]),
            "when": [datetime(2024, 1, 2, tzinfo=UTC)],
            "tags": [["x", "y"]],
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    for output in ("csv", "jsonl"):
        tag_file(ECHO, str(tmp_path / "in.parquet"), str(tmp_path / f"out.{output}"))
    (row,) = read(tmp_path / "out.csv")
    assert (row["n"], row["tags"], row["when"]) == ("", "x;y", "2024-01-02 00:00:00+00:00")
    (row,) = read(tmp_path / "out.jsonl")
    assert (row["n"], row["tags"]) == (None, ["x", "y"])


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        ("in.csv", b"", ["text"]),
        ("in.csv", b"id;text\n", ["id", "text"]),
        ("in.jsonl", b"", []),
        ("in.parquet", None, ["id", "text"]),
    ],
)
def test_no_rows(tmp_path, name, content, columns, target):
    path, out = tmp_path / name, tmp_path / f"out.{target}"
    if content is None:
        pq.write_table(
            pa.table({"id": pa.array([], pa.int16()), "text": pa.array([], "str")}), path
        )
    else:
        path.write_bytes(content)
    assert tag_file(ECHO, str(path), str(out)).texts == 0
    if target == "jsonl":
        assert out.read_bytes() == b""
    elif target == "csv":
        header = (";" if content and b";" in content else ",").join([*columns, *FIELDS])
        assert out.read_text() == header + "\n"
    else:
        found = pq.read_table(out)
        assert (found.num_rows, found.column_names) == (0, [*columns, *FIELDS])
        if content is None:
            assert found.schema.field("id").type == pa.int16()


def test_delimiter_of_the_output(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("id;text\n1;a\n")
    tag_file(ECHO, str(path), str(tmp_path / "same.csv"))
    assert (tmp_path / "same.csv").read_text().startswith("id;text;sentiment;")
    tag_file(ECHO, str(path), str(tmp_path / "tabs.tsv"), delimiter=";")
    assert read(tmp_path / "tabs.tsv")[0]["response"] == "saw a"
    source = write(tmp_path / "in.jsonl", [{"text": "a"}])
    tag_file(ECHO, source, str(tmp_path / "chosen.csv"), delimiter="|")
    assert (tmp_path / "chosen.csv").read_text().startswith("text|sentiment|")


def test_prefix_and_text_column(tmp_path):
    source = write(tmp_path / "in.csv", [{"body": "a", "topic": "mine"}])
    tag_file(ECHO, source, str(tmp_path / "out.csv"), text_column="body", prefix="our_")
    (row,) = read(tmp_path / "out.csv")
    assert list(row) == ["body", "topic", *(f"our_{name}" for name in FIELDS)]
    assert (row["topic"], row["our_topic"], row["our_response"]) == ("mine", "advice", "saw a")


ROWS = '{"text": "a"}\n' * 300


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", "id,text\n" + "1,a\n" * 300 + "2\n", "line 302: 1 fields"),
        ("in.csv", "text,topic\na,b\n", r"columns named as ours: \['topic'\].*--prefix"),
        ("in.jsonl", ROWS + "{\n", "line 301: no valid JSON"),
        ("in.jsonl", ROWS + '{"body": "geheim"}\n', r"line 301: .* no field 'text'; .*\['body'\]"),
        ("in.jsonl", ROWS + '{"text": "geheim", "impact": 1}', r"as ours: \['impact'\].*--prefix"),
        ("in.jsonl", ROWS + '{"text": ["geheim"]}\n', "line 301: the field 'text' holds a list"),
        ("in.jsonl", ROWS + '{"text": {"a": "geheim"}}\n', "line 301: .* holds a dict"),
    ],
)
# Parquet's own writer ends its file when it is thrown away: it must not.
@pytest.mark.filterwarnings("error")
def test_a_failure_leaves_nothing(tmp_path, name, content, message, target):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=message) as caught:
        tag_file(ECHO, str(tmp_path / name), str(tmp_path / f"out.{target}"))
    assert "geheim" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    del caught
    gc.collect()


def test_a_failure_keeps_the_old_output(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(ROWS + "{\n")
    target.write_text("old")
    with pytest.raises(InputError):
        tag_file(ECHO, str(source), str(target), force=True)
    assert target.read_text() == "old"
    source.write_text(ROWS)
    with pytest.raises(OutputError, match="exists"):
        tag_file(ECHO, str(source), str(target))
    assert target.read_text() == "old"


def test_values_that_are_no_text(tmp_path):
    rows = [{"text": value} for value in (None, 12, 1.5, "")]
    tag_file(ECHO, write(tmp_path / "in.jsonl", rows), str(tmp_path / "out.jsonl"))
    found = read(tmp_path / "out.jsonl")
    assert [row["text"] for row in found] == [None, 12, 1.5, ""]
    assert [row["response"] for row in found] == ["saw None", "saw 12", "saw 1.5", "saw "]


def test_what_cannot_be_judged_keeps_its_place(tmp_path, shipped):
    texts = {
        "": ["empty"],
        " \t\u200b\n": ["empty"],
        "😡👍🏽": ["no_words"],
        "https://voorbeeld.nl/klacht": ["no_words"],
        "The engineer never came and nobody called me back.": ["not_dutch"],
    }
    judged = "De monteur is weer niet komen opdagen."
    rows = [{"id": i, "text": text} for i, text in enumerate([*texts, judged])]
    tag_file(shipped, write(tmp_path / "in.jsonl", rows), str(tmp_path / "out.jsonl"))
    found = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in found] == list(range(len(rows)))
    for row, reasons in zip(found[:-1], texts.values(), strict=True):
        assert row["review_reasons"] == reasons
        assert row["needs_review"] is True
        assert row["sentiment"] is row["impact"] is row["response"] is None
    assert found[-1] == {**rows[-1], **shipped.classify(judged).as_dict()}


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_the_input_under_another_name_is_no_output(tmp_path, link):
    source = write(tmp_path / "in.csv", [{"text": "a"}])
    link(source, tmp_path / "out.csv")
    for target in (source, str(tmp_path / "out.csv")):
        with pytest.raises(OutputError, match="is the input itself; name another output"):
            tag_file(ECHO, source, target, force=True)
    assert Path(source).read_text() == "text\na\n"


def test_rows_are_written_while_others_are_still_to_be_read(tmp_path, monkeypatch):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "a"}\n' * 2_000)
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    steps = []
    tag_file(
        ECHO,
        str(path),
        "-",
        on_progress=lambda share, rows: steps.append((share, rows, out.getvalue().count(b"\n"))),
    )
    shares, rows, lines = zip(*steps, strict=True)
    assert rows == lines == (256, 512, 768, 1024, 1280, 1536, 1792, 2000)
    assert shares == tuple(sorted(shares))
    assert shares[0] < 0.5
    assert shares[-1] == 1.0


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", ["csv", "jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path, source, target):
    peaks = []
    for count in (2_000, 20_000):
        path = write(tmp_path / f"{count}.{source}", [{"id": "1", "text": "woord " * 9}] * count)
        if not peaks:  # what is imported and cached once is not counted
            tag_file(ECHO, path, str(tmp_path / f"warm.{target}"))
        tracemalloc.start()
        tag_file(ECHO, path, str(tmp_path / f"{count}.out.{target}"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


def test_standard_output_outlives_a_failure(tmp_path, monkeypatch):
    path = tmp_path / "in.jsonl"
    path.write_text(ROWS + "{\n")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    for kind in FORMATS:
        with pytest.raises(InputError):
            tag_file(ECHO, str(path), "-", stream_format=kind)  # type: ignore[arg-type]
        gc.collect()
        assert not out.closed
