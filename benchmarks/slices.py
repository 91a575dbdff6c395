"""Where the shipped model is weakest on validation: by sector, channel, kind, label.

The list that a next round of writing should aim at. Prints, as Markdown, the slices of
at least 20 texts with the lowest mean accuracy of the four labels, with the interval
(Wilson) of the label that suffers most.
"""

from __future__ import annotations

import pandas as pd
from measuring import CORPUS, hits, truth

from classifier import ComplaintClassifier
from classifier.corpus import read_corpus
from classifier.report.slices import Rate

FEWEST = 20
SHOWN = 20
LABELS = ("sentiment", "topic", "impact", "responsibility")
FIELDS = ("sector", "channel", "kind", "manner", "style", "hard", "variety", "length")


def main() -> None:
    """Print the weakest slices."""
    corpus = read_corpus(CORPUS)
    frame = corpus[corpus["split"] == "validation"].reset_index(drop=True)
    right = hits(ComplaintClassifier.load(), frame)
    words = frame["text"].map(lambda text: len(text.split()))
    frame["length"] = pd.cut(words, (0, 12, 30, 60, 120, 400)).astype(str)
    true = truth(frame)
    groups = {
        (field, value): part.index for field in FIELDS for value, part in frame.groupby(field)
    }
    for label in (*LABELS, "quadrant"):
        groups |= {(f"true {label}", v): part.index for v, part in true.groupby(label)}
    rows = []
    for (field, value), index in groups.items():
        if len(index) < FEWEST:
            continue
        means = right.loc[index, list(LABELS)].mean()
        worst = str(means.idxmin())
        known = right.loc[index, worst].dropna()
        low, high = Rate(int(known.sum()), len(known)).interval
        rows.append((means.mean(), f"{field}: {value}", len(index), means, worst, low, high))
    print(f"all {len(frame)} texts:", *(f"{n} {right[n].mean():.3f}" for n in LABELS), "\n")
    print("| slice | texts |", *(f"{n} |" for n in LABELS), "lowest, 95 % |")
    print("|---|---|" + "---|" * (len(LABELS) + 1))
    for _, name, texts, means, worst, low, high in sorted(rows, key=lambda row: row[0])[:SHOWN]:
        cells = ("-" if pd.isna(means[n]) else f"{means[n]:.2f}" for n in LABELS)
        print(
            f"| {name} | {texts} |", *(f"{c} |" for c in cells), f"{worst} {low:.2f}-{high:.2f} |"
        )


if __name__ == "__main__":
    main()
