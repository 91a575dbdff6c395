"""Normalising: what a customer typed, without what mail programs and editors added.

It happens before tokens are made, so it lives in the pipeline's tokenizer. The
place of every character in the original text is kept, which lets an explanation
point into what the customer wrote.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from classifier.language.alignment import AlignedText

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# spaCy's Dutch takes these, with a full stop behind them, for abbreviations; in letters to a
# firm they are words that end a sentence ("dat lag bij u.", "Top.", "ik wil dat.").
_WORDS = "al app bel best bet bijl dat get hand kon me no pan pas red top u ver vol volg volt"
_NO_ABBREVIATIONS = frozenset(f"{word}." for word in _WORDS.split())
# Marks that take no room: joiners, direction marks, byte order marks, variation selectors.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_LINE_TAG = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>]{0,300})?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_DECOMPOSED = re.compile(r"\w[\u0300-\u036f]+")
_COMPATIBLE = re.compile(r"[\ufb00-\ufb06\uff01-\uff5e\u0132\u0133]")
_SINGLE_QUOTE = re.compile(r"[\u2018\u2019\u201a\u201b\u2032\u00b4`]")
_DOUBLE_QUOTE = re.compile(r"[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]")
_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_ELLIPSIS = re.compile(r"\u2026")
_STRETCHED = re.compile(r"(?i:(?!w)([^\W\d_])\1{2,})")
_SHOUTED = re.compile(r"([!?.])\1{3,}")
_RULED = re.compile(r"([-_=*#~+])\1{2,}")
# spaCy peels marks off a word one by one, each time looking at all of it: an unbroken run
# of thousands would take minutes. No word or address is this long.
_UNBROKEN = re.compile(r"\S{100}(?=\S)")
# "niet goed.maar ja": no space after a full stop, and no address either.
_GLUED = re.compile(
    r"(?<=[^\W\d_]{2})[.!?]+(?=[^\W\d_]{2})(?!(?:nl|be|com|org|net|eu|info|de|fr)\b|\S*[@/])"
)
_SPACE = re.compile(r"[^\S\n]{2,}|[\t\u00a0\u2000-\u200a\u202f\u3000]")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")

_REPLY_TAIL = re.compile(
    r"^[ >]*(?:"
    r"-{2,}\s*(?:oorspronkelijk|doorgestuurd|origineel|original|forwarded)\b.*"
    # With a time of day or a quote below, or it is the customer who tells what was written.
    r"|op\b.{5,90}\bschreef\b.{0,90}:[ ]*\n[ ]?>"
    r"|op\b.{5,60}\d[:.]\d\d\b.{0,20}\n?.{0,20}\b(?:schreef|heeft)\b.{0,90}\n?.{0,90}:[ ]*$"
    r"|on\b.{5,90}\n?.{0,90}\bwrote:[ ]*$"
    r"|(?:van|from):.+\n[ >]*(?:verzonden|verstuurd|datum|aan|sent|date|to):"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ ]?>.*\n?", re.MULTILINE)
_DEVICE_LINE = re.compile(
    r"^[ ]*(?:(?:verzonden|verstuurd|sent) (?:vanaf|vanuit|via|met|from|using)"
    r"|outlook voor|get outlook)\b.{0,20}?"
    r"\b(?:iphone|ipad|samsung|android|galaxy|huawei|mail|outlook|telefoon|smartphone|ios)\b"
    r".{0,25}$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF = re.compile(
    r"\n[ ]*(?:-- ?(?=\n)|(?:(?:met|m\.) )?(?:vriendelijke?|hartelijke?|beleefde?|warme) "
    r"groet(?:en|jes)?|mvg|m\.v\.g\.?|groet(?:en|jes)?|gr\.?|hoogachtend|hoogachtend,)"
    r"(?=[\s,.!]|$)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\s*p\.?s\.?\b", re.IGNORECASE | re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")
# A name, a function, a firm, a street and a place: more is no signature.
_SIGNATURE_LINES, _SIGNATURE_WIDTH, _SIGNATURE_WORDS = 6, 50, 6


def _fold(text: str) -> str:
    """Lower-case `text` and take its accents off."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)) or text


def _drop_signature(aligned: AlignedText) -> None:
    for match in _SIGN_OFF.finditer(aligned.text):
        tail = aligned.text[match.start() :].strip()
        lines = [line for line in tail.splitlines() if line.strip()]
        if (
            len(lines) <= _SIGNATURE_LINES
            and all(len(line) <= _SIGNATURE_WIDTH for line in lines)
            and all(len(line.split()) <= _SIGNATURE_WORDS for line in lines[1:])
            and not _POSTSCRIPT.search(tail)
            and _LETTER.search(aligned.text[: match.start()])
        ):
            aligned.cut(match.start())
            return


def _drop_mail_remains(aligned: AlignedText) -> None:
    tail = _REPLY_TAIL.search(aligned.text)
    if tail and _LETTER.search(aligned.text[: tail.start()]):
        aligned.cut(tail.start())
    if ">" in aligned.text and _LETTER.search(_QUOTED_LINE.sub("", aligned.text)):
        aligned.sub(_QUOTED_LINE, "")
    aligned.sub(_DEVICE_LINE, "")
    _drop_signature(aligned)


def normalise(text: str) -> tuple[AlignedText, int]:
    """Clean a customer's text and count the words that were stretched ("heeeel").

    Returns
    -------
    aligned : AlignedText
        The clean text, with the original place of every character.
    stretched : int
        Number of places where a letter stood three times or more.
    """
    aligned = AlignedText(text)
    aligned.sub(_LINE_END, "\n")
    aligned.sub(_INVISIBLE, "")
    aligned.sub(_CONTROL, " ")
    if "<" in text:
        aligned.sub(_LINE_TAG, "\n")
        aligned.sub(_TAG, " ")
    if "&" in text:
        aligned.sub(_ENTITY, lambda match: html.unescape(match.group()))
        aligned.sub(_CONTROL, " ")
    if not aligned.text.isascii():
        aligned.sub(_DECOMPOSED, lambda match: unicodedata.normalize("NFC", match.group()))
        aligned.sub(_COMPATIBLE, lambda match: unicodedata.normalize("NFKC", match.group()))
        aligned.sub(_SINGLE_QUOTE, "'")
        aligned.sub(_DOUBLE_QUOTE, '"')
        aligned.sub(_DASH, "-")
        aligned.sub(_ELLIPSIS, "...")
    if "\n" in aligned.text:
        _drop_mail_remains(aligned)
    stretched = aligned.sub(_STRETCHED, lambda match: match.group()[:2])
    aligned.sub(_SHOUTED, lambda match: match.group()[:3])
    aligned.sub(_RULED, lambda match: match.group()[0])
    aligned.sub(_UNBROKEN, lambda match: match.group() + " ")
    if "://" not in aligned.text and "www." not in aligned.text:
        aligned.sub(_GLUED, lambda match: match.group() + " ")
    aligned.sub(_SPACE, " ")
    aligned.sub(_BLANK_LINES, "\n")
    return aligned, stretched


class NormalisingTokenizer:
    """spaCy's Dutch tokenizer behind the normaliser.

    A token's ``norm_`` is its lower-case form without accents. ``doc._.kw_alignment``
    holds the original start and end of every character, or None where nothing
    was changed; ``doc._.kw_stretched`` counts stretched words.

    Parameters
    ----------
    inner : spacy.tokenizer.Tokenizer
        Makes the tokens.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, text: str) -> Doc:
        """Clean a text and make its tokens."""
        aligned, stretched = normalise(text)
        doc: Doc = self.inner(aligned.text)
        if not aligned.text.isascii():
            for token in doc:
                if not token.is_ascii:
                    token.norm_ = _fold(token.text)
        doc._.kw_alignment = aligned.spans()
        doc._.kw_stretched = stretched
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:  # noqa: ARG002
        """Tokenise a stream of texts."""
        yield from map(self, texts)

    # The tokens' rules are those of spaCy's Dutch; only the name of this class is saved.
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """Return nothing: the tokenizer has no state of its own."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NormalisingTokenizer:  # noqa: ARG002
        """Return the tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the tokenizer has no state of its own."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NormalisingTokenizer:  # noqa: ARG002
        """Return the tokenizer itself."""
        return self


@registry.tokenizers("klachtwijzer.tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], NormalisingTokenizer]:
    """Return the function with which spaCy makes the tokenizer of a pipeline."""

    def make(nlp: Language) -> NormalisingTokenizer:
        inner = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
        inner.rules = {
            text: rule
            for text, rule in inner.rules.items()
            if text.lower() not in _NO_ABBREVIATIONS
        }
        return NormalisingTokenizer(inner)

    return make


def original_span(span: Span) -> tuple[int, int]:
    """Return the start and end, in characters of the original text, of a span."""
    alignment = span.doc._.kw_alignment
    if alignment is None:
        return span.start_char, span.end_char
    starts, ends = alignment
    return starts[span.start_char], ends[span.end_char - 1]


Doc.set_extension("kw_alignment", default=None, force=True)
Doc.set_extension("kw_stretched", default=0, force=True)
