"""The command line: a thin shell over the functions of the package.

Exit codes: 0 done, 1 a failure while working, 2 wrong use, 143 ended by SIGTERM.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from importlib import metadata
from io import TextIOWrapper
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


def _one_character(delimiter: str | None) -> str | None:
    if delimiter == "\\t":
        return "\t"
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise typer.BadParameter("it is one character, such as ; or \\t for a tab")
    return delimiter


_Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        callback=_one_character,
        help="Of CSV, such as ; or \\t; found out when not given.",
    ),
]
_Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


def _terminate(*_: object) -> None:
    # Unlike the signal itself, this lets drafts with customers' texts be removed.
    raise SystemExit(143)


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the project's errors into one message and exit code 1, and SIGTERM into code 143."""
    former = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KlachtwijzerError as error:
        typer.echo(f"klachtwijzer: {error}", err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        raise  # whoever read our output has had enough: typer ends without a word
    except OSError as error:
        typer.echo(f"klachtwijzer: {error}; check the file, its folder and the disk", err=True)
        raise typer.Exit(1) from error
    finally:
        signal.signal(signal.SIGTERM, former)


def _load(model: str | None, table: str | None = None) -> ComplaintClassifier:
    from classifier.model import ComplaintClassifier  # slow to load: --help need not wait

    return ComplaintClassifier.load(model, table=table)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"klachtwijzer {metadata.version('klachtwijzer')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[  # noqa: ARG001 - its callback has done it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Labels Dutch complaints and says which response fits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may lack a sign such as €
            stream.reconfigure(errors="replace")


@app.command()
def tag(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="CSV, JSON lines or Parquet; - for standard input.")
    ],
    *,
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
    text: Annotated[
        str,
        typer.Argument(help='The text; - reads standard input. Before one such as "-5 euro": --'),
    ],
    *,
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
            text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
        # Bytes of the command line that are not UTF-8 come as half surrogate pairs.
        text = text.encode("utf-8", "replace").decode()
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
    *,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of the bundle to make.")],
    out_of_scope: Annotated[
        str | None, typer.Option(help="Texts that no customer wrote; their like go to review.")
    ] = None,
    delimiter: _Delimiter = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Seed of everything random.")] = 0,
    force: _Force = False,
) -> None:
    """Train on labelled texts and save a bundle with its figures."""
    with _errors():
        from classifier.bundle import check_target
        from classifier.corpus import read_corpus, read_out_of_scope
        from classifier.terminal import show_figures, working
        from classifier.workflow import train_bundle

        check_target(output, force=force)  # before the corpus is read
        frame = read_corpus(corpus, delimiter=delimiter)
        strange = read_out_of_scope(out_of_scope) if out_of_scope else []
        with working(f"training on {len(frame)} texts"):
            classifier, metrics = train_bundle(
                frame, output, out_of_scope=strange, seed=seed, force=force
            )
        for name, figures in metrics.items():
            show_figures(name, figures)
        typer.echo(f"saved {output}, model {classifier.version_}")


@app.command()
def evaluate(
    corpus: Annotated[str, typer.Argument(help="Labelled texts: CSV, JSON lines or Parquet.")],
    *,
    model: _Model = None,
    split: Annotated[str | None, typer.Option(help="Only the rows of this split.")] = None,
    delimiter: _Delimiter = None,
    json_file: Annotated[
        str | None,
        typer.Option("--json", help="Write the figures to this file too; - prints only JSON."),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            help="Write a page for the browser: figures, curves, worst errors. Holds the texts.",
        ),
    ] = None,
    force: _Force = False,
) -> None:
    """Compare a model with labelled texts and print the figures."""
    if json_file and report and os.path.realpath(json_file) == os.path.realpath(report):
        raise typer.BadParameter("--json and --report name the same place; give each its own")
    with _errors():
        from classifier.corpus import read_corpus
        from classifier.evaluation import compare, figures_of
        from classifier.report import report_page
        from classifier.tables import STANDARD_STREAM, open_output
        from classifier.terminal import show_figures, working

        frame = read_corpus(corpus, delimiter=delimiter)
        if split is not None:
            known = sorted(set(frame["split"])) if "split" in frame else []
            if split not in known:
                raise InputError(f"{corpus} has no split {split!r}; it has {known}")
            frame = frame[frame["split"] == split]
        source = "standard input" if corpus == STANDARD_STREAM else Path(corpus).name
        title = source if split is None else f"{source}, split {split}"
        with ExitStack() as stack:
            # Opened before the work: a place that is taken is no surprise at its end.
            figures_file, page_file = (
                None if path is None else stack.enter_context(open_output(path, force=force))
                for path in (json_file, report)
            )
            with working(f"judging {len(frame)} texts"):
                classifier = _load(model)
                comparison = compare(classifier, frame)
                figures = figures_of(comparison)
                if page_file is not None:
                    page_file.write(report_page(comparison, classifier, frame, name=title))
            if figures_file is not None:
                figures_file.write(_json(figures))
        if STANDARD_STREAM not in (json_file, report):
            show_figures(source if split is None else split, figures)
        if report not in (None, STANDARD_STREAM):
            typer.echo(f"wrote {report}, which holds texts of customers", err=True)


@app.command()
def check_corpus(
    corpus: Annotated[str, typer.Argument(help="A described corpus (see corpus/README.md).")],
    *,
    plan: Annotated[
        str | None, typer.Option(help="Counts and thresholds; plan.toml beside the corpus.")
    ] = None,
    real: Annotated[
        str | None, typer.Option(help="Real labelled texts to compare with; none may be in it.")
    ] = None,
) -> None:
    """Check a corpus against its plan; print the report as Markdown."""
    with _errors():
        from classifier.corpus import read_corpus
        from classifier.corpus_checks import Plan, markdown
        from classifier.corpus_checks import check_corpus as check
        from classifier.terminal import working

        wanted = Plan.read(plan or Path(corpus).with_name("plan.toml"))
        frame = read_corpus(corpus, described=True)
        others = None if real is None else read_corpus(real)
        with working(f"checking {len(frame)} texts"):
            report = check(frame, wanted, real=others)
        typer.echo(markdown(report), nl=False)
        if report.failed:
            names = "; ".join(finding.check for finding in report.failed)
            raise InputError(f"{len(report.failed)} checks do not hold: {names}; see the report")


def _plain(value: Any) -> Any:
    from dataclasses import asdict

    return {label: asdict(evidence) for label, evidence in value.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _print_json(value: Any) -> None:
    # As bytes: JSON is UTF-8, whatever the terminal speaks.
    typer.echo(_json(value), nl=False)
