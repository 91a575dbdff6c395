"""Sentences: a rule for people who forget full stops and press enter instead."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

_MARKS = frozenset(".!?")
_CLOSING = frozenset("\"')]}")


@Language.component("klachtwijzer_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Start a sentence after closing marks ("!!!" is one of them) and after line breaks.

    Needs nothing of the pipeline but tokens.
    """
    starts: Any = np.full(len(doc), -1, dtype=np.int64).astype(np.uint64)
    ended = True
    for i, token in enumerate(doc):
        text = token.text
        if text[0] in _MARKS or "\n" in text:
            ended = True
        elif ended and text not in _CLOSING:
            starts[i] = 1
            ended = False
    if len(doc):
        starts[0] = 1
        doc.from_array(["SENT_START"], starts)
    return doc
