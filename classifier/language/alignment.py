"""A text that is being rewritten and remembers where each character came from."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


class AlignedText:
    """A string under rewriting, with the original span of each character.

    Parameters
    ----------
    text : str
        The original text.

    Attributes
    ----------
    text : str
        The text as rewritten so far.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # Most texts are hardly rewritten: None stands for the identity.
        self._starts: NDArray[np.int32] | None = None
        self._ends: NDArray[np.int32] | None = None

    def sub(self, pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str]) -> int:
        """Replace every match of `pattern`; return how many there were.

        `repl` is taken to the letter when it is a string (no group references).
        """
        matches = list(pattern.finditer(self.text))
        if not matches:
            return 0
        if self._starts is None or self._ends is None:
            self._starts = np.arange(len(self.text), dtype=np.int32)
            self._ends = self._starts + 1
        parts: list[str] = []
        starts: list[NDArray[np.int32]] = []
        ends: list[NDArray[np.int32]] = []
        last = 0
        for match in matches:
            begin, end = match.span()
            if begin == end:
                continue
            new = repl if isinstance(repl, str) else repl(match)
            parts += [self.text[last:begin], new]
            starts += [self._starts[last:begin], np.full(len(new), self._starts[begin])]
            ends += [self._ends[last:begin], np.full(len(new), self._ends[end - 1])]
            last = end
        self.text = "".join([*parts, self.text[last:]])
        self._starts = np.concatenate([*starts, self._starts[last:]]).astype(np.int32)
        self._ends = np.concatenate([*ends, self._ends[last:]]).astype(np.int32)
        return len(matches)

    def cut(self, end: int) -> None:
        """Drop everything from character `end` on."""
        self.text = self.text[:end]
        if self._starts is not None and self._ends is not None:
            self._starts, self._ends = self._starts[:end], self._ends[:end]

    def spans(self) -> list[list[int]] | None:
        """Return [starts, ends] in the original per character, or None for the identity."""
        if self._starts is None or self._ends is None:
            return None
        return [self._starts.tolist(), self._ends.tolist()]
