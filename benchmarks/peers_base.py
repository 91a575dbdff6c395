"""What a peer is: something that learns four labels, answers texts, and fits on a disk."""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

LABELS = ("sentiment", "topic", "impact", "responsibility")
SEED = 0

# By label: the texts, and the right value of each. Texts whose truth names nobody as
# responsible are not among those of responsibility.
Examples = dict[str, tuple[list[str], list[str]]]


class Peer(ABC):
    """One way to label texts. It is trained in one process and answers in another."""

    labels: tuple[str, ...] = LABELS

    @abstractmethod
    def train(self, examples: Examples, validation: Examples) -> dict[str, Any]:
        """Learn from `examples`; return the settings chosen on `validation`, by label."""

    @abstractmethod
    def answer(self, texts: list[str]) -> dict[str, list[str]]:
        """Return a value for each text, by label."""

    def save(self, folder: Path) -> None:
        """Write what `load` needs."""
        with (folder / "peer.pickle").open("wb") as file:
            pickle.dump(vars(self), file)

    @classmethod
    def load(cls, folder: Path) -> Peer:
        """Read what `save` wrote a moment ago: that is what makes pickle good enough."""
        peer = cls()
        with (folder / "peer.pickle").open("rb") as file:
            vars(peer).update(pickle.load(file))
        return peer

    def beside(self) -> Path | None:
        """Return the weights or lists that come with a package, as part of the model."""
        return None
