"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.corpus import LABEL_FIELDS

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
PYTHON = re.findall(r"```pycon\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ")
    for block in SHELL
    for line in block.splitlines()
    if line.startswith("$ klachtwijzer")
]


def test_python_examples(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert PYTHON
    session: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for number, block in enumerate(PYTHON):
        example = doctest.DocTestParser().get_doctest(
            block, session, f"README {number}", None, None
        )
        runner.run(example, clear_globs=False)
        session.update(example.globs)
    results = runner.summarize(verbose=False)
    assert results.attempted >= 5
    assert results.failed == 0


def test_commands_run_in_the_order_shown(tmp_path, monkeypatch):
    """Run every command of the README in a folder with the demo file in it."""
    assert len(COMMANDS) >= 5
    (tmp_path / "complaints.csv").write_bytes((ROOT / "corpus" / "demo.csv").read_bytes())
    lines = (ROOT / "corpus" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    records = [{name: json.loads(line)[name] for name in LABEL_FIELDS} for line in lines]
    for name, some in (("labelled", records[::4]), ("others", records[1::40])):
        text = "\n".join(map(json.dumps, some))
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    for command in COMMANDS:
        words = [sys.executable, "-m", "classifier", *shlex.split(command)[1:]]
        done = subprocess.run(words, check=False, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.mark.parametrize("target", ["make demo", "make test"])
def test_readme_names_the_two_commands(target):
    assert target in TEXT
    assert f"{target.split()[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_documented_modules_have_working_examples():
    import classifier.language.patterns
    import classifier.model

    for module in (classifier.model, classifier.language.patterns):
        results = doctest.testmod(module)
        assert results.attempted
        assert not results.failed
