"""What the benchmarks of the corpus share: data, quick models, figures, intervals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from classifier import ComplaintClassifier
from classifier.corpus import read_corpus
from classifier.corpus_checks.counts import described
from classifier.labels import NO_VALUE

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "corpus.jsonl"
FIGURES = ROOT / "corpus" / "figures"
RESULTS = ROOT / "benchmarks" / "results"
REAL = ROOT.parent / "shared" / "real_dev" / "texts.jsonl"
LABELS = ("sentiment", "topic", "impact", "responsibility", "quadrant")


def held_out(corpus: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what a model is measured on; the real texts only where they are present."""
    sets = {name: corpus[corpus["split"] == name] for name in ("test", "hard_test")}
    if REAL.is_file():
        sets["real_dev"] = read_corpus(REAL)
    return {name: frame.reset_index(drop=True) for name, frame in sets.items()}


def fit(corpus: pd.DataFrame, training: pd.DataFrame) -> ComplaintClassifier:
    """Train on `training`, with the corpus's validation texts for the thresholds.

    Two folds instead of five: they serve the calibration, which leaves accuracy alone.
    """
    validation = corpus[corpus["split"] == "validation"]
    return ComplaintClassifier(folds=2).fit(pd.concat([training, validation]))


def judged(classifier: ComplaintClassifier, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the labels given, by label; no topic and no quadrant are ``none``."""
    tagged = classifier.tag(frame[["text"]])
    return pd.DataFrame({n: tagged[n].replace("", NO_VALUE).fillna(NO_VALUE) for n in LABELS})


def truth(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the true labels, by label."""
    table = described(frame)
    return pd.DataFrame({n: table[n].fillna(NO_VALUE).astype(str) for n in LABELS})


def hits(classifier: ComplaintClassifier, frame: pd.DataFrame) -> pd.DataFrame:
    """Return 1 or 0 by label; missing where the truth names no responsibility."""
    right, given = truth(frame), judged(classifier, frame)
    table = (right.to_numpy() == given.to_numpy()).astype(float)
    found = pd.DataFrame(table, columns=LABELS, index=frame.index)
    found.loc[(right["responsibility"] == NO_VALUE).to_numpy(), "responsibility"] = np.nan
    return found


def figures(classifier: ComplaintClassifier, frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return accuracy and macro F1 (over the classes present) by label."""
    right, given = truth(frame), judged(classifier, frame)
    found = {}
    for label in LABELS:
        rows = right[label] != NO_VALUE if label == "responsibility" else slice(None)
        one, other = right[label][rows], given[label][rows]
        found[label] = {
            "accuracy": float((one == other).mean()),
            "macro_f1": float(
                f1_score(one, other, labels=sorted(set(one)), average="macro", zero_division=0)
            ),
        }
    return found


def bootstrap(values: np.ndarray, *, draws: int = 5000) -> tuple[float, float, float]:
    """Return the mean with its 95 % interval, by resampling the texts."""
    rng = np.random.default_rng(0)
    values = values[~np.isnan(values)]
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    return float(values.mean()), *map(float, np.quantile(means, (0.025, 0.975)))
