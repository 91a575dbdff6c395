"""The tests: what each looks at, and its cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from classifier.classification import LABELS

from .perturbing import PERTURBATIONS

FOLDER = Path(__file__).parent
SEED = 0

#: Labels of one text, by label; None where the text could not be judged.
Labels = Mapping[str, str] | None


def read(name: str) -> Any:
    """Return what a file of the folder ``cases`` holds."""
    return json.loads((FOLDER / "cases" / f"{name}.json").read_text("utf-8"))


@dataclass(frozen=True)
class Invariance:
    """Two texts that have the same labels."""

    id: str
    before: str
    after: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Both texts."""
        return self.before, self.after

    def faults(self, given: Mapping[str, Labels]) -> dict[str, str]:
        """Return, by label, what became of it; empty where the case passes."""
        old, new = given[self.before], given[self.after]
        if old is None or new is None:
            return {"judged": "could not be judged"}
        return {n: f"{old[n]} became {new[n]}" for n in LABELS if old[n] != new[n]}


@dataclass(frozen=True)
class Wanted:
    """Texts with the value of one label that each must get: one text, or a pair."""

    id: str
    label: str
    values: Mapping[str, str]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts."""
        return tuple(self.values)

    def faults(self, given: Mapping[str, Labels]) -> dict[str, str]:
        """Return, by label, what was given instead; empty where the case passes."""
        wrong = []
        for text, value in self.values.items():
            labels = given[text]
            if labels is None:
                return {"judged": "could not be judged"}
            if labels[self.label] != value:
                wrong.append(f"{labels[self.label]} for {value}")
        return {self.label: ", ".join(wrong)} if wrong else {}


Case = Invariance | Wanted


@dataclass(frozen=True)
class Capability:
    """One test: its kind, its name and its cases."""

    kind: str
    name: str
    cases: tuple[Case, ...]


def _of_slots() -> Iterator[Capability]:
    for name, slot in read("slots").items():
        first, *others = slot["values"]
        yield Capability(
            "invariance",
            name,
            tuple(
                Invariance(
                    f"{row['id']}.{number}",
                    row["text"].replace("{}", first),
                    row["text"].replace("{}", other),
                )
                for row in slot["texts"]
                for number, other in enumerate(others, 1)
            ),
        )


def _of_perturbations() -> Iterator[Capability]:
    base_texts = read("base_texts")
    for name, perturbations in PERTURBATIONS.items():
        cases = []
        for way, perturb in perturbations.items():
            for base in base_texts:
                after = perturb(base, Random(f"{SEED} {way} {base['id']}"))
                if after != base["text"]:
                    cases.append(Invariance(f"{base['id']}.{way}", base["text"], after))
        yield Capability("invariance", name, tuple(cases))


def _of_flemish() -> Iterator[Capability]:
    cases = (Invariance(row["id"], row["nl-NL"], row["nl-BE"]) for row in read("flemish"))
    yield Capability("invariance", "flemish", tuple(cases))


def _of_directions() -> Iterator[Capability]:
    for name, test in read("directions").items():
        cases = (
            Wanted(
                pair["id"], test["label"], {text: value for value, text in pair["texts"].items()}
            )
            for pair in test["pairs"]
        )
        yield Capability("directional", name, tuple(cases))


def _of_plain_texts() -> Iterator[Capability]:
    for label, values in read("plain_texts").items():
        for value, rows in values.items():
            cases = (Wanted(row["id"], label, {row["text"]: value}) for row in rows)
            yield Capability("minimum functionality", f"{label}_{value}", tuple(cases))


def capabilities() -> list[Capability]:
    """Return all tests, always the same."""
    return [
        *_of_slots(),
        *_of_perturbations(),
        *_of_flemish(),
        *_of_directions(),
        *_of_plain_texts(),
    ]
