"""The command line: a thin shell over the functions of the package.

Exit codes: 0 done, 1 a failure while working, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.errors import InputError, KlachtwijzerError

if TYPE_CHECKING:
    from classifier.model import ComplaintClassifier

app = typer.Typer(
    name="klachtwijzer",
    help="Labels Dutch complaints and says which response fits.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class StreamFormat(StrEnum):
    """What standard input and output hold."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


_Model = Annotated[
    str | None, typer.Option("--model", "-m", help="Folder of a bundle; default: the shipped one.")
]
_Table = Annotated[
    str | None, typer.Option("--table", help="TOML file with another quadrant table.")
]
_Delimiter = Annotated[
    str | None, typer.Option("--delimiter", help="Of CSV; found out when not given.")
]
_Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the project's errors into one message and exit code 1."""
    try:
        yield
    except KlachtwijzerError as error:
        typer.echo(f"klachtwijzer: {error}", err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        # Whoever read our output has had enough; there is nobody left to tell.
        sys.stderr.close()
        raise typer.Exit(1) from None


def _load(model: str | None, table: str | None = None) -> ComplaintClassifier:
    from classifier.model import ComplaintClassifier  # slow to load: --help need not wait

    return ComplaintClassifier.load(model, table=table)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"klachtwijzer {metadata.version('klachtwijzer')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Labels Dutch complaints and says which response fits."""


@app.command()
def tag(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="CSV, JSON lines or Parquet; - for standard input.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="Where to; - for standard output.")],
    text_column: Annotated[str, typer.Option(help="The column with the texts.")] = "text",
    prefix: Annotated[str, typer.Option(help="Put before the names of the new columns.")] = "",
    delimiter: _Delimiter = None,
    stream_format: Annotated[
        StreamFormat, typer.Option("--format", help="Format of standard input and output.")
    ] = StreamFormat.jsonl,
    model: _Model = None,
    table: _Table = None,
    force: _Force = False,
) -> None:
    """Tag every text of a file; the other columns pass through."""
    with _errors():
        from classifier.batch import tag_file
        from classifier.terminal import progress, show_summary

        classifier = _load(model, table)
        with progress("tagging") as on_progress:
            summary = tag_file(
                classifier,
                source,
                output,
                text_column=text_column,
                prefix=prefix,
                delimiter=delimiter,
                force=force,
                stream_format=stream_format.value,
                on_progress=on_progress,
            )
        show_summary(summary)


@app.command()
def classify(
    text: Annotated[str, typer.Argument(help="The text; - reads standard input.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what spoke for and against each label.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: _Model = None,
    table: _Table = None,
) -> None:
    """Judge one text."""
    with _errors():
        from classifier.terminal import show_classification, show_explanation

        if text == "-":
            text = sys.stdin.buffer.read().decode("utf-8", "replace")
        classifier = _load(model, table)
        if explain:
            explanation = classifier.explain(text)
            if as_json:
                evidence = _plain(explanation.labels)
                _print_json({**explanation.classification.as_dict(), "evidence": evidence})
            else:
                show_classification(explanation.classification)
                show_explanation(explanation)
            return
        answer = classifier.classify(text)
        if as_json:
            _print_json(answer.as_dict())
        else:
            show_classification(answer)


@app.command()
def train(
    corpus: Annotated[str, typer.Argument(help="Labelled texts: CSV, JSON lines or Parquet.")],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of the bundle to make.")],
    delimiter: _Delimiter = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    force: _Force = False,
) -> None:
    """Train on labelled texts and save a bundle with its figures."""
    with _errors():
        from classifier.corpus import read_corpus
        from classifier.terminal import show_figures, working
        from classifier.workflow import train_bundle

        frame = read_corpus(corpus, delimiter=delimiter)
        with working(f"training on {len(frame)} texts"):
            classifier, metrics = train_bundle(frame, output, seed=seed, force=force)
        for name, figures in metrics.items():
            show_figures(name, figures)
        typer.echo(f"saved {output}, model {classifier.version_}")


@app.command()
def evaluate(
    corpus: Annotated[str, typer.Argument(help="Labelled texts: CSV, JSON lines or Parquet.")],
    model: _Model = None,
    split: Annotated[str | None, typer.Option(help="Only the rows of this split.")] = None,
    delimiter: _Delimiter = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the figures to this file too; - prints only JSON."),
    ] = None,
    force: _Force = False,
) -> None:
    """Compare a model with labelled texts and print the figures."""
    with _errors():
        from classifier.corpus import read_corpus
        from classifier.evaluation import evaluate as compare
        from classifier.terminal import show_figures, working

        if json_file is not None and str(json_file) != "-" and json_file.exists() and not force:
            raise InputError(f"{json_file} exists; name another file, or use --force")
        frame = read_corpus(corpus, delimiter=delimiter)
        if split is not None:
            known = sorted(set(frame["split"])) if "split" in frame else []
            if split not in known:
                raise InputError(f"{corpus} has no split {split!r}; it has {known}")
            frame = frame[frame["split"] == split]
        with working(f"judging {len(frame)} texts"):
            figures = compare(_load(model), frame)
        if json_file is not None and str(json_file) == "-":
            _print_json(figures)
            return
        show_figures(Path(corpus).name if split is None else split, figures)
        if json_file is not None:
            _write_json(json_file, figures)


def _plain(value: Any) -> Any:
    from dataclasses import asdict

    return {label: asdict(evidence) for label, evidence in value.items()}


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _write_json(path: Path, value: Any) -> None:
    try:
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; choose another place") from error
