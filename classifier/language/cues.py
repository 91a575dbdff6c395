"""Typed cues: the facts in a text that its impact and responsibility hang on.

Amounts, durations and counts of contacts are read by small parsers; everything
else stands as phrases and patterns in ``cues.toml``. Each find is a span in
``doc.spans["cues"]`` with its type as label and, for figures, its value in
``span._.kw_value``: euro for ``money``, days for ``duration``, a count for
``contacts``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from classifier.language.contacts import find_contacts
from classifier.language.durations import find_durations
from classifier.language.money import find_money
from classifier.language.negation import TRIGGERS
from classifier.language.numbers import plain
from classifier.language.patterns import Pattern, compile_pattern

#: Name of the span group that holds the cues.
CUES = "cues"
# How many tokens a pattern with gaps can span at most.
_REACH = 16
# Distinct words whose anchors are kept in memory.
_REMEMBERED = 200_000
_PARSERS = {"money": find_money, "duration": find_durations, "contacts": find_contacts}


def read_lists() -> dict[str, Any]:
    """Return the project's own cue lists, by cue type."""
    source = resources.files("classifier.language") / "cues.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Gapped:
    """A pattern with gaps, stars or guards, and the matcher that serves it."""

    pattern: Pattern
    matcher: Matcher
    negatable: bool

    def may_hold(self, norms: Set[str]) -> bool:
        """Return whether a text with these words can have a find at all."""
        return not self.pattern.needs or not self.pattern.needs.isdisjoint(norms)

    def find(self, doc: Doc, start: int) -> Iterator[Span]:
        """Yield the finds that begin at token `start` and that hold."""
        before, after = self.pattern.before, self.pattern.after
        if before and start and before.match(doc[start - 1].norm_):
            return
        for span in self.matcher(doc[start : start + _REACH], as_spans=True):
            if span.start != start:
                continue
            if after and span.end < len(doc) and after.match(doc[span.end].norm_):
                continue
            # A negation in a gap ("raad dit niet aan") undoes the find.
            if self.negatable and not self.pattern.negative and _in_scope(span):
                continue
            yield span


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What the sight of one word calls for: finds by itself, and patterns to try."""

    labels: tuple[str, ...]
    gapped: tuple[_Gapped, ...]


_NOTHING = _Anchor((), ())


class CueFinder:
    """The pipeline component that finds typed cues.

    spaCy's Matcher tries each pattern at each token, which costs milliseconds for
    some hundreds of patterns. Here fixed phrases go to a PhraseMatcher, and the
    others are tried only where their first word stands.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline it belongs to; tokens and ``norm_`` come from it.
    lists : dict
        For each cue type a dict with ``patterns`` (see `patterns`) and, where a
        negation takes the cue away, ``negatable = true``.
    """

    def __init__(self, nlp: Language, lists: dict[str, Any]) -> None:
        self._nlp = nlp
        self._set_lists(lists)

    def _set_lists(self, lists: dict[str, Any]) -> None:
        self._lists = lists
        # Compiled at the first text: a pipeline that is loaded gets its lists twice.
        self._compiled = False

    def _compile(self) -> None:
        lists = self._lists
        self._negatable = {label for label in lists if lists[label].get("negatable", False)}
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._words: list[tuple[re.Pattern[str], str]] = []
        self._gapped: list[_Gapped] = []
        self._anchors: dict[str, _Anchor] = {}
        for label, section in lists.items():
            phrases: list[str] = []
            for pattern in map(compile_pattern, section["patterns"]):
                if pattern.is_word and not pattern.phrases:
                    self._words.append((pattern.first, label))
                elif pattern.phrases:
                    phrases += pattern.phrases
                else:
                    matcher = Matcher(self._nlp.vocab, validate=False)
                    matcher.add(label, [list(pattern.tokens)], greedy="LONGEST")
                    gapped = _Gapped(pattern, matcher, label in self._negatable)
                    self._gapped.append(gapped)
            # The bare tokenizer of the language: a phrase needs no normalising.
            make = getattr(self._nlp.tokenizer, "inner", self._nlp.tokenizer)
            self._phrases.add(label, [make(phrase) for phrase in phrases])
        firsts = [first.pattern for first, _ in self._words]
        firsts += [each.pattern.first.pattern for each in self._gapped]
        # One pattern of them all: most words begin nothing, and are done with at once.
        self._any_first = re.compile("|".join(dict.fromkeys(firsts)))
        self._compiled = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The cue types, in a fixed order."""
        return (*_PARSERS, *sorted(self._lists))

    def __call__(self, doc: Doc) -> Doc:
        """Find the cues of `doc`."""
        if not self._compiled:
            self._compile()
        text = plain(doc.text)
        spans: list[Span] = []
        for label, parse in _PARSERS.items():
            spans += self._parsed(doc, label, parse(text))
        by_label: dict[str, list[Span]] = {}
        for span in (*self._fixed(doc), *self._anchored(doc)):
            by_label.setdefault(span.label_, []).append(span)
        for found in by_label.values():
            spans += filter_spans(found) if len(found) > 1 else found
        spans.sort(key=lambda span: (span.start, span.end, span.label_))
        doc.spans[CUES] = SpanGroup(doc, name=CUES, spans=spans)
        return doc

    def _anchor(self, norm: str) -> _Anchor:
        if not self._any_first.match(norm):
            return _NOTHING
        labels = tuple(label for first, label in self._words if first.match(norm))
        gapped = tuple(each for each in self._gapped if each.pattern.first.match(norm))
        return _Anchor(labels, gapped)

    def _fixed(self, doc: Doc) -> Iterator[Span]:
        for span in self._phrases(doc, as_spans=True):
            if not (span.label_ in self._negatable and _is_negated(span)):
                yield span

    def _anchored(self, doc: Doc) -> Iterator[Span]:
        if len(self._anchors) > _REMEMBERED:
            self._anchors.clear()
        norms = [token.norm_ for token in doc]
        present = set(norms)
        for i, norm in enumerate(norms):
            anchor = self._anchors.get(norm)
            if anchor is None:
                anchor = self._anchors[norm] = self._anchor(norm)
            for label in anchor.labels:
                if not (label in self._negatable and doc[i]._.kw_negated):
                    yield Span(doc, i, i + 1, label=label)
            for gapped in anchor.gapped:
                if gapped.may_hold(present):
                    yield from gapped.find(doc, i)

    @staticmethod
    def _parsed(doc: Doc, label: str, found: Iterable[tuple[int, int, float]]) -> Iterator[Span]:
        for start, end, value in found:
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None:
                span._.kw_value = value
                yield span

    # The lists are saved with the pipeline: a bundle keeps the cues it was trained on.
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """Return the lists as JSON."""
        return json.dumps(self._lists, ensure_ascii=False, indent=1).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> CueFinder:  # noqa: ARG002
        """Take over the lists that `to_bytes` wrote."""
        self._set_lists(json.loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the lists to a file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> CueFinder:  # noqa: ARG002
        """Read the lists from a file."""
        return self.from_bytes(Path(path).read_bytes())


def _in_scope(span: Span) -> bool:
    return any(token._.kw_negated for token in span)


def _is_negated(span: Span) -> bool:
    # A phrase that holds its own negation ("nooit meer klant") means what it says.
    if any(token.norm_ in TRIGGERS for token in span):
        return False
    return _in_scope(span)


@Language.factory("klachtwijzer_cues", assigns=["doc.spans"], requires=["token._.kw_negated"])
def create_cue_finder(nlp: Language, name: str) -> CueFinder:  # noqa: ARG001
    """Make the component, with the project's own cue lists."""
    return CueFinder(nlp, read_lists())


Span.set_extension("kw_value", default=None, force=True)
