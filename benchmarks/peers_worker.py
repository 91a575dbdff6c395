"""One peer in a process of its own, so that time and memory are its own.

    python peers_worker.py train MODULE:CLASS FOLDER    examples on standard input
    python peers_worker.py answer MODULE:CLASS FOLDER   texts, a JSON list a line

Answers are JSON, a line each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def peak_bytes() -> int:
    """Return the most memory this process has had.

    Not from getrusage where it can be helped: Linux keeps that figure across exec, and a
    small process started by a large one would be as large.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in bytes on macOS


def disk_bytes(path: Path) -> int:
    """Return the size of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(f.stat().st_size for f in files if f.is_file() and "__pycache__" not in f.parts)


def main() -> None:
    """Serve standard input on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    # What libraries print goes to standard error, and cannot come between the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(line: dict[str, Any]) -> None:
        print(json.dumps(line), file=out, flush=True)

    task, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    module, _, kind = name.partition(":")
    peer_class = getattr(import_module(module), kind)
    if task == "train":
        peer, data = peer_class(), json.load(sys.stdin)
        start = time.perf_counter()
        chosen = peer.train(data["train"], data["validation"])
        seconds = time.perf_counter() - start
        peer.save(folder)
        beside = peer.beside()
        size = disk_bytes(folder) + (disk_bytes(beside) if beside else 0)
        facts = {"chosen": chosen, "training_seconds": seconds, "model_bytes": size}
        say(facts | {"training_peak_bytes": peak_bytes()})
        return
    peer = peer_class.load(folder)
    for line in sys.stdin:
        texts = json.loads(line)
        start = time.perf_counter()
        answers = peer.answer(texts)
        seconds = time.perf_counter() - start
        say({"answers": answers, "seconds": seconds, "peak_bytes": peak_bytes()})


if __name__ == "__main__":
    main()
