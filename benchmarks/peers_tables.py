"""The figures of the peers as Markdown. Ours are bold only where no other is as good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from peers_base import LABELS

OURS = "Klachtwijzer"
Results = dict[str, Any]


class _Column(NamedTuple):
    """A figure of each peer, None where it has none; `sign` is -1 where less is better."""

    title: str
    values: list[float | None]
    shown: Callable[[float], str]
    sign: int = 1

    def cells(self, names: list[str]) -> list[str]:
        """Return what stands in the table."""
        pairs = list(zip(names, self.values, strict=True))
        others = [self.sign * v for name, v in pairs if name != OURS and v is not None]
        cells = []
        for name, value in pairs:
            cell = "" if value is None else self.shown(value)
            leads = name == OURS and value is not None and self.sign * value > max(others)
            cells.append(f"**{cell}**" if leads else cell)
        return cells


def _table(names: list[str], columns: list[_Column]) -> str:
    rows = zip(names, *(column.cells(names) for column in columns), strict=True)
    heading = ["", *(column.title for column in columns)]
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _score(value: float) -> str:
    return f"{value:.3f}"


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _rate(value: float) -> str:
    """Return a rate; how often a second next to nothing can be done tells nothing."""
    return "> 100,000" if value > 100_000 else _amount(value)


def _ratio(value: float) -> str:
    return "> 100" if value > 100 else f"{value:.2f}"


def _means(results: Results, test: str) -> dict[str, float | None]:
    return {n: p["scores"][test].get("mean_macro_f1") for n, p in results["peers"].items()}


def main_table(results: Results) -> str:
    """Return what is chosen by: mean macro F1 on each test, speed, cost."""
    peers = results["peers"]
    columns = [
        _Column(f"macro F1, {test}", [*_means(results, test).values()], _score)
        for test in results["texts"]
    ]
    for title, key, unit, shown, sign in (
        ("texts/s", "texts_per_second", 1, _rate, 1),
        ("ratio to ours", "rate_ratio", 1, _ratio, 1),
        ("training, s", "training_seconds", 1, _amount, -1),
        ("model, MB", "model_bytes", 1e6, _amount, -1),
        ("memory, MB", "peak_bytes", 1e6, _amount, -1),
    ):
        columns.append(_Column(title, [p[key] / unit for p in peers.values()], shown, sign))
    return _table([*peers], columns)


def _label_table(results: Results, test: str) -> str:
    """Return accuracy and macro F1 of each label on one test."""
    peers = results["peers"]
    columns = []
    for label in LABELS:
        for figure, title in (("accuracy", f"{label}: accuracy"), ("macro_f1", "macro F1")):
            values = [p["scores"][test].get(label, {}).get(figure) for p in peers.values()]
            columns.append(_Column(title, values, _score))
    columns.append(_Column("mean macro F1", [*_means(results, test).values()], _score))
    return _table([*peers], columns)


def _leads(results: Results) -> str:
    """Return by how much ours is over the best peer, test by test."""
    lines = []
    for test in results["texts"]:
        means = {name: mean for name, mean in _means(results, test).items() if mean is not None}
        ours = means.pop(OURS)
        best = max(means, key=means.__getitem__)
        lines.append(f"- {test}: {100 * (ours - means[best]):+.1f} points to {best}")
    return "\n".join(lines)


def all_tables(results: Results) -> str:
    """Return everything, as it is printed."""
    parts = [main_table(results), f"Mean macro F1, ours to the best peer:\n\n{_leads(results)}"]
    for test, texts in results["texts"].items():
        parts.append(f"{test}, {texts} texts:\n\n{_label_table(results, test)}")
    return "\n\n".join(parts)
