"""The command line as a user has it: each test starts the command."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.classification import FIELDS
from classifier.labels import Quadrant

COMPLAINT = "De monteur is weer niet komen opdagen."
TABLE = "".join(
    f'[{name}]\nresponse = "[b]{name}"\nresponse_text = "Beste [naam], [/b] {name} :smile:"\n'
    for name in (*Quadrant, "none")
)


def run(*arguments: object, stdin: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[Any]:
    """Run the command and return what it printed, after a look at exit code and traces."""
    done = subprocess.run(
        [sys.executable, "-m", "classifier", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
    )
    done.stdout_text, done.stderr_text = done.stdout.decode(), done.stderr.decode()  # type: ignore[attr-defined]
    assert done.returncode == code, done.stderr_text  # type: ignore[attr-defined]
    assert b"Traceback" not in done.stderr
    assert b"Warning" not in done.stderr
    return done


@pytest.fixture(scope="module")
def bundle(corpus, tmp_path_factory) -> Path:
    """A bundle that the command trained on a CSV file."""
    folder = tmp_path_factory.mktemp("trained")
    small = corpus[corpus["split"] != "test"].iloc[::5]
    small = small.assign(topics=small["topics"].map(";".join))
    small.to_csv(folder / "labelled.csv", index=False, sep=";")
    done = run("train", folder / "labelled.csv", "-o", folder / "mine")
    assert f"training on {len(small)} texts" in done.stderr_text
    assert "training on" not in done.stdout_text
    assert f"saved {folder / 'mine'}, model " in done.stdout_text
    assert "validation: " in done.stdout_text
    return folder / "mine"


def test_version():
    assert run("--version").stdout_text.startswith("klachtwijzer 0.")


def test_classify(shipped):
    answer = shipped.classify(COMPLAINT)
    done = run("classify", COMPLAINT)
    for value in (answer.sentiment, answer.impact, answer.response, answer.response_text):
        assert str(value) in done.stdout_text
    assert f"{answer.sentiment_confidence:.0%}" in done.stdout_text
    assert done.stderr == b""


def test_classify_explain_json_and_bytes_that_are_no_text(shipped):
    text = f"{COMPLAINT} \udcff € 50"
    done = run("classify", "--explain", "--json", text)
    found = json.loads(done.stdout)
    evidence = found.pop("evidence")
    assert found == shipped.classify(text.replace("\udcff", "?")).as_dict()
    assert list(evidence) == ["sentiment", "topic", "impact", "responsibility"]
    for label, one in evidence.items():
        assert one["value"] == (found[label] or "none")
        for part in (*one["supporting"], *one["opposing"]):
            assert text[part["start"] : part["end"]].replace("\udcff", "?") == part["text"]


def test_tag_through_pipes_keeps_progress_out_of_the_data(shipped):
    rows = [{"id": "007", "text": COMPLAINT}, {"id": "008", "text": ""}]
    content = "id;text\n" + "".join(f"{row['id']};{row['text']}\n" for row in rows)
    done = run("tag", "-", "-o", "-", "--format", "csv", stdin=content.encode("cp1252"))
    found = list(csv.DictReader(io.StringIO(done.stdout_text), delimiter=";"))
    assert list(found[0]) == ["id", "text", *FIELDS]
    assert [{"id": row["id"], "text": row["text"]} for row in found] == rows
    assert found[0]["sentiment"] == str(shipped.classify(COMPLAINT).sentiment)
    assert found[1]["review_reasons"] == "empty"
    assert "2 texts tagged" in done.stderr_text
    assert "for review: empty 1" in done.stderr_text


def test_tag_parquet_with_model_table_and_prefix(tmp_path, bundle):
    table = pa.table({"n": pa.array([1], pa.int16()), "body": [COMPLAINT], "topic": ["mine"]})
    pq.write_table(table, tmp_path / "in.parquet")
    (tmp_path / "table.toml").write_text(TABLE)
    options = (
        "--text-column",
        "body",
        "--prefix",
        "our_",
        "-m",
        bundle,
        "--table",
        tmp_path / "table.toml",
        "-o",
        tmp_path / "out.parquet",
    )
    run("tag", tmp_path / "in.parquet", *options)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(table.column_names).equals(table)
    (row,) = found.to_pylist()
    assert row["our_response"] == f"[b]{row['our_quadrant'] or 'none'}"
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert row["our_model_version"] == manifest["model_version"]


def test_evaluate(tmp_path, corpus, bundle):
    small = corpus.groupby("split").head(40)
    source = tmp_path / "labelled.jsonl"
    small.to_json(source, orient="records", lines=True, force_ascii=False)
    done = run("evaluate", source, "--split", "test", "-m", bundle, "--json", tmp_path / "f.json")
    figures = json.loads((tmp_path / "f.json").read_text())
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert figures["model_version"] == manifest["model_version"]
    assert figures["texts"] == 40
    assert f"test: 40 texts, model {figures['model_version']}" in done.stdout_text
    assert f"{figures['labels']['sentiment']['accuracy']:.3f}" in done.stdout_text
    assert "judging 40 texts" in done.stderr_text


def test_whoever_reads_the_output_may_stop(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(
        (json.dumps({"text": f"{COMPLAINT} {'Nee. ' * 200}"}) + "\n") * 400
    )  # more than a pipe holds
    command = [sys.executable, "-m", "classifier", "tag", str(source), "-o", "-", "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(4) == b"text"
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert process.returncode == 1


def test_ending_the_command_leaves_no_texts(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text((json.dumps({"text": f"{COMPLAINT} {'Nee. ' * 200}"}) + "\n") * 20_000)
    command = [sys.executable, "-m", "classifier", "tag", source, "-o", tmp_path / "out.jsonl"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 60
        while not (drafts := list(tmp_path.glob(".*.part"))) and time.monotonic() < until:
            time.sleep(0.05)
        assert drafts
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    assert b"Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_demo_shows_square_brackets_as_they_are(tmp_path):
    text = "[b]Monteur[/b] kwam niet [/red]"
    row = dict.fromkeys(FIELDS, "") | {"text": text, "sentiment": "negative", "response": "[/i]"}
    with (tmp_path / "tagged.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    done = subprocess.run(
        [sys.executable, "-m", "classifier.demo", str(tmp_path / "tagged.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert text in done.stdout
    assert "[/i]" in done.stdout


def test_a_failure_while_working(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "geheim"}\n' * 300 + '{"text": "geheim"\n')
    done = run("tag", source, "-o", tmp_path / "out.csv", code=1)
    assert done.stderr_text == (
        f"klachtwijzer: {source}, line 301: no valid JSON (Expecting ',' delimiter); "
        "mend the line\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
