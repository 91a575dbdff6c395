"""Fixed splits for data that has none: whole sectors to each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import GroupShuffleSplit

from classifier.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_HELD_OUT = 0.15


def with_splits(frame: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Return the frame with a column ``split``, unless it has one.

    A model that has seen a firm's texts shines on the rest of them and fails on the
    next firm: texts of one ``sector`` stay together, where there is such a column.

    Parameters
    ----------
    frame : DataFrame
        Labelled texts.
    seed : int
        Seed of the choice.

    Returns
    -------
    DataFrame
        With ``train``, ``validation`` and ``test``; about 15 % of the sectors (of the
        texts, where there are no sectors) in each of the last two.

    Raises
    ------
    InputError
        When there are fewer than three sectors (texts) to share out.
    """
    if "split" in frame.columns:
        return frame
    known = "sector" in frame.columns
    groups = (frame["sector"].astype(str) if known else frame.index.astype(str)).to_numpy()
    if len(np.unique(groups)) < 3:
        raise InputError(
            f"{len(np.unique(groups))} sectors cannot be shared out over train, validation and "
            "test; add sectors, or leave the column 'sector' out"
        )
    split = np.full(len(frame), "train", dtype=object)
    rest = np.arange(len(frame))
    for name in ("test", "validation"):
        # Of what is left, so that validation is as large as test.
        share = _HELD_OUT if name == "test" else _HELD_OUT / (1 - _HELD_OUT)
        splitter = GroupShuffleSplit(1, test_size=share, random_state=seed)
        kept, chosen = next(splitter.split(rest, groups=groups[rest]))
        split[rest[chosen]] = name
        rest = rest[kept]
    return frame.assign(split=split)
