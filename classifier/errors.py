"""The exceptions of the project: each message says what was found and what to do.

No message holds customer text: a line number, a column name or a count says
where to look.
"""

from __future__ import annotations

import re
from typing import Any

# One word, as long as the values that are allowed or a little longer.
_WORD = re.compile(r"[^\W\d]{1,20}")


def shown(value: Any) -> str:
    """Return a value for a message; where columns are mixed up it may be a customer's text."""
    if value is None:
        return "None"
    if not isinstance(value, str):
        return f"a value of type {type(value).__name__}"
    return repr(value) if _WORD.fullmatch(value) else f"a text of {len(value)} characters"


class KlachtwijzerError(Exception):
    """Base of every error that the project raises on purpose."""


class InputError(KlachtwijzerError):
    """A file, frame or argument that cannot be read as it stands."""


class OutputError(KlachtwijzerError):
    """A place that cannot, or should not, be written to."""


class CorpusError(KlachtwijzerError):
    """Labelled data with bad records.

    Parameters
    ----------
    source : str
        Name of the data, as the user knows it.
    problems : list of tuple of (int, str)
        Line number, counted from 1, and reason of every bad record.
    """

    def __init__(self, source: str, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        records = len({line for line, _ in problems})
        lines = [f"  line {line}: {reason}" for line, reason in problems]
        super().__init__(
            f"{source} has {records} bad record(s); mend these lines and try again:\n"
            + "\n".join(lines)
        )


class TableError(KlachtwijzerError):
    """A quadrant table that does not say what each quadrant asks for."""


class BundleError(KlachtwijzerError):
    """Base of what can be wrong with a model on disk."""


class BundleMissingError(BundleError):
    """A bundle, or a file of it, is not there."""


class BundleChangedError(BundleError):
    """A file of a bundle is not the file that was saved."""


class BundleVersionError(BundleError):
    """A bundle that was made for another version of the project or of a library."""


class BundleUntrustedError(BundleError):
    """A bundle that holds types which this project does not load."""
