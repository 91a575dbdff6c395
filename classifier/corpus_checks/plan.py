"""The plan of a corpus: how many of each, and every threshold of the checks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from classifier.errors import InputError


@dataclass(frozen=True, slots=True)
class Plan:
    """What a corpus is to hold; `corpus/plan.toml` explains each entry.

    Attributes
    ----------
    texts : dict
        ``least``, and bounds of the lengths in words.
    counts : dict of str to dict
        By field, the least number of texts with each value.
    shares : dict of str to dict
        By field, least and most share of the texts with a value.
    sectors : dict of str to dict
        By sector, its group, its split and its least number of texts.
    duplicates, templates, topic_words, vocabulary, personal_data : dict
        Thresholds and word lists of the check of that name.
    """

    texts: dict[str, Any]
    counts: dict[str, dict[str, int]]
    shares: dict[str, dict[str, list[float]]]
    sectors: dict[str, dict[str, Any]]
    duplicates: dict[str, Any]
    templates: dict[str, int]
    topic_words: dict[str, Any]
    vocabulary: dict[str, Any]
    personal_data: dict[str, Any]

    @classmethod
    def read(cls, path: str | Path) -> Plan:
        """Read a plan from TOML.

        Raises
        ------
        InputError
            When there is no such file, it is no TOML, or a table is missing or unknown.
        """
        try:
            entries = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path} cannot be read as a plan (TOML): {error}") from error
        known = {field.name for field in fields(cls)}
        if entries.keys() != known:
            raise InputError(
                f"{path} lacks the tables {sorted(known - entries.keys())} and has the unknown "
                f"tables {sorted(entries.keys() - known)}; corpus/plan.toml shows how it is made"
            )
        return cls(**entries)
