"""Put the shipped model's figures into the README, between its marks."""

from __future__ import annotations

from measuring import CORPUS, LABELS, ROOT, held_out

from classifier import ComplaintClassifier
from classifier.corpus import read_corpus
from classifier.evaluation import evaluate

START, END = "<!-- figures -->", "<!-- end of figures -->"
NAMES = {"test": "test", "hard_test": "hard test", "real_dev": "real"}


def main() -> None:
    """Measure on all tests and write the table."""
    classifier = ComplaintClassifier.load()
    found = {n: evaluate(classifier, f) for n, f in held_out(read_corpus(CORPUS)).items()}
    columns = [f"{NAMES[n]}: accuracy | macro F1 | calibration error | surest 75 %" for n in found]
    lines = [f"| | {' | '.join(columns)} |", "|---" * (1 + 4 * len(found)) + "|"]
    for label in LABELS:
        cells = []
        for figures in found.values():
            one = figures["quadrant"] if label == "quadrant" else figures["labels"][label]
            cells += [f"{one['accuracy']:.3f}", f"{one['macro_f1']:.3f}"]
            if label == "quadrant":
                cells += ["", ""]
                continue
            surest = next(r["accuracy"] for r in one["by_coverage"] if r["coverage"] == 0.75)
            cells += [f"{one['expected_calibration_error']:.3f}", f"{surest:.3f}"]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines.append("")
    for name, figures in found.items():
        review = figures["review"]
        kept = (f"{n} {one['accuracy_kept']:.0%}" for n, one in review["labels"].items())
        lines.append(
            f"- {NAMES[name]}: `needs_review` leaves {review['coverage']:.0%} of the texts to the "
            f"machine; of those are right: {', '.join(kept)}."
        )
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    text = f"{before}{START}\n" + "\n".join(lines) + f"\n{END}{after}"
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
