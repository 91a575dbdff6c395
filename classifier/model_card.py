"""The model card: what a person should know before using a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_LIMITS = """\
## What it is for

Sorting incoming Dutch complaints, questions and reviews (Netherlands and Flanders), and
suggesting a response to the agent who answers. A person decides.

## What not to use it for

Refusing or ranking customers, judging employees, or any decision about a person without a
person. It reads what a text says, not what happened. It was trained on invented texts:
measure it on your own before you rely on it (`klachtwijzer evaluate`).
"""


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def write_card(path: Path, manifest: dict[str, Any]) -> None:
    """Write the model card of a bundle, in Markdown, from its manifest."""
    parts = [f"# Klachtwijzer model {manifest['model_version']}\n", _LIMITS]
    corpus = manifest.get("corpus")
    if corpus:
        counts = ", ".join(f"{name} {n}" for name, n in corpus.get("splits", {}).items())
        parts.append(
            f"## Data\n\n{corpus['texts']} texts{f' ({counts})' if counts else ''}, "
            f"SHA-256 `{corpus['sha256']}`.\n"
        )
    for name, figures in manifest.get("metrics", {}).items():
        rows = [
            [
                label,
                str(f["texts"]),
                f"{f['accuracy']:.3f}",
                f"{f['macro_f1']:.3f}",
                f"{f['expected_calibration_error']:.3f}",
            ]
            for label, f in figures["labels"].items()
        ]
        header = ["label", "texts", "accuracy", "macro F1", "calibration error"]
        parts.append(f"## Figures on {name}\n\n{_table(header, rows)}")
        if "review" in figures:
            review = figures["review"]
            parts.append(
                f"{review['coverage']:.0%} of the texts need no review; all four labels are "
                f"right on {review['all_right_kept']:.0%} of those, on "
                f"{review['all_right']:.0%} of all.\n"
            )
    parts.append(
        "## Thresholds for review\n\nChosen on validation, whose figures are the better for it.\n\n"
        + _table(
            ["label", "confidence"], [[k, f"{v:.3f}"] for k, v in manifest["thresholds"].items()]
        )
    )
    packages = ", ".join(f"{name} {version}" for name, version in manifest["packages"].items())
    parts.append(f"## Made with\n\nPython {manifest['python']}, {packages}.\n")
    path.write_text("\n".join(parts), encoding="utf-8")
