"""Parquet, with its types kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.errors import InputError
from classifier.tables.chunk import CHUNK_ROWS, Chunk

_LISTS = ("topics", "review_reasons")


def _type_of(field: str) -> pa.DataType:
    """Return the type of one of our columns, by its unprefixed name."""
    if field in _LISTS:
        return pa.list_(pa.string())
    if field.endswith("_confidence"):
        return pa.float64()
    return pa.bool_() if field == "needs_review" else pa.string()


class ParquetReader:
    """Reads a Parquet file batch by batch.

    Parameters
    ----------
    file : binary file
    name : str
        What the user calls the file.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        try:
            self._parquet = pq.ParquetFile(file)
        except pa.ArrowInvalid as error:
            raise InputError(f"{name} is no Parquet file; check the file or its suffix") from error
        self._name = name
        self._read = 0
        self.schema = self._parquet.schema_arrow
        self.columns: list[str] | None = self.schema.names
        doubled = sorted({c for c in self.schema.names if self.schema.names.count(c) > 1})
        if doubled:
            raise InputError(f"{name} has the columns {doubled} more than once; rename all but one")

    def __iter__(self) -> Iterator[Chunk]:
        try:
            for batch in self._parquet.iter_batches(batch_size=CHUNK_ROWS):
                first = self._read + 1
                self._read += batch.num_rows
                yield Chunk(list(range(first, self._read + 1)), batch.to_pylist(), batch)
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(
                f"{self._name}, after row {self._read}: damaged Parquet; make the file anew"
            ) from error

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return self._read / max(self._parquet.metadata.num_rows, 1)


class ParquetWriter:
    """Writes Parquet; types are those of the input, or of its first chunk.

    Parameters
    ----------
    file : binary file
    schema : pyarrow.Schema or None
        The input's types; None where the first chunk tells.
    columns : list of str or None
        The input's columns, where known.
    new : dict of str to str
        Our columns: name in the file, and name of the field.
    """

    def __init__(
        self,
        file: BinaryIO,
        schema: pa.Schema | None,
        columns: list[str] | None,
        new: dict[str, str],
    ) -> None:
        self._file, self._columns = file, columns
        self._input_schema = schema
        self._new_schema = pa.schema([(name, _type_of(field)) for name, field in new.items()])
        self._parquet: pq.ParquetWriter | None = None

    def _begin(self, schema: pa.Schema) -> pq.ParquetWriter:
        self._input_schema = schema
        whole = schema
        for field in self._new_schema:
            whole = whole.append(field)
        self._parquet = pq.ParquetWriter(self._file, whole)
        return self._parquet

    def _inferred(self, rows: list[dict[str, Any]]) -> pa.Schema:
        schema = pa.Table.from_pylist(rows).schema
        # A column that is empty so far may hold text later.
        return pa.schema(
            [pa.field(f.name, pa.string() if pa.types.is_null(f.type) else f.type) for f in schema]
        )

    def write(self, chunk: Chunk, new: Sequence[dict[str, Any]]) -> None:
        """Write the rows of `chunk`, each with its new columns behind it."""
        try:
            writer = self._parquet or self._begin(self._input_schema or self._inferred(chunk.rows))
            given: pa.Table | pa.RecordBatch
            if chunk.arrow is not None:
                given = chunk.arrow
            else:
                known = set(self._input_schema.names)
                if extra := sorted({k for row in chunk.rows for k in row} - known):
                    raise InputError(
                        f"lines {chunk.lines[0]} to {chunk.lines[-1]} have the fields {extra}, "
                        "which the first rows lack; write to a .jsonl file"
                    )
                given = pa.Table.from_pylist(chunk.rows, schema=self._input_schema)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InputError(
                f"lines {chunk.lines[0]} to {chunk.lines[-1]}: a column changes its type, which "
                "Parquet does not take; write to a .jsonl file"
            ) from error
        ours = pa.Table.from_pylist(list(new), schema=self._new_schema)
        writer.write_table(
            pa.Table.from_arrays([*given.columns, *ours.columns], schema=writer.schema)
        )

    def close(self) -> None:
        """Write the footer; a table without rows has only its columns."""
        if self._parquet is None:
            names = self._columns or []
            self._begin(self._input_schema or pa.schema([(name, pa.string()) for name in names]))
        if self._parquet is not None:
            self._parquet.close()
