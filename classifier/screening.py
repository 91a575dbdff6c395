"""Which texts can be judged at all, and why not."""

from __future__ import annotations

import re
from numbers import Number
from typing import Any

from spacy.tokens import Doc

from classifier.errors import InputError
from classifier.language.identification import is_dutch

EMPTY = "empty"
NO_WORDS = "no_words"
NOT_DUTCH = "not_dutch"
TOO_LONG = "too_long"
OUT_OF_SCOPE = "out_of_scope"

# About 3,000 words: longer than any complaint, short enough to bound the time.
MAX_CHARS = 20_000
_LONGEST_WORD = 100
_NO_TEXT = (list, tuple, set, frozenset, dict, bytes, bytearray)
_HALF_WORD = re.compile(r"\s\S*\Z")


def as_text(value: Any) -> str:
    """Return a cell of a table as text; what stands for "nothing there" is empty.

    None, NaN and pandas' missing values are empty, numbers and dates become text.

    Raises
    ------
    InputError
        When it is bytes or holds other values: a list, tuple, set or dict.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, _NO_TEXT):
        raise InputError(
            f"a text is wanted, found a {type(value).__name__}; give the text itself as a str"
        )
    # pandas' NA cannot be compared with itself.
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    return "" if isinstance(value, Number) and value != value else str(value)  # noqa: PLR0124


def cut(text: str) -> tuple[str, bool]:
    """Return the part of `text` that is judged, and whether some was left out."""
    if len(text) <= MAX_CHARS:
        return text, False
    head = text[:MAX_CHARS]
    half_word = _HALF_WORD.search(head, MAX_CHARS - _LONGEST_WORD)
    return head[: half_word.start()] if half_word else head, True


def why_not(doc: Doc) -> str | None:
    """Return why a text cannot be judged, or None where it can."""
    words = [t for t in doc if t.is_alpha and not t.like_url and not t.like_email]
    if words:
        return None if is_dutch(doc) else NOT_DUTCH
    if any(not token.is_space for token in doc):
        # A word glued to a figure or a mark ("app2") still is one.
        glued = any(
            char.isalpha() for t in doc if not (t.like_url or t.like_email) for char in t.text
        )
        return None if glued and is_dutch(doc) else NO_WORDS
    return EMPTY
