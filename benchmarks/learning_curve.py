"""Does more help, and more of what? Accuracy against texts, and against sectors.

The first curve grows the number of training texts; the second keeps their number and
grows the number of sectors they come from. Writes `results/learning_curve.json` and the
figure of the datasheet. About 5 minutes on two cores.
"""

from __future__ import annotations

import json
from collections import defaultdict

import matplotlib as mpl
import numpy as np
import pandas as pd
from measuring import CORPUS, FIGURES, LABELS, RESULTS, figures, fit, held_out
from rich.progress import track

from classifier.corpus import read_corpus

TEXTS = (250, 500, 1000, 2000)  # and all of them
SECTORS = (6, 12, 24)  # and all of them
EQUAL = 500  # texts, for the curve over sectors: what six sectors hold
SEEDS = (0, 1, 2)


def samples(training: pd.DataFrame) -> list[tuple[str, int, int, pd.DataFrame]]:
    """Return what each model is trained on: curve, size, seed, texts."""
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        found += [("texts", size, seed, training.sample(size, random_state=seed)) for size in TEXTS]
        sectors = rng.permutation(sorted(set(training["sector"])))
        for count in (*SECTORS, len(sectors)):
            chosen = training[training["sector"].isin(sectors[:count])]
            found.append(("sectors", count, seed, chosen.sample(EQUAL, random_state=seed)))
    return [*found, ("texts", len(training), 0, training)]


def draw(rows: list[dict]) -> None:
    """Draw both curves, a panel for each label."""
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    table = pd.DataFrame(rows)
    tests = list(dict.fromkeys(table["test"]))
    colours = dict(zip(tests, ("#1b6ca8", "#d1495b", "#2e8b57"), strict=False))
    grid, axes = plt.subplots(2, len(LABELS), figsize=(15, 6), sharey="row", layout="constrained")
    for row, (curve, title) in enumerate(
        (("texts", "training texts"), ("sectors", f"sectors, {EQUAL} texts in all"))
    ):
        for axis, label in zip(axes[row], LABELS, strict=True):
            here = table[(table["curve"] == curve) & (table["label"] == label)]
            for test in tests:
                by_size = here[here["test"] == test].groupby("size")["accuracy"]
                mean, low, high = by_size.mean(), by_size.min(), by_size.max()
                axis.plot(mean.index, mean, marker="o", ms=3, color=colours[test], label=test)
                axis.fill_between(mean.index, low, high, color=colours[test], alpha=0.15, lw=0)
            axis.set_xscale("log")
            axis.set_xticks(mean.index, [f"{size:g}" for size in mean.index], fontsize=7)
            axis.minorticks_off()
            axis.set_xlabel(title, fontsize=8)
            axis.set_title(label, fontsize=10)
            axis.grid(alpha=0.3)
        axes[row][0].set_ylabel("accuracy")
    axes[0][0].legend(fontsize=8)
    FIGURES.mkdir(exist_ok=True)
    grid.savefig(FIGURES / "learning_curve.png", dpi=110)


def main() -> None:
    """Train all models, print the figures, write them, and draw the curves."""
    corpus = read_corpus(CORPUS)
    tests = held_out(corpus)
    rows = []
    for curve, size, seed, training in track(
        samples(corpus[corpus["split"] == "train"]), description="training"
    ):
        classifier = fit(corpus, training)
        for name, frame in tests.items():
            for label, one in figures(classifier, frame).items():
                found = {"curve": curve, "size": size, "seed": seed, "test": name, "label": label}
                rows.append(found | one)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "learning_curve.json").write_text(json.dumps(rows, indent=0) + "\n")
    show(rows)
    draw(rows)


def show(rows: list[dict]) -> None:
    """Print mean accuracy and macro F1 as Markdown."""
    means = defaultdict(list)
    for row in rows:
        key = (row["curve"], row["test"], row["size"])
        means[key, row["label"]].append((row["accuracy"], row["macro_f1"]))
    print("| curve | test | size |", *(f"{label} |" for label in LABELS))
    print("|---|---|---|" + "---|" * len(LABELS))
    for key in sorted({key for key, _ in means}):
        cells = (np.mean(means[key, label], axis=0) for label in LABELS)
        print(f"| {key[0]} | {key[1]} | {key[2]} |", *(f"{a:.3f} ({f:.3f}) |" for a, f in cells))


if __name__ == "__main__":
    main()
