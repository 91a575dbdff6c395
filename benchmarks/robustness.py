"""Pass rates of the robustness tests on the shipped model, and the cases that fail.

Prints Markdown. ``--update`` also writes the failing cases to
tests/robustness/known_failures.json: run it after ``make train``, and look at what changed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from classifier import ComplaintClassifier

TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    """Run all tests and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="rewrite known_failures.json")
    update = parser.parse_args().update
    sys.path.insert(0, str(TESTS))  # before this folder, whose robustness is this file
    from robustness.capabilities import capabilities
    from robustness.running import read_floors, read_known_failures, run, write_known_failures

    classifier = ComplaintClassifier.load()
    floors, known = read_floors(), read_known_failures()
    results = [run(classifier, capability) for capability in capabilities()]
    print("| kind | test | cases | pass | floor | labels that fail |")
    print("|---|---|---|---|---|---|")
    for result in results:
        test, name = result.capability, result.capability.name
        labels = Counter(label for faults in result.failures.values() for label in faults)
        where = ", ".join(f"{label} {count}" for label, count in labels.most_common())
        print(
            f"| {test.kind} | {name} | {len(test.cases)} | {result.pass_rate:.1%} "
            f"| {floors[name]:.0%} | {where} |"
        )
    print(f"\nModel {classifier.version_}. Cases that fail:\n")
    for result in results:
        for case, faults in result.failures.items():
            new = "" if case in known.get(result.capability.name, ()) else " (not listed)"
            what = "; ".join(f"{label} {fault}" for label, fault in faults.items())
            print(f"- {result.capability.name} {case}: {what}{new}")
    passing = [
        case
        for result in results
        for case in known.get(result.capability.name, ())
        if case not in result.failures
    ]
    print("\nListed as failing, but pass now:", ", ".join(passing) or "none")
    low = [r.capability.name for r in results if r.pass_rate < floors[r.capability.name]]
    print("Under the floor:", ", ".join(low) or "none")
    if update:
        write_known_failures(results)


if __name__ == "__main__":
    main()
