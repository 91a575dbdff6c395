"""fastText, supervised, with subwords: a model a label."""

from __future__ import annotations

import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import fasttext
from peers_base import SEED, Examples, Peer

MARK = "__label__"
EPOCHS, RATES, WORDS = (10, 25), (0.5, 1.0), (1, 2)
# Fewer buckets than fastText's two million: 40 MB a label instead of 800, for as many
# letter groups as the corpus has.
FIXED = {"minn": 3, "maxn": 6, "dim": 50, "bucket": 200_000, "seed": SEED, "thread": 1}

fasttext.FastText.eprint = lambda _: None  # a notice on each load


class FastText(Peer):
    """Words, letter groups of 3 to 6, and pairs of words where validation wants them."""

    _token = re.compile(r"\w+|[^\w\s]")

    def _line(self, text: str) -> str:
        return " ".join(self._token.findall(text.lower()))

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:
        """Choose epochs, learning rate and word n-grams on validation."""
        from sklearn.metrics import f1_score

        self.models, chosen = {}, {}
        for label, (texts, targets) in examples.items():
            others, right = validation[label]
            best = -1.0
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "train.txt"
                rows = zip(texts, targets, strict=True)
                lines = [f"{MARK}{target} {self._line(text)}\n" for text, target in rows]
                file.write_text("".join(lines), encoding="utf-8")
                for epoch, lr, words in product(EPOCHS, RATES, WORDS):
                    point = {"epoch": epoch, "lr": lr, "wordNgrams": words}
                    model = fasttext.train_supervised(str(file), **point, **FIXED, verbose=0)
                    score = f1_score(right, self._ask(model, others), average="macro")
                    if score > best:
                        best, self.models[label], chosen[label] = score, model, point
        return chosen

    def _ask(self, model: Any, texts: list[str]) -> list[str]:
        found, _ = model.predict([self._line(text) for text in texts])
        return [values[0].removeprefix(MARK) for values in found]

    def save(self, folder: Path) -> None:
        """Write a file a label."""
        for label, model in self.models.items():
            model.save_model(str(folder / f"{label}.bin"))

    @classmethod
    def load(cls, folder: Path) -> FastText:
        """Read the file of each label."""
        peer = cls()
        peer.models = {f.stem: fasttext.load_model(str(f)) for f in sorted(folder.glob("*.bin"))}
        return peer

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Ask each model in turn."""
        return {label: self._ask(model, texts) for label, model in self.models.items()}
