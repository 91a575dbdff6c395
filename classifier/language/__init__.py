"""The Dutch spaCy pipeline: text in, a `Doc` with sentences, negation and cues out."""

from __future__ import annotations

import spacy
from spacy.language import Language

# Imported for what they register with spaCy.
from classifier.language import cues, negation, normalising, sentences  # noqa: F401

__all__ = ["create_pipeline"]

_COMPONENTS = ("klachtwijzer_sentences", "klachtwijzer_negation", "klachtwijzer_cues")


def create_pipeline() -> Language:
    """Return a new pipeline; nothing is downloaded.

    Returns
    -------
    spacy.language.Language
        ``spacy.blank("nl")`` with the project's tokenizer and components. It saves
        and loads as any spaCy pipeline.
    """
    tokenizer = {"@tokenizers": "klachtwijzer.tokenizer.v1"}
    nlp = spacy.blank("nl", config={"nlp": {"tokenizer": tokenizer}})
    for name in _COMPONENTS:
        nlp.add_pipe(name)
    return nlp
