"""A short notation for cue lists, so that they read like Dutch.

A pattern is a row of words, matched on ``norm_`` (lower case, no accents):

==============  ====================================================
``fout``        this word
``mijn|onze``   one of these words
``opgezeg*``    a word that begins so; ``*kosten`` one that ends so
``ook?``        this word, or nothing
``..3``         up to three words of any kind, no punctuation
``!uw|hun``     first or last: not after, or not before, one of these
==============  ====================================================
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

from classifier.language.negation import TRIGGERS

_GAP = re.compile(r"^\.\.(\d)$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a cue list, made ready for the matcher that serves it best.

    Attributes
    ----------
    phrases : tuple of str
        The fixed phrases that it stands for, when it has no gap, star or guard.
    first : re.Pattern
        Recognises the ``norm_`` of its first word.
    tokens : tuple of dict
        The same as a pattern of spaCy's Matcher.
    negative : bool
        Whether it names a negation ("nooit meer") and so is not undone by one.
    needs : frozenset of str
        Words of which one must stand in the text; empty where that is not known.
    before, after : re.Pattern or None
        The word that must not stand before or after a find.
    """

    phrases: tuple[str, ...]
    first: re.Pattern[str]
    tokens: tuple[dict[str, Any], ...]
    negative: bool = False
    needs: frozenset[str] = frozenset()
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is about a single word, wherever that stands."""
        return len(self.tokens) == 1 and not self.is_guarded

    @property
    def is_guarded(self) -> bool:
        """Whether it looks at the words around a find."""
        return self.before is not None or self.after is not None


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


def _guard(words: list[str], place: int) -> re.Pattern[str] | None:
    """Take the guard off one end of a pattern."""
    if words and words[place].startswith("!"):
        return re.compile(_regex(words.pop(place)[1:]))
    return None


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
    before = _guard(words, 0)
    after = _guard(words, -1)
    if not words or _GAP.match(words[0]) or words[0].endswith("?"):
        raise ValueError(f"a pattern begins with a word that must be there: {notation!r}")
    phrases: tuple[str, ...] = ()
    if before is after is None and not any("*" in word or _GAP.match(word) for word in words):
        choices = [
            [*word.removesuffix("?").split("|"), *([""] if word.endswith("?") else [])]
            for word in words
        ]
        phrases = tuple(" ".join(filter(None, row)) for row in itertools.product(*choices))
    negative = any(choice in TRIGGERS for word in words for choice in word.split("|"))
    first = re.compile(_regex(words[0]))
    plain = [w for w in words[1:] if not (_GAP.match(w) or "*" in w or w.endswith("?"))]
    needs = frozenset(plain[-1].split("|")) if plain else frozenset()
    tokens = tuple(map(_token, words))
    return Pattern(phrases, first, tokens, negative, needs, before, after)
