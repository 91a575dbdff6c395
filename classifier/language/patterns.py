"""A short notation for cue lists, so that they read like Dutch.

A pattern is a row of words, matched on ``norm_`` (lower case, no accents):

==============  ====================================================
``fout``        this word
``mijn|onze``   one of these words
``opgezeg*``    a word that begins so; ``*kosten`` one that ends so
``ook?``        this word, or nothing
``..3``         up to three words of any kind, no punctuation
==============  ====================================================
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

_GAP = re.compile(r"^\.\.(\d)$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a cue list, made ready for the matcher that serves it best.

    Attributes
    ----------
    phrases : tuple of str
        The fixed phrases that it stands for, when it has no gap and no star.
    first : re.Pattern
        Recognises the ``norm_`` of its first word.
    tokens : tuple of dict
        The same as a pattern of spaCy's Matcher.
    """

    phrases: tuple[str, ...]
    first: re.Pattern[str]
    tokens: tuple[dict[str, Any], ...]

    @property
    def is_word(self) -> bool:
        """Whether it is about a single word."""
        return len(self.tokens) == 1


def _regex(word: str) -> str:
    sources = [re.escape(choice).replace(r"\*", r"\w*") for choice in word.split("|")]
    return f"^(?:{'|'.join(sources)})$"


def _token(word: str) -> dict[str, Any]:
    if gap := _GAP.match(word):
        return {"IS_PUNCT": False, "IS_SPACE": False, "OP": f"{{0,{gap[1]}}}"}
    bare = word.removesuffix("?")
    optional = {"OP": "?"} if word.endswith("?") else {}
    if "*" in bare:
        return {"NORM": {"REGEX": _regex(bare)}, **optional}
    return {"NORM": {"IN": bare.split("|")}, **optional}


def compile_pattern(notation: str) -> Pattern:
    """Make a `Pattern` of one line of a cue list.

    Raises
    ------
    ValueError
        When it begins with a gap or an optional word.

    Examples
    --------
    >>> compile_pattern("mijn|onze fout").phrases
    ('mijn fout', 'onze fout')
    """
    words = notation.split()
    if not words or _GAP.match(words[0]) or words[0].endswith("?"):
        raise ValueError(f"a pattern begins with a word that must be there: {notation!r}")
    phrases: tuple[str, ...] = ()
    if not any("*" in word or _GAP.match(word) for word in words):
        choices = [
            [*word.removesuffix("?").split("|"), *([""] if word.endswith("?") else [])]
            for word in words
        ]
        phrases = tuple(" ".join(filter(None, row)) for row in itertools.product(*choices))
    return Pattern(phrases, re.compile(_regex(words[0])), tuple(map(_token, words)))
