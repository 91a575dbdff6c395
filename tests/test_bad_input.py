"""What users do wrong, and what the command says. Exit code 1, or 2 for wrong use."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from classifier import ComplaintClassifier, QuadrantTable, cli, terminal
from classifier.classification import FIELDS

COMPLAINT = "De monteur is weer niet komen opdagen."
LABELLED = "text,sentiment,topics,impact,responsibility\n"


def plain(text: str) -> str:
    """Return what typer prints without its colours, which it shows on some machines."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture
def command(shipped, monkeypatch):
    """Run the command in this process; the shipped model is loaded once."""

    def load(model=None, table=None):
        if model is not None or table is not None:
            return ComplaintClassifier.load(model, table=table)
        return shipped

    monkeypatch.setattr(cli, "_load", load)

    def run(*arguments: object, stdin: bytes = b"", code: int = 0):
        # Wide, so that a box of typer's around a message does not break it.
        runner = CliRunner(env={"COLUMNS": "200"})
        result = runner.invoke(cli.app, list(map(str, arguments)), input=stdin)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        if code:
            assert result.stdout == ""
        return result

    return run


@pytest.fixture
def tag(command, tmp_path):
    """Tag a file with some content; a failure must leave nothing."""

    def run(name: str, content: bytes | str, *options: str, code: int = 0, to: str = "out.jsonl"):
        source = tmp_path / name
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = command("tag", source, "-o", tmp_path / to, *options, code=code)
        left = {path.name for path in tmp_path.iterdir()}
        if code:
            assert left == {name}
            assert "geheim" not in result.stderr
            return " ".join(result.stderr.split())
        assert left == {name, to}
        return [json.loads(line) for line in (tmp_path / to).read_text().splitlines()]

    return run


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", "id,body\n1,geheim\n", "there is no column 'text'"),
        ("in.csv", "text,text\ngeheim,b\n", "['text'] more than once; rename all but one"),
        ("in.csv", "1,geheim\n2,een geheim van mij\n", "there is no column 'text'"),
        ("in.csv", "het geheim van een ander, dat\nx,y\n", "do not look like column names"),
        ("in.csv", "id,text\n1,geheim, zegt u\n", "line 2: 3 fields where the header has 2"),
        ("in.csv", 'id,text\n1,ok\n2,"geheim\n', "line 3: the row that begins there is no valid"),
        ("in.csv", "text\né\n".encode() + b"\xe9 geheim\n", "line 3: bytes that are not UTF-8"),
        ("in.csv", "text\ngeheim\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        ("in.csv", "text,impact\ngeheim,b\n", "named as ours: ['impact']. Choose a prefix"),
        ("in.jsonl", '{"text": "geheim"}\n{"text": geheim}\n', "line 2: no valid JSON"),
        ("in.jsonl", '{"body": "geheim"}\n', "there is no field 'text'; the fields are ['body']"),
        ("in.jsonl", '["geheim"]\n', "line 1: a list where an object"),
        ("in.jsonl", '{"text": ["geheim"]}\n', "line 1: the field 'text' holds a list"),
        ("in.jsonl", '{"text": "geheim", "response": 1}', "--prefix predicted_"),
        ("in.parquet", "geheim", "is no Parquet file; check the file or its suffix"),
        ("in.xlsx", "geheim", "the suffix '.xlsx' says no format; it may be .csv"),
    ],
)
def test_tag_refuses(tag, name, content, message):
    said = tag(name, content, code=1)
    assert said.startswith("klachtwijzer: ")
    assert message in said


def test_tag_refuses_the_wrong_delimiter(tag):
    said = tag("in.csv", "id;text\n1;geheim\n", "--delimiter", ",", code=1)
    assert "the header is divided by ';': use --delimiter ';', or leave it out" in said


def test_tag_refuses_a_parquet_clash(tag, tmp_path):
    pq.write_table(pa.table({"text": ["geheim"], "topics": [["a"]]}), tmp_path / "x")
    content = (tmp_path / "x").read_bytes()
    (tmp_path / "x").unlink()
    assert "['topics']. Choose a prefix" in tag("in.parquet", content, code=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--delimiter", ";;"], "it is one character, such as ; or"),
        (["--delimiter", '"'], "it is one character, such as ; or"),
        (["--format", "xml"], "xml"),
        (["--fast"], "--fast"),
        (["more"], "more"),
    ],
)
def test_tag_wrong_use(tag, options, message):
    assert message in plain(tag("in.csv", "text\na\n", *options, code=2))


def test_commands_help(command):
    for name, words in {
        "tag": ("--output", "--text-column", "--prefix", "--format", "--table", "--force"),
        "classify": ("--explain", "--json", "--model", "--table"),
        "train": ("--output", "--seed", "--delimiter", "--force"),
        "evaluate": ("--split", "--json", "--model"),
    }.items():
        output = command(name, "--help").stdout
        assert all(word in plain(output) for word in words)
    assert "Missing option '--output'" in plain(command("tag", "in.csv", code=2).stderr)
    assert "Missing argument" in plain(command("classify", code=2).stderr)


def test_a_tab_may_be_written_as_it_is_shown(tag):
    (row,) = tag("in.csv", "text\tn\na,b\t1\n", "--delimiter", "\\t")
    assert (row["text"], row["n"]) == ("a,b", "1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
def test_encodings_are_read(tag, name, encoding):
    text = f"{COMPLAINT} Eén café, € 50."
    content = f'text\r\n"{text}"\r\n'
    if name == "in.jsonl":
        content = json.dumps({"text": text}, ensure_ascii=False) + "\r\n"
    (row,) = tag(name, content.encode(encoding))
    assert row["text"] == text
    assert row["sentiment"] == "negative"


def test_unusual_texts_stay_and_say_why(tag, shipped):
    reasons = {
        "": "empty",
        " \n\t": "empty",
        "\x00\x07": "empty",
        "\ud83d": "empty",
        "😡🤬": "no_words",
        "https://voorbeeld.nl/a": "no_words",
        "Nobody came, and nobody called me back about this.": "not_dutch",
        f"{COMPLAINT} " * 16_667: "too_long",
    }
    rows = [{"text": text, "n": i} for i, text in enumerate([*reasons, None, f"\x00{COMPLAINT}"])]
    found = tag("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert [{"text": row["text"], "n": row["n"]} for row in found] == rows
    assert [row["review_reasons"][0] for row in found[: len(reasons)]] == list(reasons.values())
    assert all(row["needs_review"] for row in found[: len(reasons)])
    assert [row["sentiment"] for row in found[:7]] == [None] * 7
    assert found[7]["sentiment"] == "negative"
    assert found[8]["review_reasons"] == ["empty"]
    assert found[9]["sentiment"] == str(shipped.classify(COMPLAINT).sentiment)


@pytest.mark.parametrize(
    ("content", "columns"), [("", ["text"]), ("\ufeff", ["text"]), ("id,text\n", ["id", "text"])]
)
def test_tag_a_file_without_rows(command, tmp_path, content, columns):
    (tmp_path / "in.csv").write_text(content)
    result = command("tag", tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == ",".join([*columns, *FIELDS]) + "\n"
    assert "0 texts tagged" in result.stderr


def test_where_the_output_may_not_go(command, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text\na\n")
    (tmp_path / "old.csv").write_text("old")
    for target, message in (
        (source, "is the input itself; name another output"),
        (tmp_path / "old.csv", "exists; name another file, or use --force"),
        (source / "out.csv", "cannot write"),
        (tmp_path / "missing" / "out.csv", "choose another folder"),
        (tmp_path, "the suffix '' says no format"),
        (tmp_path / "out.txt", "the suffix '.txt' says no format"),
    ):
        assert message in command("tag", source, "-o", target, code=1).stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "old.csv"]
    assert (tmp_path / "old.csv").read_text() == "old"
    command("tag", source, "-o", tmp_path / "old.csv", "--force")
    assert (tmp_path / "old.csv").read_text().startswith("text,sentiment,")


def test_missing_input_model_and_table(command, tmp_path):
    out = tmp_path / "out.csv"
    (tmp_path / "in.csv").write_text("text\na\n")
    said = command("tag", tmp_path / "no.csv", "-o", out, code=1).stderr
    assert "there is no file" in said
    assert "check the name" in said
    said = command("classify", "a", "--model", tmp_path / "no", code=1).stderr
    assert f"there is no manifest.json in {tmp_path / 'no'}" in said
    assert "klachtwijzer train" in said
    for content, message in (
        ("[low_customer", "is not valid TOML"),
        ('[none]\nresponse = "a"\n', "section [none] lacks the text 'response_text'"),
        ('[none]\nresponse = "a"\nresponse_text = "b"\n', "the quadrant table lacks"),
        (None, "cannot read the quadrant table"),
    ):
        table = tmp_path / ("no.toml" if content is None else "table.toml")
        if content is not None:
            table.write_text(content)
        said = command("tag", tmp_path / "in.csv", "-o", out, "--table", table, code=1).stderr
        assert message in said
    assert not out.exists()


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        (COMPLAINT.encode(), "negative"),
        (f"\ufeff{COMPLAINT}\n".encode(), "negative"),
        (COMPLAINT.encode() + b"\xff", "negative"),
        (b"", None),
    ],
)
def test_classify_standard_input(command, stdin, expected):
    found = json.loads(command("classify", "-", "--json", stdin=stdin).stdout)
    assert list(found) == list(FIELDS)
    assert found["sentiment"] == expected


def test_classify_a_text_that_begins_with_a_dash(command):
    text = "-5 euro te veel, maar niemand belt terug"
    assert "No such option" in plain(command("classify", text, code=2).stderr)
    assert '"-5 euro": --' in plain(command("classify", "--help").stdout)
    found = json.loads(command("classify", "--json", "--", text).stdout)
    assert found["sentiment"] == "negative"


def test_classify_what_cannot_be_judged(command):
    assert "Laat een mens meekijken: empty." in command("classify", "").stdout
    output = command("classify", "--explain", "https://a.nl").stdout
    assert "Laat een mens meekijken: no_words." in output
    assert "supporting" not in output


def test_square_brackets_of_a_users_table_are_shown(command, shipped, tmp_path):
    answer = shipped.classify(COMPLAINT)
    sections = QuadrantTable.load()._rows
    table = "".join(
        f'[{name}]\nresponse = "[b]{name}"\nresponse_text = "Beste [naam], [/b] {name} :smile:"\n'
        for name in sections
    )
    (tmp_path / "table.toml").write_text(table)
    output = command("classify", COMPLAINT, "--table", tmp_path / "table.toml").stdout
    assert f"[b]{answer.quadrant}" in output
    assert f"Beste [naam], [/b] {answer.quadrant} :smile:" in output
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": COMPLAINT}))
    options = ("-o", tmp_path / "out.csv", "--table", tmp_path / "table.toml")
    said = command("tag", tmp_path / "in.jsonl", *options).stderr
    assert f"response: [b]{answer.quadrant} 1" in said


def test_explain_names_its_evidence(command):
    output = command("classify", "--explain", COMPLAINT).stdout
    assert "sentiment: negative" in output
    assert "niet" in output.split("sentiment: negative")[1]
    assert "rest" in output


def test_progress_goes_to_standard_error(command, tmp_path, monkeypatch):
    monkeypatch.setattr(terminal, "_EVERY", 0.0)
    (tmp_path / "in.jsonl").write_text('{"text": ""}\n' * 300)
    result = command("tag", tmp_path / "in.jsonl", "-o", "-")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 300
    assert "tagging: 256 texts, " in result.stderr
    assert "tagging: 300 texts, 100%" in result.stderr


BAD = LABELLED + "a,boos,,none,\nb,negative,,none,\nc,negative,prijs,none,\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LABELLED, "has no records; it needs rows with text, sentiment"),
        ("", "has no records"),
        ("text,impact\na,low\n", "lacks the columns ['sentiment', 'topics', 'responsibility']"),
        ("a;b\n1;2\n", "no column 'text' in the header, which has ['a', 'b']"),
        (BAD, "2 bad record(s)"),
        (BAD, "line 2: sentiment is 'boos'; it may be one of ['negative'"),
        (BAD, "line 4: topics has 'prijs'; each may be one of"),
    ],
)
def test_bad_corpus(command, tmp_path, content, message):
    source = tmp_path / "labelled.csv"
    source.write_text(content)
    for arguments in (("train", source, "-o", tmp_path / "mine"), ("evaluate", source)):
        assert message in command(*arguments, code=1).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["labelled.csv"]


def test_train_with_too_few_texts(command, tmp_path):
    source = tmp_path / "labelled.csv"
    source.write_text(LABELLED + "a,negative,advice;billing,low,customer\n" * 12)
    said = command("train", source, "-o", tmp_path / "mine", code=1).stderr
    assert "training needs at least" in said
    assert not (tmp_path / "mine").exists()


def test_train_looks_at_its_output_first(command, tmp_path):
    source = tmp_path / "labelled.csv"
    source.write_text("not read")
    (tmp_path / "mine").mkdir()
    for target, message in (
        (tmp_path / "mine", "exists and is no bundle; name another folder"),
        (source / "mine", "cannot write in"),
    ):
        assert message in command("train", source, "-o", target, code=1).stderr
    command("train", source, "-o", tmp_path / "other", "--seed", "-1", code=2)


def test_evaluate_refuses(command, tmp_path):
    source, taken = tmp_path / "labelled.csv", tmp_path / "figures.json"
    source.write_text(LABELLED + f"{COMPLAINT},negative,operations,low,organisation\n")
    taken.write_text("old")
    for options, message in (
        (["--split", "test"], "has no split 'test'; it has []"),
        (["--json", taken], "exists; name another file, or use --force"),
        (["--json", source / "figures.json"], "cannot write"),
        (["--model", tmp_path / "no"], "there is no manifest.json"),
    ):
        assert message in command("evaluate", source, *options, code=1).stderr
    assert taken.read_text() == "old"
    command("evaluate", source, "--json", taken, "--force")
    assert json.loads(taken.read_text())["texts"] == 1


@pytest.mark.parametrize(
    "row", ["Nobody ever came or called me back.,negative,,none,", "Top service!,positive,,none,"]
)
def test_evaluate_what_has_little_to_compare(command, tmp_path, row):
    (tmp_path / "labelled.csv").write_text(LABELLED + row + "\n")
    result = command("evaluate", tmp_path / "labelled.csv")
    assert "labelled.csv: 1 texts, model " in result.stdout
    assert "judging 1 texts" in result.stderr
    figures = json.loads(command("evaluate", tmp_path / "labelled.csv", "--json", "-").stdout)
    assert figures["texts"] == 1
    assert "responsibility" not in figures["labels"]


def test_a_changed_bundle_is_refused(command, tmp_path):
    shutil.copytree(Path(cli.__file__).parent.parent / "models" / "nl", tmp_path / "mine")
    (tmp_path / "mine" / "topic.skops").write_bytes(b"x")
    said = command("classify", "a", "-m", tmp_path / "mine", code=1).stderr
    assert "topic.skops" in said
    assert "was changed after it was saved; copy the bundle anew" in said
