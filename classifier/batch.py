"""The tagging job: a file in, the same file with labels out, in constant memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from classifier.classification import FIELDS
from classifier.columns import check_columns
from classifier.errors import InputError, OutputError
from classifier.model import ComplaintClassifier
from classifier.tables import (
    STANDARD_STREAM,
    Chunk,
    format_of,
    open_output,
    open_reader,
    open_writer,
)
from classifier.tables.files import Format


@dataclass(slots=True)
class Summary:
    """What a job did.

    Attributes
    ----------
    texts : int
        Rows read and written.
    for_review : int
        Rows with ``needs_review``.
    reasons : Counter of str
        How often each reason was given; a row may have several.
    responses : Counter of str
        How often each response was recommended.
    """

    texts: int = 0
    for_review: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    responses: Counter[str] = field(default_factory=Counter)

    def count(self, row: dict[str, Any]) -> None:
        """Count one tagged row, named by field."""
        self.texts += 1
        self.for_review += row["needs_review"]
        self.reasons.update(row["review_reasons"])
        self.responses[row["response"] or "none recommended"] += 1


def _same_file(source: str, target: str) -> bool:
    if STANDARD_STREAM in (source, target):
        return False
    try:
        return os.path.samefile(source, target)
    except OSError:
        return False


def _texts(chunk: Chunk, text_column: str, prefix: str, name: str) -> list[Any]:
    for line, row in zip(chunk.lines, chunk.rows, strict=True):
        if text_column not in row:
            raise InputError(
                f"{name}, line {line}: there is no field {text_column!r}; the fields are "
                f"{list(row)}. Name the right one with --text-column"
            )
        # Rows of JSON lines may differ: each is checked.
        if clash := [prefix + f for f in FIELDS if prefix + f in row]:
            check_columns([text_column, *clash], text_column, prefix)
        if isinstance(row[text_column], (list, dict)):
            raise InputError(
                f"{name}, line {line}: the field {text_column!r} holds a "
                f"{type(row[text_column]).__name__}, not a text; mend the line"
            )
    return [row[text_column] for row in chunk.rows]


def tag_file(
    classifier: ComplaintClassifier,
    source: str,
    target: str,
    *,
    text_column: str = "text",
    prefix: str = "",
    delimiter: str | None = None,
    force: bool = False,
    stream_format: Format = "jsonl",
    on_progress: Callable[[float, int], None] | None = None,
) -> Summary:
    """Tag the texts of a file.

    Parameters
    ----------
    classifier : ComplaintClassifier
        A fitted one.
    source, target : str
        Files in CSV, JSON lines or Parquet, by their suffix; ``-`` for standard input
        and output.
    text_column : str
        The column with the texts.
    prefix : str
        Put before the names of the new columns.
    delimiter : str, optional
        Of CSV, read and written (a ``.tsv`` is written with tabs); found out when not given.
    force : bool
        Replace a target that exists.
    stream_format : {"csv", "jsonl", "parquet"}
        Format of standard input and output.
    on_progress : callable, optional
        Called after every chunk with the share read (0 to 1) and the rows done.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        When the input cannot be read; nothing is left under the target's name.
    OutputError
        When the output cannot be written.
    """
    if _same_file(source, target):
        raise OutputError(f"{target} is the input itself; name another output")
    kind = format_of(target, stream_format)
    written = "\t" if target.lower().endswith(".tsv") else delimiter
    names = {prefix + name: name for name in FIELDS}
    summary = Summary()
    with open_reader(
        source, wanted=text_column, delimiter=delimiter, stream_format=stream_format
    ) as reader:
        if reader.columns is not None:
            # An empty file: a header says what would be there.
            reader.columns = reader.columns or [text_column]
            check_columns(reader.columns, text_column, prefix)
        with (
            open_output(target, force=force) as file,
            open_writer(file, kind, reader, names, delimiter=written) as writer,
        ):
            for chunk in reader:
                texts = _texts(chunk, text_column, prefix, source)
                rows = [c.as_dict() for c in classifier.classify_many(texts)]
                for row in rows:
                    summary.count(row)
                if prefix:
                    rows = [{prefix + name: row[name] for name in FIELDS} for row in rows]
                writer.write(chunk, rows)
                if on_progress is not None:
                    on_progress(reader.progress(), summary.texts)
    return summary
