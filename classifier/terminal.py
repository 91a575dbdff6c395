"""What a person sees in a terminal. Results go to standard output, progress to error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from classifier.batch import Summary
    from classifier.classification import Classification
    from classifier.explanation import Explanation

# Seconds between lines of progress where there is no terminal.
_EVERY = 5.0


def _out() -> Console:
    # Tables cut off at 80 columns in a pipe are of no use to anyone.
    return _console(width=None if sys.stdout.isatty() else 120)


def _console(**options: Any) -> Console:
    # Square brackets in a user's quadrant table are text, not markup.
    return Console(highlight=False, markup=False, emoji=False, **options)


@contextmanager
def progress(what: str) -> Iterator[Callable[[float, int], None]]:
    """Show a bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        last = time.monotonic()

        def line(share: float, rows: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                print(f"{what}: {rows} texts, {share:.0%}", file=sys.stderr, flush=True)

        yield line
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]} texts"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console(stderr=True)) as bar:
        task = bar.add_task(what, total=1.0, rows=0)
        yield lambda share, rows: bar.update(task, completed=share, rows=rows)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something takes a while."""
    console = _console(stderr=True)
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        print(what, file=sys.stderr, flush=True)
        yield


def show_summary(summary: Summary) -> None:
    """Say what a tagging job did, on standard error: output may be the data."""
    console = _console(stderr=True)
    share = summary.for_review / summary.texts if summary.texts else 0.0
    console.print(f"{summary.texts} texts tagged, {summary.for_review} for review ({share:.0%})")
    for title, counts in (("response", summary.responses), ("for review", summary.reasons)):
        for name, count in counts.most_common():
            console.print(f"  {title}: {name} {count}")


def show_classification(answer: Classification) -> None:
    """Show the labels of one text, and in Dutch what to do."""
    console = _out()
    table = Table(show_header=False, box=None, pad_edge=False)
    for label in ("sentiment", "topic", "impact", "responsibility"):
        value, confidence = getattr(answer, label), getattr(answer, f"{label}_confidence")
        extra = ""
        if label == "topic" and len(answer.topics) > 1:
            extra = f"  (also {', '.join(answer.topics[1:])})"
        sure = "" if confidence is None else f"{confidence:.0%}"
        table.add_row(label, str(value or "-"), sure + extra)
    table.add_row("quadrant", str(answer.quadrant or "-"), "")
    table.add_row("response", str(answer.response or "-"), "")
    console.print(table)
    if answer.response_text:
        console.print(f"\n{answer.response_text}")
    if answer.needs_review:
        console.print(f"Laat een mens meekijken: {', '.join(answer.review_reasons)}.")


def show_explanation(explanation: Explanation) -> None:
    """Show the strongest evidence of each label, and where it stands in the text."""
    console = _out()
    for label, evidence in explanation.labels.items():
        console.print(f"\n{label}: {evidence.value} ({evidence.confidence:.0%})")
        for sign, stretches in (("for", evidence.supporting), ("against", evidence.opposing)):
            for e in stretches:
                cue = f"  [{e.cue}]" if e.cue else ""
                text = " ".join(e.text.split())
                console.print(Text(f"  {sign:7} {e.weight:+.2f}  {text}{cue}  ({e.start}-{e.end})"))
        console.print(f"  {'rest':7} {evidence.rest:+.2f}")


def show_figures(name: str, figures: dict[str, Any]) -> None:
    """Show the figures of an evaluation."""
    console = _out()
    table = Table(title=f"{name}: {figures['texts']} texts, model {figures['model_version']}")
    for column in ("label", "texts", "accuracy", "macro F1", "calibration error", "surest 75 %"):
        table.add_column(column, justify="left" if column == "label" else "right")
    for label, one in figures["labels"].items():
        surest = next(row["accuracy"] for row in one["by_coverage"] if row["coverage"] == 0.75)
        table.add_row(
            label,
            str(one["texts"]),
            f"{one['accuracy']:.3f}",
            f"{one['macro_f1']:.3f}",
            f"{one['expected_calibration_error']:.3f}",
            f"{surest:.3f}",
        )
    quadrant = figures["quadrant"]
    table.add_row(
        "quadrant",
        str(quadrant["texts"]),
        f"{quadrant['accuracy']:.3f}",
        f"{quadrant['macro_f1']:.3f}",
        "",
        "",
    )
    console.print(table)
    for label, one in [*figures["labels"].items(), ("quadrant", quadrant)]:
        _show_classes(console, label, one)
    topics = figures["topics"]
    console.print(
        f"all topics: exact {topics['exact_match']:.3f}, macro F1 {topics['macro_f1']:.3f}, "
        f"micro F1 {topics['micro_f1']:.3f}"
    )
    _show_review(console, figures)


def _show_classes(console: Console, label: str, one: dict[str, Any]) -> None:
    names = [name for name in one["confusion"]["labels"] if name in one["classes"]]
    table = Table(title=f"{label} (rows: truth, columns: model)", title_justify="left")
    table.add_column("")
    for heading in ("texts", "precision", "recall", *(f"→ {name}" for name in names)):
        table.add_column(heading, justify="right")
    every = one["confusion"]["labels"]
    for name in names:
        row = one["confusion"]["matrix"][every.index(name)]
        figures = one["classes"][name]
        table.add_row(
            name,
            str(figures["texts"]),
            f"{figures['precision']:.3f}",
            f"{figures['recall']:.3f}",
            *(str(row[every.index(other)]) for other in names),
        )
    console.print(table)


def _show_review(console: Console, figures: dict[str, Any]) -> None:
    review = figures["review"]
    table = Table(
        title=f"needs_review set aside: {review['coverage']:.0%} of the texts are left",
        title_justify="left",
    )
    for column in ("", "accuracy, all", "accuracy, left"):
        table.add_column(column, justify="right" if column else "left")
    for label, one in review["labels"].items():
        table.add_row(label, f"{one['accuracy']:.3f}", f"{one['accuracy_kept']:.3f}")
    table.add_row("all four", f"{review['all_right']:.3f}", f"{review['all_right_kept']:.3f}")
    console.print(table)
    curve = Table(title="accuracy of the surest texts, by share of texts", title_justify="left")
    curve.add_column("")
    labels = figures["labels"]
    for row in next(iter(labels.values()))["by_coverage"]:
        curve.add_column(f"{row['coverage']:.0%}", justify="right")
    for label, one in labels.items():
        curve.add_row(label, *(f"{row['accuracy']:.3f}" for row in one["by_coverage"]))
    console.print(curve)
