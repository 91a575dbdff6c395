"""What each round of writing brought, on texts that no round trained on.

Four models of the same code: on the first corpus (writers w01 to w16), on the rounds
before those aimed at weak slices, on all rounds, and on all rounds cut down to the number of
texts of the second model, which tells what the aim brought from what the number brought.
Gains come with a paired bootstrap interval over the texts of the test.
"""

from __future__ import annotations

from measuring import CORPUS, LABELS, bootstrap, fit, held_out, hits

from classifier.corpus import read_corpus

SEED = 0


def main() -> None:
    """Train the four models and print accuracy and gains as Markdown."""
    corpus = read_corpus(CORPUS)
    training = corpus[corpus["split"] == "train"]
    first = training[training["round"] == "first"]
    before = training[training["round"].isin(["first", "breadth"])]
    aimed = training.drop(before.index)
    kept = before.sample(len(before) - len(aimed), random_state=SEED)
    models = {
        "first corpus": first,
        "before the aimed rounds": before,
        "all rounds": training,
        "all rounds, cut to equal number": training.loc[sorted({*kept.index, *aimed.index})],
    }
    tests = held_out(corpus)
    found = {}
    print("| test | trained on | texts |", *(f"{label} |" for label in LABELS))
    print("|---|---|---|" + "---|" * len(LABELS))
    for name, chosen in models.items():
        classifier = fit(corpus, chosen)
        for test, frame in tests.items():
            found[test, name] = hits(classifier, frame)
            means = found[test, name].mean()
            print(f"| {test} | {name} | {len(chosen)} |", *(f"{means[n]:.3f} |" for n in LABELS))
    print("\n| test | gain |", *(f"{label} |" for label in LABELS))
    print("|---|---|" + "---|" * len(LABELS))
    names = list(models)
    pairs = ((names[0], names[2]), (names[1], names[2]), (names[1], names[3]))
    for test in tests:
        for old, new in pairs:
            cells = []
            for label in LABELS:
                gain = (found[test, new][label] - found[test, old][label]).to_numpy()
                mean, low, high = bootstrap(gain)
                cells.append(f"{mean:+.3f} [{low:+.3f}, {high:+.3f}] |")
            print(f"| {test} | from {old} to {new} |", *cells)


if __name__ == "__main__":
    main()
