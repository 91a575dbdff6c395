"""What one check found, beside what the plan asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Examples named with a finding; the rest is counted.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes
    ----------
    check : str
        What was looked at.
    found : str
        What there is.
    wanted : str
        What the plan asks for.
    holds : bool
        Whether the one fits the other.
    """

    check: str
    found: str
    wanted: str
    holds: bool

    @classmethod
    def at_least(cls, check: str, found: float, least: float) -> Finding:
        """Return the finding that `found` is `least` or more."""
        return cls(check, _number(found), f"at least {_number(least)}", found >= least)

    @classmethod
    def at_most(cls, check: str, found: float, most: float) -> Finding:
        """Return the finding that `found` is `most` or less."""
        return cls(check, _number(found), f"at most {_number(most)}", found <= most)

    @classmethod
    def between(cls, check: str, found: float, bounds: tuple[float, float]) -> Finding:
        """Return the finding that `found` lies within `bounds`, both included."""
        least, most = bounds
        wanted = f"{_number(least)} to {_number(most)}"
        return cls(check, _number(found), wanted, least <= found <= most)

    @classmethod
    def none_of(cls, check: str, names: Iterable[str]) -> Finding:
        """Return the finding that there are no such texts; some are named by id."""
        found = sorted(set(names))
        if not found:
            return cls(check, "none", "none", holds=True)
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        return cls(check, f"{', '.join(found[:_NAMED])}{more}", "none", holds=False)


def _number(value: float) -> str:
    return f"{value:d}" if isinstance(value, int) else f"{value:.3f}"
