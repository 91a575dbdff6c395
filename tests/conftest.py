"""What several tests share. The real texts are only measured on, never trained on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from classifier import ComplaintClassifier
from classifier.corpus import read_corpus
from classifier.language import create_pipeline

ROOT = Path(__file__).parent.parent
REAL_DEV = ROOT.parent / "shared" / "real_dev" / "texts.jsonl"


@pytest.fixture(scope="session")
def shipped() -> ComplaintClassifier:
    """The shipped model."""
    return ComplaintClassifier.load()


@pytest.fixture(scope="session")
def nlp():
    """A new Dutch pipeline."""
    return create_pipeline()


@pytest.fixture(scope="session")
def corpus() -> pd.DataFrame:
    """The project's own corpus."""
    return read_corpus(ROOT / "corpus" / "corpus.jsonl", described=True)


@pytest.fixture(scope="session")
def fitted(corpus) -> ComplaintClassifier:
    """A model trained on a fifth of the corpus, for tests that need to train."""
    small = pd.concat(
        [corpus[corpus["split"] == name].iloc[::5] for name in ("train", "validation")]
    )
    return ComplaintClassifier().fit(small)


@pytest.fixture(scope="session")
def real_frame() -> pd.DataFrame | None:
    """The real texts as a frame; None where they are absent."""
    return read_corpus(REAL_DEV) if REAL_DEV.is_file() else None


@pytest.fixture(scope="session")
def real_dev() -> Path:
    """The real texts, where they are present."""
    if not REAL_DEV.is_file():
        pytest.skip("the real texts (../shared/real_dev) are not on this machine")
    return REAL_DEV
