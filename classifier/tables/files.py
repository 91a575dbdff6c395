"""Which reader or writer serves a file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from classifier.errors import InputError
from classifier.tables.chunk import Reader, Writer
from classifier.tables.csv_table import CsvReader, CsvWriter
from classifier.tables.jsonl_table import JsonlReader, JsonlWriter

Format = Literal["csv", "jsonl", "parquet"]
#: Stands for standard input or output.
STANDARD_STREAM = "-"
_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def format_of(path: str, stream_format: Format = "jsonl") -> Format:
    """Return the format that the suffix of `path` names.

    Raises
    ------
    InputError
        When it names none.
    """
    if path == STANDARD_STREAM:
        return stream_format
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise InputError(
            f"{path}: the suffix {suffix!r} says no format; it may be {', '.join(_SUFFIXES)}"
        )
    return _SUFFIXES[suffix]


@contextmanager
def _input_file(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD_STREAM:
        # Finding out the encoding takes a look at all of it first.
        with tempfile.TemporaryFile() as spooled:
            shutil.copyfileobj(sys.stdin.buffer, spooled)
            yield spooled  # type: ignore[misc]
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}; check the name") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    with file:
        yield file


@contextmanager
def open_reader(
    path: str,
    *,
    wanted: str,
    delimiter: str | None = None,
    stream_format: Format = "jsonl",
) -> Iterator[Reader]:
    """Open a table for reading.

    Parameters
    ----------
    path : str
        A file, or ``-`` for standard input.
    wanted : str
        The column that the caller needs.
    delimiter : str, optional
        Of CSV; found out when not given.
    stream_format : {"csv", "jsonl", "parquet"}
        Format of standard input.
    """
    kind = format_of(path, stream_format)
    name = "standard input" if path == STANDARD_STREAM else path
    with _input_file(path) as file:
        if kind == "csv":
            yield CsvReader(file, name, wanted, delimiter)
        elif kind == "jsonl":
            yield JsonlReader(file, name)
        else:
            from classifier.tables.parquet_table import ParquetReader  # slow to load

            yield ParquetReader(file, name)


def open_writer(
    file: BinaryIO, kind: Format, reader: Reader, new: dict[str, str], *, delimiter: str = ","
) -> Writer:
    """Return a writer of tables in the format `kind`.

    Parameters
    ----------
    file : binary file
        Open for writing.
    kind : {"csv", "jsonl", "parquet"}
    reader : Reader
        What the rows come from; it knows the input's columns.
    new : dict of str to str
        The new columns: name in the file, and name of the field.
    delimiter : str
        Of CSV.
    """
    if kind == "csv":
        return CsvWriter(file, reader.columns, list(new), getattr(reader, "delimiter", delimiter))
    if kind == "jsonl":
        return JsonlWriter(file)
    from classifier.tables.parquet_table import ParquetWriter  # slow to load

    return ParquetWriter(file, reader.schema, reader.columns, new)
