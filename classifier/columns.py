"""Which columns a table must have, and which it may not."""

from __future__ import annotations

from typing import Any

from classifier.classification import FIELDS
from classifier.errors import InputError


def check_columns(columns: list[Any], text_column: str, prefix: str) -> None:
    """Refuse a table without one text column, or with columns that ours would overwrite.

    Raises
    ------
    InputError
        Saying which columns were found.
    """
    found = columns.count(text_column)
    if found == 0:
        raise InputError(
            f"there is no column {text_column!r}; the columns are {columns}. "
            "Name the right one (--text-column, or text_column=)"
        )
    if found > 1:
        raise InputError(f"the column {text_column!r} is there {found} times; rename all but one")
    clash = [prefix + name for name in FIELDS if prefix + name in columns]
    if clash:
        raise InputError(
            f"the input has columns named as ours: {clash}. "
            "Choose a prefix for ours (--prefix predicted_, or prefix='predicted_')"
        )
