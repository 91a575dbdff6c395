"""Cold start of ``klachtwijzer classify``, as a ratio to importing its two libraries.

Both are whole processes, run in turn, so that a busy machine weighs on both. The
median of the ratios is what counts: at most 2.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 7
IMPORTS = [sys.executable, "-c", "import spacy, sklearn.linear_model"]
CLASSIFY = [sys.executable, "-m", "classifier", "classify", "De monteur is weer niet gekomen."]


def seconds(command: list[str]) -> float:
    """Return how long `command` takes, start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print one line a round, and the median."""
    seconds(IMPORTS), seconds(CLASSIFY)  # once for the disk cache
    ratios = []
    for number in range(1, ROUNDS + 1):
        imports, classify = seconds(IMPORTS), seconds(CLASSIFY)
        ratios.append(classify / imports)
        print(
            f"round {number}: imports {imports:.2f} s, classify {classify:.2f} s, {ratios[-1]:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f} (at most 2.00)")


if __name__ == "__main__":
    main()
