"""Texts a second for all four labels, as a ratio to the plain scikit-learn way.

The peer is word TF-IDF with one logistic regression a label, trained on the same
corpus in the same run: what a data scientist writes in ten minutes. Both judge the
same texts, on one core, in turn.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classifier import ComplaintClassifier
from classifier.corpus import read_corpus

ROUNDS = 5
CORPUS = Path(__file__).parent.parent / "corpus" / "corpus.jsonl"


def main() -> None:
    """Print both rates and their ratio."""
    frame = read_corpus(CORPUS)
    texts = frame["text"].tolist()
    targets = {
        "sentiment": frame["sentiment"],
        "topic": frame["topics"].map(lambda topics: topics[0] if topics else "none"),
        "impact": frame["impact"],
        "responsibility": frame["responsibility"].fillna("none"),
    }
    peers = [
        make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1000)).fit(
            texts, target
        )
        for target in targets.values()
    ]
    ours = ComplaintClassifier.load()
    list(ours.classify_many(texts))  # fill the caches, as a long job would
    ratios = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for peer in peers:
            peer.predict_proba(texts)
        middle = time.perf_counter()
        list(ours.classify_many(texts))
        end = time.perf_counter()
        theirs, mine = len(texts) / (middle - start), len(texts) / (end - middle)
        ratios.append(mine / theirs)
        print(f"four TF-IDF pipelines {theirs:,.0f} texts/s, klachtwijzer {mine:,.0f} texts/s")
    print(f"median ratio {statistics.median(ratios):.2f}")
    singles = []
    for text in texts[:300]:
        start = time.perf_counter()
        ours.classify(text)
        singles.append(time.perf_counter() - start)
    print(f"one call: median {statistics.median(singles) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
