"""JSON lines: one object a line."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from classifier.errors import InputError
from classifier.tables.chunk import Chunk, as_plain, chunked
from classifier.tables.encodings import detect_encoding


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands there twice")
    return fields


class JsonlReader:
    """Reads one JSON object a line; blank lines are passed over.

    Parameters
    ----------
    file : binary file
    name : str
        What the user calls the file.
    """

    columns: list[str] | None = None
    schema = None

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._size = max(file.seek(0, io.SEEK_END), 1)
        self._encoding = detect_encoding(file, name)

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, raw in enumerate(self._file, start=1):
            line = raw.decode(self._encoding)
            if not line.strip():
                continue
            try:
                record = json.loads(line, object_pairs_hook=_unique)
            except (ValueError, RecursionError) as error:
                what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                raise InputError(
                    f"{self._name}, line {number}: no valid JSON ({what}); mend the line"
                ) from None
            if not isinstance(record, dict):
                raise InputError(
                    f"{self._name}, line {number}: a {type(record).__name__} where an object "
                    '({"text": ...}) belongs; mend the line'
                )
            yield number, record

    def __iter__(self) -> Iterator[Chunk]:
        return chunked(self._records())

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return min(self._file.tell() / self._size, 1.0)


def _line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=as_plain).encode()
    except ValueError:
        # Half a surrogate pair goes only as an escape; NaN, which is no JSON, as null.
        return json.dumps(_finite(record), default=as_plain).encode()


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


class JsonlWriter:
    """Writes one JSON object a line, in UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, chunk: Chunk, new: Sequence[dict[str, Any]]) -> None:
        """Write the rows of `chunk`, each with its new columns behind it."""
        for row, ours in zip(chunk.rows, new, strict=True):
            self._file.write(_line({**row, **ours}) + b"\n")

    def close(self) -> None:
        """Do nothing: every line is written."""

    def abandon(self) -> None:
        """Do nothing: every line is written."""
