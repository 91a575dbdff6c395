"""Parquet, with its types kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.errors import InputError
from classifier.tables.chunk import CHUNK_ROWS, Chunk

# Small row groups make a large file that is slow to read.
_GROUP_ROWS = 8_192
_LISTS = ("topics", "review_reasons")


def _type_of(field: str) -> pa.DataType:
    """Return the type of one of our columns, by its unprefixed name."""
    if field in _LISTS:
        return pa.list_(pa.string())
    if field.endswith("_confidence"):
        return pa.float64()
    return pa.bool_() if field == "needs_review" else pa.string()


def _filled(kind: pa.DataType) -> pa.DataType:
    """Return a type for a column that is empty so far: it may hold text later."""
    if pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_filled(field.type)) for field in kind])
    return pa.list_(_filled(kind.value_type)) if pa.types.is_list(kind) else kind


def _inferred(rows: list[dict[str, Any]]) -> pa.Schema:
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.schema([(name, pa.array([row.get(name) for row in rows]).type) for name in names])


def _encodable(value: Any) -> Any:
    """Return a value of JSON with every half surrogate pair made a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return value


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
        except (pa.ArrowException, OSError) as error:
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
                rows, first = batch.to_pylist(), self._read + 1
                self._read += batch.num_rows
                yield Chunk(list(range(first, self._read + 1)), rows, batch)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            raise InputError(
                f"{self._name}, after row {self._read}: damaged Parquet, or a value that Python "
                f"does not hold ({type(error).__name__}); make the file anew"
            ) from None  # Arrow quotes the value

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return float(self._read / max(self._parquet.metadata.num_rows, 1))


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
        self._waiting: list[pa.Table] = []

    def _begin(self, schema: pa.Schema) -> pq.ParquetWriter:
        self._input_schema = schema
        whole = schema
        for field in self._new_schema:
            whole = whole.append(field)
        self._parquet = pq.ParquetWriter(self._file, whole)
        return self._parquet

    def _given(self, chunk: Chunk) -> pa.RecordBatch | pa.Table:
        """Return the input's columns, with the types that the output has."""
        if chunk.arrow is not None:
            return chunk.arrow
        rows = chunk.rows
        try:
            inferred = _inferred(rows)
        except UnicodeEncodeError:
            rows = _encodable(rows)
            inferred = _inferred(rows)
        schema = self._input_schema or pa.schema(
            [field.with_type(_filled(field.type)) for field in inferred]
        )
        # What is missing fits; what the schema lacks, or would round, does not.
        if pa.unify_schemas([schema, inferred], promote_options="permissive") != schema:
            raise pa.ArrowTypeError("the rows do not fit the columns")
        return pa.Table.from_pylist(rows, schema=schema)

    def write(self, chunk: Chunk, new: Sequence[dict[str, Any]]) -> None:
        """Write the rows of `chunk`, each with its new columns behind it."""
        try:
            given = self._given(chunk)
            writer = self._parquet or self._begin(self._input_schema or given.schema)
            ours = pa.Table.from_pylist(list(new), schema=self._new_schema)
            self._waiting.append(
                pa.Table.from_arrays([*given.columns, *ours.columns], schema=writer.schema)
            )
            if sum(table.num_rows for table in self._waiting) >= _GROUP_ROWS:
                self._flush(writer)
        except (pa.ArrowException, OverflowError):
            raise InputError(
                f"lines {chunk.lines[0]} to {chunk.lines[-1]}: a field that the first rows lack, "
                "a column that changes its type, or a value that Parquet does not take; write to "
                "a .jsonl file"
            ) from None  # Arrow quotes the value

    def _flush(self, writer: pq.ParquetWriter) -> None:
        if self._waiting:
            writer.write_table(pa.concat_tables(self._waiting))
            self._waiting.clear()

    def close(self) -> None:
        """Write the footer; a table without rows has only its columns."""
        names = self._columns or []
        writer = self._parquet or self._begin(
            self._input_schema or pa.schema([(name, pa.string()) for name in names])
        )
        self._flush(writer)
        writer.close()

    def abandon(self) -> None:
        """Keep the writer from ending the file when it is thrown away."""
        if self._parquet is not None:
            self._parquet.is_open = False
