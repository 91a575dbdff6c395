"""CSV: delimiter and encoding found out, every row as long as the header."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from classifier.errors import InputError
from classifier.tables.chunk import Chunk, as_plain, chunked
from classifier.tables.encodings import detect_encoding

_DELIMITERS = (",", ";", "\t", "|")
# A complaint of a hundred thousand words is one field; csv stops at 128 kB by default.
_LONGEST_FIELD = 2**31 - 1
# What is longer is no name of a column.
_LONGEST_NAME, _MOST_WORDS = 40, 4


def _header(sample: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(sample), delimiter=delimiter), [])


def _names(columns: list[str]) -> str:
    """Return column names for a message; a file without a header has a customer's text there."""
    if any(
        len(c) > _LONGEST_NAME or len(c.split()) > _MOST_WORDS or c.strip().isnumeric()
        for c in columns
    ):
        return f"{len(columns)} field(s) that do not look like column names"
    return str(columns)


class CsvReader:
    """Reads CSV with a header.

    Parameters
    ----------
    file : binary file
    name : str
        What the user calls the file.
    wanted : str
        The column that must be there; it tells one delimiter from another.
    delimiter : str, optional
        Found out when not given.
    """

    schema = None

    def __init__(self, file: BinaryIO, name: str, wanted: str, delimiter: str | None) -> None:
        csv.field_size_limit(_LONGEST_FIELD)
        self._file, self._name = file, name
        self._size = max(file.seek(0, io.SEEK_END), 1)
        encoding = detect_encoding(file, name)
        self._text = io.TextIOWrapper(file, encoding=encoding, newline="")
        sample = next((line for line in self._text if line.strip()), "")
        self._text.seek(0)
        headers = {d: _header(sample, d) for d in _DELIMITERS}
        best = max(_DELIMITERS, key=lambda d: (wanted in headers[d], len(headers[d])))
        self.delimiter = delimiter or best
        self._rows = csv.reader(self._text, delimiter=self.delimiter, strict=True)
        columns = next((row for _, row in self._numbered() if row), [])
        self.columns: list[str] | None = columns
        if columns and wanted not in columns and wanted in headers[best]:
            raise InputError(
                f"{name}: with the delimiter {self.delimiter!r} there is no column {wanted!r}; "
                f"the header is divided by {best!r}: use --delimiter {best!r}, or leave it out"
            )
        if columns and wanted not in columns:
            raise InputError(
                f"{name}: there is no column {wanted!r} in the header, which has "
                f"{_names(columns)}; name the right one (--text-column, where the command has it) "
                "or rename it"
            )
        doubled = sorted({c for c in columns if columns.count(c) > 1})
        if doubled:
            raise InputError(
                f"{name} has the columns {_names(doubled)} more than once; rename all but one"
            )

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row with the line on which it begins."""
        while True:
            begin = self._rows.line_num + 1
            try:
                row = next(self._rows, None)
            except csv.Error as error:
                raise InputError(
                    f"{self._name}, line {begin}: the row that begins there is no valid CSV "
                    f"({error}); mend its quotes"
                ) from error
            if row is None:
                return
            yield begin, row

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        columns = self.columns or []
        blank: list[int] = []
        for line, row in self._numbered():
            if not row:
                # A line with nothing on it is a row only where a row has one field, and
                # not at the end of the file.
                blank += [line] if len(columns) == 1 else []
                continue
            if len(row) != len(columns):
                raise InputError(
                    f"{self._name}, line {line}: {len(row)} fields where the header has "
                    f"{len(columns)}; a text with {self.delimiter!r} or a line end in it needs "
                    "quotes around it"
                )
            yield from ((number, {columns[0]: ""}) for number in blank)
            blank.clear()
            yield line, dict(zip(columns, row, strict=True))

    def __iter__(self) -> Iterator[Chunk]:
        return chunked(self._records())

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return min(self._file.tell() / self._size, 1.0)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=as_plain)
    return as_plain(value)


class _Lines:
    """What `csv.writer` writes to: a binary file, with rows that end in a line feed.

    The writer quotes only the line ends that it is told to write itself, so it is told
    to write both, and the carriage return goes here.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, row: str) -> None:
        self._file.write(row.removesuffix("\r\n").encode("utf-8", "replace") + b"\n")


class CsvWriter:
    """Writes CSV in UTF-8; lists are joined by ``;``, nothing is an empty field.

    Parameters
    ----------
    file : binary file
    columns : list of str or None
        The input's columns; None where the first chunk tells.
    new : list of str
        Our columns.
    delimiter : str
    """

    def __init__(
        self, file: BinaryIO, columns: list[str] | None, new: list[str], delimiter: str
    ) -> None:
        self._csv = csv.writer(_Lines(file), delimiter=delimiter, lineterminator="\r\n")
        self._columns, self._new = columns, new
        self._begun = False

    def _begin(self, columns: list[str]) -> None:
        self._columns = columns
        self._csv.writerow([*columns, *self._new])
        self._begun = True

    def write(self, chunk: Chunk, new: Sequence[dict[str, Any]]) -> None:
        """Write the rows of `chunk`, each with its new columns behind it."""
        if not self._begun:
            self._begin(self._columns or list(dict.fromkeys(k for r in chunk.rows for k in r)))
        columns = self._columns or []
        for line, row, ours in zip(chunk.lines, chunk.rows, new, strict=True):
            if not row.keys() <= set(columns):
                extra = sorted(row.keys() - set(columns))
                raise InputError(
                    f"line {line} has the fields {extra}, which the first rows lack; CSV needs "
                    "the same fields everywhere: write to a .jsonl file"
                )
            values = [row.get(column) for column in columns] + [ours[name] for name in self._new]
            self._csv.writerow(map(_cell, values))

    def close(self) -> None:
        """Write the header where no row came."""
        if not self._begun:
            self._begin(self._columns or [])

    def abandon(self) -> None:
        """Do nothing: every row is written."""
