"""CSV: delimiter and encoding found out, every row as long as the header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from classifier.errors import InputError
from classifier.tables.chunk import CHUNK_ROWS, Chunk
from classifier.tables.encodings import detect_encoding

_DELIMITERS = (",", ";", "\t", "|")
# A complaint of a hundred thousand words is one field; csv stops at 128 kB by default.
_LONGEST_FIELD = 2**31 - 1


def _header(sample: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(sample), delimiter=delimiter), [])


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
        sample = self._text.readline()
        self._text.seek(0)
        headers = {d: _header(sample, d) for d in _DELIMITERS}
        best = max(_DELIMITERS, key=lambda d: (wanted in headers[d], len(headers[d])))
        self.delimiter = delimiter or best
        self._rows = csv.reader(self._text, delimiter=self.delimiter, strict=True)
        self.columns: list[str] | None = self._next_row() or []
        if not self.columns and self._size > 1:
            raise InputError(f"{name} does not begin with a header line; add the column names")
        if wanted not in self.columns and wanted in headers[best]:
            raise InputError(
                f"{name}: with the delimiter {self.delimiter!r} there is no column {wanted!r}; "
                f"the header is divided by {best!r}: use --delimiter {best!r}, or leave it out"
            )
        doubled = sorted({c for c in self.columns if self.columns.count(c) > 1})
        if doubled:
            raise InputError(f"{name} has the columns {doubled} more than once; rename all but one")

    def _next_row(self) -> list[str] | None:
        try:
            return next(self._rows, None)
        except csv.Error as error:
            raise InputError(
                f"{self._name}, line {self._rows.line_num}: no valid CSV ({error}); mend the line"
            ) from error

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        columns = self.columns or []
        while (row := self._next_row()) is not None:
            if not row:
                continue
            if len(row) != len(columns):
                raise InputError(
                    f"{self._name}, line {self._rows.line_num}: {len(row)} fields where the "
                    f"header has {len(columns)}; a text with {self.delimiter!r} in it needs "
                    "quotes around it"
                )
            yield self._rows.line_num, dict(zip(columns, row, strict=True))

    def __iter__(self) -> Iterator[Chunk]:
        records = self._records()
        while some := list(islice(records, CHUNK_ROWS)):
            yield Chunk([line for line, _ in some], [row for _, row in some])

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return min(self._file.tell() / self._size, 1.0)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


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
        self._text = io.TextIOWrapper(
            file, encoding="utf-8", errors="replace", newline="", write_through=True
        )
        self._csv = csv.writer(self._text, delimiter=delimiter, lineterminator="\n")
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
        """Write the header where no row came, and let go of the file."""
        if not self._begun:
            self._begin(self._columns or [])
        self._text.flush()
        self._text.detach()
