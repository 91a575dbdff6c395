"""What readers hand to writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows that are held in memory at a time.
CHUNK_ROWS = 256


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table.

    Attributes
    ----------
    lines : list of int
        Where each row stands in its file: the line on which it begins, or the row
        number, counted from 1.
    rows : list of dict
        Values by column.
    arrow : pyarrow.RecordBatch or None
        The same rows with their types, when they come from Parquet.
    """

    lines: list[int]
    rows: list[dict[str, Any]]
    arrow: pa.RecordBatch | None = None


class Reader(Protocol):
    """An open table."""

    #: Names of the columns; None where only the rows tell (JSON lines).
    columns: list[str] | None
    #: The types of the columns, when they come from Parquet.
    schema: pa.Schema | None

    def __iter__(self) -> Iterator[Chunk]:
        """Yield the rows, a chunk at a time."""

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""


class Writer(Protocol):
    """A table being written."""

    def write(self, chunk: Chunk, new: Sequence[dict[str, Any]]) -> None:
        """Write the rows of `chunk`, each with its new columns behind it."""

    def close(self) -> None:
        """Write what is left; the file itself stays open."""

    def abandon(self) -> None:
        """Write nothing more: the job has failed, and the file is thrown away."""


def chunked(records: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Chunk]:
    """Gather records, each with its line, into chunks."""
    stream = iter(records)
    while some := list(islice(stream, CHUNK_ROWS)):
        yield Chunk([line for line, _ in some], [row for _, row in some])


def as_plain(value: Any) -> str:
    """Return a value that a text format has no notion of (a date, bytes) as text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
