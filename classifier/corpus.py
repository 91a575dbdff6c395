"""Labelled data: read it, and say of every bad record what is wrong with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import CorpusError, InputError, shown
from classifier.labels import LABEL_COLUMNS, VALUES, Impact, Responsibility, Topic, split_topics
from classifier.tables import open_reader

if TYPE_CHECKING:
    import pandas as pd

#: What every labelled record needs.
LABEL_FIELDS = ("text", *LABEL_COLUMNS)
#: What the project's own corpus says of every text besides.
DESCRIPTION_FIELDS = (
    *("id", "sector", "channel", "variety", "kind", "manner", "style", "hard", "for_whom"),
    *("round", "writer", "labeller", "split", "votes"),
)
CHANNELS = ("email", "letter", "web_form", "chat", "social", "review", "phone_note")
VARIETIES = ("nl-NL", "nl-BE")
KINDS = (
    *("complaint", "question", "request", "praise", "mixed", "ironic"),
    *("follow_up", "solved", "remark", "off_topic"),
)
#: ``hard_test`` is a second test, of texts that are hard by design.
SPLITS = ("train", "validation", "test", "hard_test")

_ALLOWED: dict[str, tuple[str, ...]] = {
    "sentiment": VALUES["sentiment"],
    "impact": VALUES["impact"],
    "split": SPLITS,
}
# The words of the project's own corpus; those of other people's data are their own.
_ALLOWED_DESCRIBED = {
    **_ALLOWED,
    "channel": CHANNELS,
    "variety": VARIETIES,
    "kind": KINDS,
}


def _whole(value: Any) -> Any:
    """Return a text without half surrogate pairs, which JSON may hold and pandas may not."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _tidy(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with topics as a list and empty responsibility as None."""
    topics = record.get("topics")
    if isinstance(topics, str):  # CSV joins them by ";"
        topics = split_topics(topics)
    return {**record, "topics": topics, "responsibility": record.get("responsibility") or None}


def _problems(record: dict[str, Any], required: tuple[str, ...], *, described: bool) -> list[str]:
    """Return what is wrong with one record, in words; texts are never quoted."""
    problems = [f"the field {name!r} is missing" for name in required if name not in record]
    text = record.get("text")
    if "text" in record and (not isinstance(text, str) or not text.strip()):
        problems.append("the text is empty")
    for name, allowed in (_ALLOWED_DESCRIBED if described else _ALLOWED).items():
        if name in record and record[name] not in allowed:
            problems.append(f"{name} is {shown(record[name])}; it may be one of {list(allowed)}")
    if "topics" in record:
        problems += _topic_problems(record["topics"])
    problems += _responsibility_problems(record)
    return problems


def _topic_problems(topics: Any) -> list[str]:
    known = [str(topic) for topic in Topic]
    if not isinstance(topics, list):
        return [f"topics is {shown(topics)}; it is a list, possibly empty"]
    if unknown := [topic for topic in topics if topic not in known]:
        return [f"topics has {', '.join(map(shown, unknown))}; each may be one of {known}"]
    return ["topics names one twice"] if len(set(topics)) != len(topics) else []


def _responsibility_problems(record: dict[str, Any]) -> list[str]:
    value, known = record.get("responsibility"), [str(r) for r in Responsibility]
    if value is not None and value not in known:
        return [f"responsibility is {shown(value)}; it may be one of {known}, or empty"]
    if record.get("impact") == Impact.NONE and value is not None:
        return ["responsibility must be empty where impact is none"]
    if record.get("impact") in (Impact.LOW, Impact.HIGH) and value is None:
        return [f"responsibility is empty; where impact is low or high it is one of {known}"]
    return []


def _problems_between(lines: list[int], records: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return what is wrong with records beside each other, by line."""
    problems: list[tuple[int, str]] = []
    first_line: dict[str, int] = {}
    sector_split: dict[str, str] = {}
    partial = [
        name
        for name in ("sector", "split")
        if 0 < sum(name in record for record in records) < len(records)
    ]
    for line, record in zip(lines, records, strict=True):
        problems += [
            (line, f"the field {name!r} is missing, which other records have")
            for name in partial
            if name not in record
        ]
        if (name := record.get("id")) is not None:
            first = first_line.setdefault(str(name), line)
            if first != line:
                problems.append((line, f"the id of line {first} again"))
        sector, split = record.get("sector"), record.get("split")
        if sector and split:
            other = sector_split.setdefault(str(sector), str(split))
            if other != str(split):
                reason = f"sector {shown(sector)} is in {shown(split)} and in {shown(other)}"
                problems.append((line, reason))
    return problems


def read_corpus(
    path: str | Path, *, described: bool = False, delimiter: str | None = None
) -> pd.DataFrame:
    """Read labelled texts and check every record.

    Parameters
    ----------
    path : str or Path
        CSV, JSON lines or Parquet with the columns `LABEL_FIELDS`; topics are a list, or
        joined by ``;`` in CSV.
    described : bool
        Ask for the `DESCRIPTION_FIELDS` of the project's own corpus too.
    delimiter : str, optional
        Of CSV; found out when not given.

    Returns
    -------
    DataFrame
        One row a text, with all columns of the file; ``topics`` holds lists.

    Raises
    ------
    CorpusError
        Listing every bad record by line and reason.
    InputError
        When the file cannot be read as a table, or has no record.
    """
    import pandas as pd  # slow to load

    required = LABEL_FIELDS + (DESCRIPTION_FIELDS if described else ())
    records: list[dict[str, Any]] = []
    lines: list[int] = []
    problems: list[tuple[int, str]] = []
    with open_reader(str(path), wanted="text", delimiter=delimiter) as reader:
        if reader.columns and (missing := [n for n in required if n not in reader.columns]):
            raise InputError(f"{path} lacks the columns {missing}; add or rename them")
        for chunk in reader:
            for line, raw in zip(chunk.lines, chunk.rows, strict=True):
                whole = {name: _whole(value) for name, value in raw.items()}
                record = _tidy(whole) if {"topics", "responsibility"} <= whole.keys() else whole
                problems += [
                    (line, reason) for reason in _problems(record, required, described=described)
                ]
                records.append(record)
                lines.append(line)
    problems = sorted(problems + _problems_between(lines, records), key=lambda found: found[0])
    if problems:
        raise CorpusError(str(path), problems)
    if not records:
        raise InputError(f"{path} has no records; it needs rows with {', '.join(LABEL_FIELDS)}")
    frame = pd.DataFrame(records)
    frame["responsibility"] = (
        frame["responsibility"].astype(object).where(frame["responsibility"].notna(), None)
    )
    return frame


def read_out_of_scope(path: str | Path, split: str = "train") -> list[str]:
    """Read texts that no customer wrote.

    Parameters
    ----------
    path : str or Path
        CSV, JSON lines or Parquet with the column ``text``, and maybe ``split``.
    split : str
        Only the rows of this split, where there is such a column.

    Raises
    ------
    InputError
        When the file cannot be read as a table, or has no such text.
    """
    texts: list[str] = []
    with open_reader(str(path), wanted="text", delimiter=None) as reader:
        if reader.columns and "text" not in reader.columns:
            raise InputError(f"{path} lacks the column 'text'; add or rename it")
        for chunk in reader:
            texts += [
                str(r.get("text") or "") for r in chunk.rows if r.get("split", split) == split
            ]
    texts = [text for text in texts if text.strip()]
    if not texts:
        raise InputError(f"{path} has no texts of the split {split!r}; name a file that has some")
    return texts


def _sha256(frame: pd.DataFrame) -> str:
    """Return a hash of texts and labels, in their order."""
    digest = hashlib.sha256()
    row: Any
    for row in frame[list(LABEL_FIELDS)].itertuples(index=False):
        labels = (row.text, row.sentiment, list(row.topics), row.impact, row.responsibility)
        digest.update(repr(labels).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def corpus_facts(frame: pd.DataFrame) -> dict[str, Any]:
    """Return what a manifest says of the data: hashes, number of texts, splits, sectors."""
    facts: dict[str, Any] = {"sha256": _sha256(frame), "texts": len(frame)}
    if "split" in frame:
        facts["splits"] = dict(sorted(Counter(frame["split"]).items()))
        facts["split_sha256"] = {
            str(name): _sha256(part) for name, part in frame.groupby("split", sort=True)
        }
    if "sector" in frame:
        facts["sectors"] = int(frame["sector"].nunique())
    return facts
