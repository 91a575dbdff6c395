"""The report of the checks as Markdown: for a terminal, and for the datasheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from classifier.corpus_checks.checking import Report


def markdown(report: Report) -> str:
    """Return the report as Markdown tables, one a section."""
    blocks = [
        _table(
            section.capitalize(),
            ("check", "found", "wanted", "holds"),
            [(f.check, f.found, f.wanted, "yes" if f.holds else "NO") for f in findings],
        )
        for section, findings in report.findings.items()
    ]
    if report.growth:
        blocks.append(_growth(report.growth))
    blocks += [
        _agreement(f"Agreement of the two readers: {field}", rows)
        for field, rows in report.agreement.items()
    ]
    return "\n\n".join(blocks) + "\n"


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"#### {title}", ""]
    lines += [f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *rows)]
    return "\n".join(lines)


def _growth(rows: Sequence[dict[str, Any]]) -> str:
    return _table(
        "Growth of the words beside real texts",
        ("words read", "texts", "distinct words", "type-token ratio", "distinct pairs of words"),
        [
            (
                str(row["words read"]),
                row["texts"],
                f"{row['words']:.0f}",
                f"{row['type_token_ratio']:.3f}",
                f"{row['pairs']:.0f}",
            )
            for row in rows
        ],
    )


def _agreement(title: str, parts: dict[str, dict[str, dict[str, float]]]) -> str:
    labels = list(next(iter(parts.values())))
    columns = ("", "texts", *(f"{label}: accuracy / kappa / writer outvoted" for label in labels))
    return _table(title, columns, list(_agreement_rows(parts)))


def _agreement_rows(parts: dict[str, dict[str, dict[str, float]]]) -> Iterator[list[str]]:
    for name, figures in parts.items():
        texts = next(iter(figures.values()))["texts"]
        yield [
            name,
            str(texts),
            *(
                f"{one['accuracy']:.3f} / {one['kappa']:.3f} / {one['writer_outvoted']:.3f}"
                for one in figures.values()
            ),
        ]
