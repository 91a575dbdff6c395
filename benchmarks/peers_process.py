"""The parent's side of `peers_worker`: start a peer, ask it, end it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("peers_worker.py")
# One thread for everything that reckons.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class PeerProcess:
    """A running worker. `task` is ``train`` or ``answer``, `peer` is MODULE:CLASS."""

    def __init__(self, task: str, peer: str, folder: Path) -> None:
        self._peer = peer
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), task, peer, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | dict.fromkeys(_THREADS, "1") | {"PYTHONHASHSEED": "0"},
        )

    def ask(self, what: Any, *, last: bool = False) -> dict[str, Any]:
        """Send one line of JSON and return the answer; after the last one the worker ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):  # it has ended; the missing answer tells
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            if last:
                self._process.stdin.close()
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"{self._peer} ended with {self._process.wait()}; what it said is above")
        if last:
            self._process.wait()
        return dict(json.loads(line))

    def kill(self) -> None:
        """End the worker, whatever it does."""
        self._process.kill()
        self._process.wait()
