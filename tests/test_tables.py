"""Tables on disk: what is read, what is refused, what is written."""

from __future__ import annotations

import io
import json
import os
import stat
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import InputError, OutputError
from classifier.tables import Chunk, format_of, open_output, open_reader, open_writer
from classifier.tables.csv_table import CsvReader
from classifier.tables.encodings import detect_encoding

OURS = {"topics": "topics", "needs_review": "needs_review"}
ANSWER = {"topics": ["advice", "billing"], "needs_review": False}


def read(
    path: Path, wanted: str = "text", **options: Any
) -> tuple[list[str] | None, list[int], list[dict]]:
    """Return columns, line numbers and rows of a table."""
    lines, rows = [], []
    with open_reader(str(path), wanted=wanted, **options) as reader:
        for chunk in reader:
            lines += chunk.lines
            rows += chunk.rows
        assert reader.progress() == 1.0 or not rows
        return reader.columns, lines, rows


def file_of(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def said(caught: pytest.ExceptionInfo[InputError], path: Path) -> str:
    """Return the message without the path, which pytest makes of a test's parameters."""
    return str(caught.value).replace(str(path), "")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def written(kind: str, *chunks: list[dict], columns: list[str] | None = None) -> bytes:
    """Return what a writer makes of rows that come from JSON lines, or CSV."""

    class Source:
        schema = None

    source: Any = Source()
    source.columns = columns
    file = io.BytesIO()
    with open_writer(file, kind, source, OURS) as writer:
        for rows in chunks:
            writer.write(Chunk(list(range(1, len(rows) + 1)), rows), [ANSWER] * len(rows))
    return file.getvalue()


# --- encodings --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", "utf-8-sig"),
        (b"text\nplain\n", "utf-8-sig"),
        ("text\ncafé €\n".encode(), "utf-8-sig"),
        ("text\ncafé\n".encode("utf-8-sig"), "utf-8-sig"),
        ("text\ncafé €\n".encode("cp1252"), "cp1252"),
        # A letter of two bytes across the block that is read at a time.
        (b"x" * 65_535 + "é".encode(), "utf-8-sig"),
        (b"x" * 65_535 + "é".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found(content, encoding):
    file = io.BytesIO(content)
    assert detect_encoding(file, "f.csv") == encoding
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param("text\ncafé\n".encode() + b"caf\xe9\n", 3, id="UTF-8, then not"),
        pytest.param(b"text\ncaf\xe9\n" + "café\n".encode(), 2, id="not UTF-8, then UTF-8"),
        pytest.param(b"\xef\xbb\xbftext\n\ncaf\xe9\n", 3, id="byte order mark, then not"),
        pytest.param(b"text\nok\ncaf\x81\n", 3, id="in neither encoding"),
        pytest.param(b"x\n" * 50_000 + "é".encode() + b"\xe9", 50_001, id="far on"),
        pytest.param("text\ncafé\nca".encode() + b"\xc3", 3, id="cut off"),
    ],
)
def test_damaged_encoding_names_the_line(content, line):
    with pytest.raises(InputError, match=rf"f\.csv, line {line}: .*save the file as UTF-8"):
        detect_encoding(io.BytesIO(content), "f.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_refused_by_name(encoding):
    content = "\ufeff" * (encoding == "utf-16-be") + "text\n"
    with pytest.raises(InputError, match="UTF-16; save it as UTF-8"):
        detect_encoding(io.BytesIO(content.encode(encoding)), "f.csv")


# --- CSV --------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_dialects(tmp_path, delimiter, encoding, end):
    rows = ['"id"', "text"], ["007", '"één, ""twee"";\t| €"']
    content = "".join(delimiter.join(row) + end for row in rows)
    path = file_of(tmp_path, "in.csv", content.encode(encoding))
    columns, lines, found = read(path)
    assert columns == ["id", "text"]
    assert lines == [2]
    assert found == [{"id": "007", "text": 'één, "twee";\t| €'}]


def test_csv_rows_are_named_by_the_line_on_which_they_begin(tmp_path):
    path = file_of(tmp_path, "in.csv", 'text,id\r\n"a\r\nb\nc",1\r\n\r\nd,2\r\n')
    _, lines, rows = read(path)
    assert lines == [2, 6]
    assert rows == [{"text": "a\r\nb\nc", "id": "1"}, {"text": "d", "id": "2"}]


def test_csv_of_one_column_keeps_its_empty_rows(tmp_path):
    path = file_of(tmp_path, "in.csv", "\ntext\na\n\n\nb\n\n")
    _, lines, rows = read(path)
    assert [row["text"] for row in rows] == ["a", "", "", "b"]
    assert lines == [3, 4, 5, 6]


def test_csv_field_of_a_hundred_thousand_words(tmp_path):
    path = file_of(tmp_path, "in.csv", f"id,text\n1,{'woord ' * 100_000}\n")
    _, _, rows = read(path)
    assert len(rows[0]["text"]) == 600_000


@pytest.mark.parametrize("content", ["", "\ufeff", "\r\n\r\n"])
def test_csv_with_nothing_in_it(tmp_path, content):
    assert read(file_of(tmp_path, "in.csv", content)) == ([], [], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,text\n1,a\n2,geheim,b\n", r"line 3: 3 fields where the header has 2; .*quotes"),
        ('id,text\n1,"a\nb"\n2\n', r"line 4: 1 fields where the header has 2"),
        ('id,text\n1,a\n2,"geheim\n3,c\n4,d\n', r"line 3: the row that begins there .*mend"),
        ('id,text\n1,"geheim" b\n', r"line 2: the row that begins there is no valid CSV"),
        ("id,text,text\n1,a,b\n", r"\['text'\] more than once; rename"),
        ("id,body\n1,geheim\n", r"no column 'text' in the header, which has \['id', 'body'\]"),
        ("1,het geheim van onze buurman gisteren\n", "2 field.s. that do not look like column"),
        ("1,kort\n2,geheim\n", r"no column 'text'"),
    ],
)
def test_csv_refused(tmp_path, content, message):
    path = file_of(tmp_path, "in.csv", content)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "geheim" not in said(caught, path)


def test_csv_with_the_wrong_delimiter_names_the_right_one(tmp_path):
    path = file_of(tmp_path, "in.csv", "id;text\n1;a\n")
    with pytest.raises(InputError, match=r"delimiter ',' .* divided by ';': use --delimiter ';'"):
        read(path, delimiter=",")
    assert read(path, delimiter=";")[2] == [{"id": "1", "text": "a"}]


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_csv_gives_back_every_text(pairs):
    rows = [{"text": text, "note": note} for text, note in pairs]
    file = io.BytesIO(written("csv", rows))
    found = [row for chunk in CsvReader(file, "f", "text", None) for row in chunk.rows]
    answer = {"topics": "advice;billing", "needs_review": "false"}
    assert found == [{**row, **answer} for row in rows]


def test_csv_cells():
    row = {
        "text": "half \ud800 \x00",
        "none": None,
        "nan": float("nan"),
        "yes": True,
        "list": ["a", "b"],
        "mixed": ["a", 1],
        "object": {"a": "é"},
        "bytes": b"caf\xc3\xa9",
        "day": datetime(2024, 1, 2, tzinfo=UTC),
    }
    header, line = written("csv", [row]).decode().splitlines()
    assert header == "text,none,nan,yes,list,mixed,object,bytes,day,topics,needs_review"
    assert line == (
        'half ? \x00,,,true,a;b,"[""a"", 1]","{""a"": ""é""}",café,'
        "2024-01-02 00:00:00+00:00,advice;billing,false"
    )


def test_csv_takes_no_new_field_after_the_header():
    assert written("csv", [{"text": "a", "n": 1}, {"text": "b"}]).endswith(
        b"b,,advice;billing,false\n"
    )
    with pytest.raises(InputError, match=r"line 1 has the fields \['n'\].*\.jsonl"):
        written("csv", [{"text": "a"}], [{"text": "b", "n": 1}])


# --- JSON lines -------------------------------------------------------------------


def test_jsonl_with_byte_order_mark_and_blank_lines(tmp_path):
    path = file_of(tmp_path, "in.jsonl", '\ufeff{"text": "é"}\r\n\n  \n{"text": 1, "x": [2]}')
    assert read(path) == (None, [1, 4], [{"text": "é"}, {"text": 1, "x": [2]}])


def test_jsonl_in_windows_1252(tmp_path):
    path = file_of(tmp_path, "in.ndjson", '{"text": "één €"}\n'.encode("cp1252"))
    assert read(path)[2] == [{"text": "één €"}]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "geheim"', "no valid JSON"),
        ('{"text": "geheim", "text": "b"}', "a field stands there twice"),
        ('["geheim"]', "a list where an object"),
        ("[" * 100_000, "no valid JSON"),
        ('{"text": "geheim", "n": ' + "9" * 5_000 + "}", "no valid JSON"),
    ],
)
def test_jsonl_refused(tmp_path, line, message):
    path = file_of(tmp_path, "in.jsonl", '{"text": "a"}\n\n' + line + "\n")
    with pytest.raises(InputError, match=f"line 3: .*{message}.*mend the line") as caught:
        read(path)
    assert "geheim" not in said(caught, path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values))
def test_jsonl_gives_back_every_record(record):
    written_line = written("jsonl", [record])
    assert written_line.count(b"\n") == 1
    expected = json.loads(json.dumps({**record, **ANSWER}))
    if "Infinity" not in json.dumps(record):
        assert json.loads(written_line) == expected


def test_jsonl_writes_only_what_is_json():
    def refuse(constant):
        raise AssertionError(constant)

    record = {"text": "\ud83d", "n": float("nan"), "in": [{"n": float("inf")}], "b": b"x"}
    line = written("jsonl", [record])
    assert json.loads(line, parse_constant=refuse) == {
        "text": "\ud83d",
        "n": None,
        "in": [{"n": None}],
        "b": "x",
        **ANSWER,
    }


# --- Parquet ----------------------------------------------------------------------


def parquet(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def test_parquet_of_json_lines_has_the_fields_of_the_whole_chunk():
    rows = [
        {"text": "a", "empty": None, "list": [], "deep": {"x": None}},
        {"text": "half \ud800", "n": 1, "deep": {"x": "b"}},
    ]
    later = [{"text": "c", "empty": "text", "list": ["d"], "n": None}]
    table = parquet(written("parquet", rows, later))
    assert table.column_names == ["text", "empty", "list", "deep", "n", *OURS]
    assert table.schema.field("n").type == pa.int64()
    assert table.column("text").to_pylist() == ["a", "half ?", "c"]
    assert table.column("empty").to_pylist() == [None, None, "text"]
    assert table.column("list").to_pylist() == [[], None, ["d"]]
    assert table.column("deep").to_pylist() == [{"x": None}, {"x": "b"}, None]
    assert table.column("topics").to_pylist() == [ANSWER["topics"]] * 3


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"n": 1}, {"n": "geheim"}),
        ({"n": 1}, {"n": 1.5}),
        ({"n": 1}, {"m": 1}),
        ({"n": {"a": 1}}, {"n": {"a": 1, "b": 2}}),
        ({"n": 1}, {"n": 2**70}),
        ({"n": {}}, {"n": {}}),
    ],
)
def test_parquet_loses_nothing_without_saying(first, later):
    with pytest.raises(InputError, match=r"lines 1 to 1: .*write to a \.jsonl file") as caught:
        written("parquet", [first], [later])
    assert "geheim" not in str(caught.value)


def test_parquet_does_not_quote_a_value_that_it_refuses():
    value = "geheim"
    with pytest.raises(InputError, match="lines 1 to 2") as caught:
        written("parquet", [{"text": 1}, {"text": value}])
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_parquet_row_groups_are_not_as_small_as_chunks():
    content = written("parquet", *[[{"text": "a"}] * 256] * 40)
    file = pq.ParquetFile(io.BytesIO(content))
    assert file.metadata.num_rows == 256 * 40
    assert file.metadata.num_row_groups == 2


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 geheim PAR1", b"id,text\n1,geheim\n"])
def test_no_parquet_is_refused(tmp_path, content):
    path = file_of(tmp_path, "in.parquet", content)
    with pytest.raises(InputError, match=r"is no Parquet file; check the file or its suffix"):
        read(path)


def test_damaged_parquet_says_after_which_row(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": ["geheim"] * 2_000}), path, compression="none")
    content = bytearray(path.read_bytes())
    content[4:40] = b"\xff" * 36
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"after row 0: damaged Parquet.*make the file anew"):
        read(path)


def test_parquet_with_doubled_columns(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 2, names=["text", "text"]), path)
    with pytest.raises(InputError, match=r"\['text'\] more than once; rename"):
        read(path)


# --- files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.csv", "csv"),
        ("A.CSV", "csv"),
        ("a.tsv", "csv"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("map.csv/a.parquet", "parquet"),
        ("-", "parquet"),
    ],
)
def test_format_by_suffix(path, kind):
    assert format_of(path, "parquet") == kind


@pytest.mark.parametrize("path", ["a.xlsx", "a", "", "a.csv.gz"])
def test_no_format_by_suffix(path):
    with pytest.raises(InputError, match=r"says no format; it may be \.csv, \.tsv, \.jsonl"):
        format_of(path)


def test_missing_input_and_folder_as_input(tmp_path):
    with pytest.raises(InputError, match=r"there is no file .*in\.csv; check the name"):
        read(tmp_path / "in.csv")
    (tmp_path / "in.csv").mkdir()
    with pytest.raises(InputError, match=r"cannot read .*in\.csv: Is a directory"):
        read(tmp_path / "in.csv")


def test_named_pipe_as_input(tmp_path):
    path = tmp_path / "in.csv"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("text\na\n",))
    writer.start()
    assert read(path)[2] == [{"text": "a"}]
    writer.join()


def test_output_appears_only_when_whole(tmp_path):
    target = tmp_path / "out.csv"
    with open_output(str(target)) as file:
        file.write(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["out.csv"]


def test_output_that_fails_leaves_what_was_there(tmp_path):
    target = file_of(tmp_path, "out.csv", "old")

    def fail() -> None:
        with open_output(str(target), force=True) as file:
            file.write(b"new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


def test_output_that_exists_is_replaced_only_by_force_and_keeps_its_rights(tmp_path):
    target = file_of(tmp_path, "out.csv", "old")
    target.chmod(0o600)
    with (
        pytest.raises(OutputError, match=r"out\.csv exists; .*--force"),
        open_output(str(target)),
    ):
        pass
    with open_output(str(target), force=True) as file:
        file.write(b"new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_output_through_a_link_goes_where_it_leads(tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "out.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    with open_output(str(link)) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.csv").read_text() == "new"


@pytest.mark.parametrize("name", ["file.csv/out.csv", "missing/out.csv", "x" * 300 + ".csv"])
def test_output_that_cannot_be_written(tmp_path, name):
    file_of(tmp_path, "file.csv", "text\n")
    with (
        pytest.raises(OutputError, match=r"cannot write .*choose another folder"),
        open_output(str(tmp_path / name)),
    ):
        pass
    assert names(tmp_path) == ["file.csv"]


def test_output_that_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv"):
        with (
            pytest.raises(OutputError, match="no ordinary file; name another"),
            open_output(str(path), force=True),
        ):
            pass
