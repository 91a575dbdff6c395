"""What a classifier does with the tests, and what was asked of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from classifier import ComplaintClassifier
from classifier.classification import LABELS
from classifier.labels import NO_VALUE

from .capabilities import FOLDER, Capability

FLOORS = FOLDER / "floors.toml"
KNOWN_FAILURES = FOLDER / "known_failures.json"


@dataclass(frozen=True)
class Result:
    """What came of one test.

    Attributes
    ----------
    capability : Capability
    failures : mapping of str to dict
        By the id of a case that fails: by label, what was wrong.
    """

    capability: Capability
    failures: Mapping[str, dict[str, str]]

    @property
    def pass_rate(self) -> float:
        """Share of the cases that pass, 0 to 1."""
        return 1 - len(self.failures) / len(self.capability.cases)


def run(classifier: ComplaintClassifier, capability: Capability) -> Result:
    """Judge all texts of a test at once, each of them once."""
    texts = list(dict.fromkeys(text for case in capability.cases for text in case.texts))
    given = {
        text: {label: str(getattr(answer, label) or NO_VALUE) for label in LABELS}
        if answer.is_judged
        else None
        for text, answer in zip(texts, classifier.classify_many(texts), strict=True)
    }
    faults = {case.id: case.faults(given) for case in capability.cases}
    return Result(capability, {case: fault for case, fault in faults.items() if fault})


def read_floors() -> dict[str, float]:
    """Return the lowest pass rate asked of each test, 0 to 1."""
    return tomllib.loads(FLOORS.read_text("utf-8"))


def read_known_failures() -> dict[str, list[str]]:
    """Return, by test, the ids of the cases known to fail."""
    known: dict[str, list[str]] = json.loads(KNOWN_FAILURES.read_text("utf-8"))
    return known


def write_known_failures(results: list[Result]) -> None:
    """Put what fails now in place of what was known."""
    known = {result.capability.name: list(result.failures) for result in results}
    text = json.dumps({name: ids for name, ids in known.items() if ids}, indent=2)
    KNOWN_FAILURES.write_text(text + "\n", "utf-8")
