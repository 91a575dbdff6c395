"""Texts whose label looks wrong, by cleanlab over out-of-fold predictions.

Confident learning (Northcutt et al., 2021): a label is doubted where a model that has
not seen the text's sector is sure of another. Writes one JSON line a doubted label to
the file named on the command line; a reader then looks at each again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from cleanlab.filter import find_label_issues
from measuring import CORPUS, fit, truth
from rich.progress import track
from sklearn.model_selection import GroupKFold

from classifier.corpus import read_corpus
from classifier.labels import NO_VALUE, VALUES, Topic

FOLDS = 5
CLASSES = {
    "sentiment": [*map(str, VALUES["sentiment"])],
    "topic": [*map(str, Topic), NO_VALUE],
    "impact": [*map(str, VALUES["impact"])],
    "responsibility": [*map(str, VALUES["responsibility"])],
}


def main() -> None:
    """Find the doubted labels and count them."""
    corpus = read_corpus(CORPUS)
    right = truth(corpus)
    tables = {label: np.zeros((len(corpus), len(names))) for label, names in CLASSES.items()}
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0).split(corpus, groups=corpus["sector"])
    for train, rest in track(list(folds), description="training"):
        rows = corpus.iloc[train]
        validation = rows["sector"].isin(sorted(set(rows["sector"]))[::8])
        classifier = fit(
            rows[validation].assign(split="validation"), rows[~validation].assign(split="train")
        )
        docs = list(classifier.pipeline_.pipe(corpus["text"].iloc[rest]))
        matrix = classifier.features_.transform(docs)
        for label, names in CLASSES.items():
            model = classifier.models_[label]
            model = model.primary_ if label == "topic" else model
            places = [names.index(str(name)) for name in model.classes_]
            tables[label][np.ix_(rest, places)] = model.predict_proba(matrix)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        for label, names in CLASSES.items():
            known = np.flatnonzero(right[label].isin(names))
            codes = right[label].iloc[known].map(names.index).to_numpy()
            doubted = find_label_issues(
                codes, tables[label][known], return_indices_ranked_by="self_confidence"
            )
            for place in known[doubted]:
                line = {
                    "id": corpus["id"].iloc[place],
                    "label": label,
                    "given": right[label].iloc[place],
                    "suggested": names[int(tables[label][place].argmax())],
                    "text": corpus["text"].iloc[place],
                }
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(f"{label}: {len(doubted)} of {len(known)} doubted")


if __name__ == "__main__":
    main()
