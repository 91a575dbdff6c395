"""Numbers and names as the page shows them."""

from __future__ import annotations

_LONGEST = 60


def percent(share: float, digits: int = 0) -> str:
    """Return a share such as ``85 %``; the space does not break."""
    return f"{share * 100:.{digits}f}\N{NO-BREAK SPACE}%"


def counted(number: int, one: str) -> str:
    """Return a number and what is counted, such as ``3 texts``."""
    return f"{number}\N{NO-BREAK SPACE}{one}{'' if number == 1 else 's'}"


def readable(name: str) -> str:
    """Return a name of the code as words: ``low_customer`` is ``low customer``."""
    return name.replace("_", " ")


def clipped(value: object) -> str:
    """Return a value on one line, and no more of it than names it."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
