"""Training as a whole: fit, measure on what was held out, save with the figures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.bundle import check_target
from classifier.corpus import corpus_facts
from classifier.evaluation import evaluate
from classifier.model import ComplaintClassifier
from classifier.splits import with_splits

if TYPE_CHECKING:
    import pandas as pd

# Kept out of the manifest: long, and anyone can make them again.
_LONG = ("reliability", "by_coverage")


def train_bundle(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    out_of_scope: Iterable[str] = (),
    seed: int = 0,
    force: bool = False,
) -> tuple[ComplaintClassifier, dict[str, Any]]:
    """Fit a classifier, measure it, and save it as a bundle.

    Parameters
    ----------
    frame : DataFrame
        Labelled texts (see `classifier.corpus.read_corpus`); without a column ``split``
        they are split by sector (see `classifier.splits.with_splits`).
    path : str or Path
        Folder of the bundle.
    out_of_scope : iterable of str
        Texts that no customer wrote (see `ComplaintClassifier.fit`).
    seed : int
        Seed of everything random.
    force : bool
        Replace a bundle that is there.

    Returns
    -------
    classifier : ComplaintClassifier
        The fitted one.
    metrics : dict
        Figures (see `classifier.evaluation.evaluate`) on ``validation``, on which the
        thresholds for review were chosen, and on ``test`` and ``hard_test``, which nothing
        has seen, where the data has them.

    Raises
    ------
    InputError
        When the data cannot be learned from (see `ComplaintClassifier.fit`).
    OutputError
        When `path` is taken or cannot be written.
    """
    check_target(path, force=force)  # before the work, not after it
    frame = with_splits(frame, seed=seed)
    classifier = ComplaintClassifier(random_state=seed).fit(frame, out_of_scope=out_of_scope)
    metrics: dict[str, Any] = {}
    for split in ("validation", "test", "hard_test"):
        held_out = frame[frame["split"] == split]
        if len(held_out):  # a user's own splits may have no test
            metrics[split] = evaluate(classifier, held_out)
    short = {name: _shortened(figures) for name, figures in metrics.items()}
    classifier.save(path, facts={"corpus": corpus_facts(frame), "metrics": short}, force=force)
    for figures in metrics.values():
        figures["model_version"] = classifier.version_
    return classifier, metrics


def _shortened(figures: dict[str, Any]) -> dict[str, Any]:
    labels = {
        label: {key: value for key, value in one.items() if key not in _LONG}
        for label, one in figures["labels"].items()
    }
    kept = {key: value for key, value in figures.items() if key != "model_version"}
    return {**kept, "labels": labels}
