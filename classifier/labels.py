"""The label vocabulary, and the quadrant table that turns labels into a response."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from classifier.errors import TableError


class Sentiment(StrEnum):
    """How the customer judges the organisation, over the whole text."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Topic(StrEnum):
    """What a text is about."""

    BILLING = "billing"
    OPERATIONS = "operations"
    ADVICE = "advice"
    DELIVERY = "delivery"


class Impact(StrEnum):
    """What the event does to this customer and to the relation."""

    NONE = "none"
    LOW = "low"
    HIGH = "high"


class Responsibility(StrEnum):
    """On whose side the cause lies, as told."""

    ORGANISATION = "organisation"
    CUSTOMER = "customer"


class Quadrant(StrEnum):
    """Impact by responsibility; a text with impact ``none`` has no quadrant."""

    LOW_CUSTOMER = "low_customer"
    LOW_ORGANISATION = "low_organisation"
    HIGH_ORGANISATION = "high_organisation"
    HIGH_CUSTOMER = "high_customer"


#: The columns of labelled data.
LABEL_COLUMNS = ("sentiment", "topics", "impact", "responsibility")
#: The values of each label that has one a text; topics are a list.
VALUES: dict[str, tuple[str, ...]] = {
    "sentiment": tuple(map(str, Sentiment)),
    "impact": tuple(map(str, Impact)),
    "responsibility": tuple(map(str, Responsibility)),
}
#: Stands, in models and figures, for a label that is empty by its nature.
NO_VALUE = "none"


def split_topics(joined: str) -> list[str]:
    """Return the topics of a cell that joins them by ``;``, as CSV does."""
    return [part.strip() for part in joined.split(";") if part.strip()]


def quadrant_of(impact: str | None, responsibility: str | None) -> Quadrant | None:
    """Return the quadrant of a text, or None where it has none.

    Parameters
    ----------
    impact : str or None
        A value of `Impact`.
    responsibility : str or None
        A value of `Responsibility`.

    Returns
    -------
    Quadrant or None
        None when impact is ``none`` or unknown, or responsibility unknown.
    """
    if impact is None or impact == Impact.NONE or responsibility is None:
        return None
    return Quadrant(f"{impact}_{responsibility}")


@dataclass(frozen=True, slots=True)
class Advice:
    """What the table says for one quadrant.

    Attributes
    ----------
    response : str
        Short name of the recommended response.
    text : str
        The same for the agent, in Dutch.
    """

    response: str
    text: str


class QuadrantTable:
    """The recommended response for every quadrant, as data.

    The default is the Ferment quadrant as reported by the Klantcontact Monitor
    (masterclass of 22 September 2016). The source does not print which response
    stands in which cell, so a user can replace the table with a TOML file.

    Parameters
    ----------
    rows : mapping of str to Advice
        One entry for each value of `Quadrant`, and one named ``none``.
    """

    def __init__(self, rows: Mapping[str, Advice]) -> None:
        wanted = {*map(str, Quadrant), str(Impact.NONE)}
        if missing := sorted(wanted - set(rows)):
            raise TableError(f"the quadrant table lacks {missing}; add a section for each")
        if unknown := sorted(set(rows) - wanted):
            raise TableError(
                f"the quadrant table has unknown sections {unknown}; "
                f"they may be named {sorted(wanted)}"
            )
        self._rows = dict(rows)

    @classmethod
    def load(cls, path: str | Path | None = None) -> QuadrantTable:
        """Read a table from a TOML file; without a path, the project's own.

        Raises
        ------
        TableError
            When the file cannot be read, or a section lacks ``response`` or
            ``response_text``.
        """
        if path is None:
            source = resources.files("classifier") / "quadrant.toml"
            return cls.parse(source.read_text(encoding="utf-8"), "quadrant.toml")
        try:
            return cls.parse(Path(path).read_text(encoding="utf-8"), str(path))
        except OSError as error:
            raise TableError(
                f"cannot read the quadrant table {path}: {error.strerror}; check the path"
            ) from error
        except UnicodeDecodeError as error:
            raise TableError(f"{path} is not UTF-8; save it as UTF-8") from error

    @classmethod
    def parse(cls, toml: str, source: str) -> QuadrantTable:
        """Read a table from the text of a TOML file named `source`."""
        try:
            sections = tomllib.loads(toml)
        except tomllib.TOMLDecodeError as error:
            raise TableError(f"{source} is not valid TOML ({error}); mend it there") from error
        rows = {}
        for name, section in sections.items():
            values = []
            for key in ("response", "response_text"):
                value = section.get(key) if isinstance(section, dict) else None
                if not isinstance(value, str) or not value.strip():
                    raise TableError(
                        f"{source}: section [{name}] lacks the text {key!r}; "
                        f'add a line {key} = "..."'
                    )
                values.append(value)
            rows[name] = Advice(*values)
        return cls(rows)

    def advice(self, impact: str | None, responsibility: str | None) -> Advice | None:
        """Return what to do, or None for a text that was not judged."""
        if impact is None:
            return None
        return self._rows[quadrant_of(impact, responsibility) or str(Impact.NONE)]
