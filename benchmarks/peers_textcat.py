"""spaCy's own text classifier: bag of words, and the ensemble of that with a CNN."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import spacy
from peers_base import SEED, Examples, Peer
from spacy.language import Language
from spacy.pipeline.textcat import DEFAULT_SINGLE_TEXTCAT_MODEL
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

BATCH = 32
DROPOUT = 0.2
# Training ends when so many rounds in a row were no better on validation.
PATIENCE = 2


def _cats(value: str, label: str, values: list[str]) -> dict[str, dict[str, float]]:
    """Return spaCy's way to say that of `values` this one is right."""
    return {"cats": {f"{label}={other}": float(other == value) for other in values}}


def _highest(doc: Any, label: str) -> str:
    """Return the value of a label that has the highest score."""
    scores = {name: score for name, score in doc.cats.items() if name.startswith(f"{label}=")}
    return max(scores, key=scores.__getitem__).partition("=")[2]


class Textcat(Peer):
    """A pipeline with one `textcat` a label, after one tokenizer."""

    architecture: dict[str, Any]
    most_rounds: int

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:
        """Train each component by itself, then put them into one pipeline.

        spaCy takes the categories of one example as one choice, not four.
        """
        self.pipeline, chosen = spacy.blank("nl"), {}
        for label in examples:
            single, chosen[label] = self._trained(label, examples[label], validation[label])
            self.pipeline.add_pipe(f"textcat_{label}", source=single)
        return chosen

    def _trained(
        self, label: str, train: tuple[list[str], list[str]], held_out: tuple[list[str], list[str]]
    ) -> tuple[Language, dict[str, Any]]:
        """Return the pipeline as it was after its best round, and which that was."""
        from sklearn.metrics import f1_score

        fix_random_seed(SEED)
        nlp = spacy.blank("nl")
        config = {"model": deepcopy(self.architecture)}
        component = nlp.add_pipe("textcat", name=f"textcat_{label}", config=config)
        values = sorted(set(train[1]))
        rows = [
            Example.from_dict(nlp.make_doc(text), _cats(value, label, values))
            for text, value in zip(*train, strict=True)
        ]
        optimiser = nlp.initialize(lambda: rows)
        shuffling = random.Random(SEED)
        best, best_round, weights = -1.0, 0, b""
        for number in range(1, self.most_rounds + 1):
            shuffling.shuffle(rows)
            for batch in minibatch(rows, BATCH):
                nlp.update(batch, sgd=optimiser, drop=DROPOUT)
            with nlp.use_params(optimiser.averages):
                given = [_highest(doc, label) for doc in nlp.pipe(held_out[0])]
                score = f1_score(held_out[1], given, average="macro")
                if score > best:
                    best, best_round, weights = score, number, component.model.to_bytes()
            if number - best_round >= PATIENCE:
                break
        component.model.from_bytes(weights)
        return nlp, {"rounds": best_round}

    def save(self, folder: Path) -> None:
        """Write the pipeline."""
        self.pipeline.to_disk(folder)

    @classmethod
    def load(cls, folder: Path) -> Textcat:
        """Read the pipeline."""
        peer = cls()
        peer.pipeline = spacy.load(folder)
        return peer

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Run the pipeline once; its words are forgotten afterwards, as in a long job."""
        with self.pipeline.memory_zone():
            docs = list(self.pipeline.pipe(texts))
            return {label: [_highest(doc, label) for doc in docs] for label in self.labels}


class BagOfWords(Textcat):
    """`TextCatBOW`, single words, as spaCy proposes it for speed."""

    architecture = DEFAULT_SINGLE_TEXTCAT_MODEL["linear_model"]
    most_rounds = 20


class Ensemble(Textcat):
    """`TextCatEnsemble`, as spaCy proposes it for accuracy: that and a CNN with attention.

    Six rounds at most hold the training of four labels near five minutes.
    """

    architecture = DEFAULT_SINGLE_TEXTCAT_MODEL
    most_rounds = 6
