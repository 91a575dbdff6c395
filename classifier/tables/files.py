"""Which reader or writer serves a file."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from classifier.errors import InputError, OutputError
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
    with ExitStack() as stack:
        if path == STANDARD_STREAM:
            file = sys.stdin.buffer
        else:
            try:
                file = stack.enter_context(Path(path).open("rb"))
            except FileNotFoundError as error:
                raise InputError(f"there is no file {path}; check the name") from error
            except OSError as error:
                raise InputError(f"cannot read {path}: {error.strerror}; check the file") from error
        if path == STANDARD_STREAM or not file.seekable():
            # Finding out the encoding takes a look at all of it first.
            spooled = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(file, spooled)
            yield spooled  # type: ignore[misc]
        else:
            yield file


@contextmanager
def open_output(path: str, *, force: bool = False) -> Iterator[BinaryIO]:
    """Open `path` for writing; the file appears under its name only when all went well.

    Parameters
    ----------
    path : str
        A file, or ``-`` for standard output. Where it is a link, the file it leads to.
    force : bool
        Replace a file that is there; it keeps its rights.

    Raises
    ------
    OutputError
        When it is there already, or cannot be written.
    """
    if path == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(os.path.realpath(path))
    try:
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            raise OutputError(f"{path} is a folder, or no ordinary file; name another file")
        if mode is not None and not force:
            raise OutputError(f"{path} exists; name another file, or use --force to replace it")
        handle, draft = tempfile.mkstemp(
            prefix=f".{target.name}-", suffix=".part", dir=target.parent
        )
    except OSError as error:
        raise OutputError(
            f"cannot write {path} in the folder {target.parent}: {error.strerror}; "
            "choose another folder or change its rights"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
        os.replace(draft, target)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; nothing was left there"
        ) from error
    finally:
        Path(draft).unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


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


@contextmanager
def open_writer(
    file: BinaryIO,
    kind: Format,
    reader: Reader,
    new: dict[str, str],
    *,
    delimiter: str | None = None,
) -> Iterator[Writer]:
    """Give a writer of tables in the format `kind`; at the end, what it holds is written.

    Parameters
    ----------
    file : binary file
        Open for writing.
    kind : {"csv", "jsonl", "parquet"}
    reader : Reader
        What the rows come from; it knows the input's columns.
    new : dict of str to str
        The new columns: name in the file, and name of the field.
    delimiter : str, optional
        Of CSV; that of the input when not given.
    """
    writer: Writer
    if kind == "csv":
        if delimiter is None:
            delimiter = str(getattr(reader, "delimiter", ","))
        writer = CsvWriter(file, reader.columns, list(new), delimiter)
    elif kind == "jsonl":
        writer = JsonlWriter(file)
    else:
        from classifier.tables.parquet_table import ParquetWriter  # slow to load

        writer = ParquetWriter(file, reader.schema, reader.columns, new)
    try:
        yield writer
        writer.close()
    except BaseException:
        writer.abandon()
        raise
