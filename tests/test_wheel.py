"""The wheel in an empty environment, in another folder: it tags a file."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("klachtwijzer-*.whl")
    return built


def test_wheel_holds_the_shipped_bundle_and_types(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {p.relative_to(ROOT).as_posix() for p in (ROOT / "models").rglob("*") if p.is_file()}
    assert {f"classifier/{name}" for name in shipped} <= set(names)
    assert "classifier/py.typed" in names
    assert "classifier/quadrant.toml" in names
    assert "classifier/report/page.css" in names
    assert "classifier/language/cues.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "corpus/"))]


def test_installed_wheel_tags_a_file_in_another_folder(wheel, tmp_path):
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt"]
    subprocess.run([*install, wheel], check=True, capture_output=True)
    work = tmp_path / "elsewhere"
    work.mkdir()
    (work / "in.csv").write_text("nr,text\n7,De monteur is weer niet gekomen.\n", encoding="utf-8")
    command = [python.parent / "klachtwijzer", "tag", "in.csv", "-o", "out.jsonl"]
    done = subprocess.run(command, check=False, cwd=work, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (line,) = (work / "out.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["nr"] == "7"
    assert row["sentiment"] == "negative"
    assert row["responsibility"] == "organisation"
