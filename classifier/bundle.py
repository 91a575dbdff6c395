"""A model on disk: a folder with a manifest, the models and the spaCy pipeline.

Security: a bundle may come from anyone. Its manifest is read first, every file is
checked against the manifest, and the models are read with skops, which builds only
scikit-learn's own types and those on the reviewed list below. No pickle is read.
The hashes tell a damaged bundle, not a forged one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator

from classifier.classification import LABELS
from classifier.errors import (
    BundleChangedError,
    BundleError,
    BundleMissingError,
    BundleUntrustedError,
    BundleVersionError,
    OutputError,
)
from classifier.features import TextFeatures
from classifier.label_models import LabelModel, TopicModel
from classifier.labels import Impact, Responsibility, Sentiment, Topic
from classifier.model_card import write_card

if TYPE_CHECKING:
    from spacy.language import Language

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_PIPELINE = "pipeline"
# Libraries whose release decides whether a saved model means the same.
_BOUND = {"scikit-learn": 2, "spacy": 2, "skops": 1, "numpy": 1}
_NEEDED = {
    "model_version": str,
    "packages": dict,
    "parameters": dict,
    "thresholds": dict,
    "files": dict,
}
_ESTIMATORS: dict[str, type] = {
    "features": TextFeatures,
    **{label: TopicModel if label == "topic" else LabelModel for label in LABELS},
}
#: Knows texts that no customer wrote; a bundle may do without it.
SCOPE = "scope"
_OPTIONAL: dict[str, type] = {SCOPE: LabelModel}
# Reviewed: estimators of this project that hold arrays, numbers and each other.
_TRUSTED = (
    "classifier.features.CueFeatures",
    "classifier.features.NgramFeatures",
    "classifier.features.TextFeatures",
    "classifier.label_models.LabelModel",
    "classifier.label_models.TopicModel",
)
# What the config of a pipeline may ask for: our components, and an empty table of vectors.
_FACTORIES = frozenset(
    (
        "klachtwijzer.tokenizer.v1",
        "klachtwijzer_sentences",
        "klachtwijzer_negation",
        "klachtwijzer_cues",
        "spacy.Vectors.v1",
    )
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds.

    Attributes
    ----------
    manifest : dict
        See `save`.
    estimators : dict of str to estimator
        ``features`` and the four models, by label name.
    pipeline : spacy.language.Language
        The Dutch pipeline.
    """

    manifest: dict[str, Any]
    estimators: dict[str, Any]
    pipeline: Language


def shipped() -> Path:
    """Return the folder of the bundle that comes with the project.

    In an installed package it lies inside it; in a checkout in ``models/``.
    """
    package = Path(__file__).parent
    installed = package / "models" / "nl"
    return installed if installed.is_dir() else package.parent / "models" / "nl"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    """Return the hash of a manifest, without its own seal."""
    content = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _fingerprint(value: Any) -> str:
    """Return a hash of what was learned: the same for a model saved, loaded and saved again."""
    digest = hashlib.sha256()

    def add(part: Any) -> None:
        if isinstance(part, BaseEstimator):
            part = {k: v for k, v in vars(part).items() if not k.startswith("_")}
        if isinstance(part, dict):
            part = [item for key in sorted(part) for item in (key, part[key])]
        if isinstance(part, (list, tuple)):
            digest.update(b"[")
            for item in part:
                add(item)
            digest.update(b"]")
        elif isinstance(part, np.ndarray):
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            digest.update(f"{part!r};".encode())

    add(value)
    return digest.hexdigest()


def check_target(path: str | Path, *, force: bool) -> None:
    """Refuse a place where a bundle may not be written (see `save`).

    Raises
    ------
    OutputError
        When a bundle is there and `force` is not set, something else is there, or
        nothing can be written there.
    """
    path = Path(path)
    there = next(folder for folder in path.absolute().parents if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise OutputError(f"cannot write in {there}; choose another folder or change its rights")
    if path.exists() and not (path / MANIFEST).is_file():
        raise OutputError(f"cannot save to {path}: it exists and is no bundle; name another folder")
    if path.exists() and not force:
        raise OutputError(
            f"cannot save to {path}: it exists; name another folder, or use --force (force=True)"
        )


def save(
    path: str | Path,
    *,
    pipeline: Language,
    estimators: dict[str, Any],
    parameters: dict[str, Any],
    thresholds: dict[str, float],
    facts: dict[str, Any],
    force: bool = False,
) -> str:
    """Write a bundle and return its model version.

    It is written beside `path` and renamed when whole.

    Parameters
    ----------
    path : str or Path
        The folder to make.
    pipeline, estimators
        As in `Bundle`.
    parameters : dict
        The classifier's parameters.
    thresholds : dict of str to float
        Confidence for review, by label.
    facts : dict
        What is known of data and figures: ``corpus`` (with ``sha256`` and ``texts``)
        and ``metrics``.
    force : bool
        Replace a bundle that is there.

    Raises
    ------
    OutputError
        When something is there already, or the place cannot be written.
    """
    from skops import io as skops_io  # slow to load

    path = Path(path)
    check_target(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise OutputError(f"cannot write in {path.parent}: {error.strerror}") from error
    try:
        pipeline.to_disk(draft / _PIPELINE)
        for name, estimator in estimators.items():
            skops_io.dump(estimator, draft / f"{name}.skops", compression=8, compresslevel=6)
        package_version = metadata.version("klachtwijzer")
        digest = _fingerprint([estimators, parameters, thresholds, facts.get("corpus", {})])
        manifest: dict[str, Any] = {
            "format_version": FORMAT_VERSION,
            "model_version": f"{package_version}-{digest[:8]}",
            "python": ".".join(map(str, sys.version_info[:3])),
            "packages": {
                name: metadata.version(name) for name in ("klachtwijzer", "scipy", *_BOUND)
            },
            "labels": {
                enum.__name__.lower(): [str(value) for value in enum]
                for enum in (Sentiment, Topic, Impact, Responsibility)
            },
            "parameters": parameters,
            "thresholds": thresholds,
            **facts,
        }
        write_card(draft / "README.md", manifest)
        manifest["files"] = {
            file.relative_to(draft).as_posix(): _sha256(file)
            for file in sorted(draft.rglob("*"))
            if file.is_file()
        }
        manifest["sha256"] = _seal(manifest)
        (draft / MANIFEST).write_text(
            json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        draft.chmod(0o755)
        old = draft.with_name(f"{draft.name}-old")
        if path.exists():
            os.replace(path, old)
        try:
            os.replace(draft, path)
        except OSError:
            if old.exists():
                os.replace(old, path)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"cannot write the bundle {path}: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return str(manifest["model_version"])


def read_manifest(path: str | Path) -> dict[str, Any]:
    """Read and check the manifest of a bundle.

    Raises
    ------
    BundleMissingError, BundleChangedError, BundleVersionError
    """
    path = Path(path)
    try:
        text = (path / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BundleMissingError(
            f"there is no {MANIFEST} in {path}: name the folder of a bundle, "
            "or make one with 'klachtwijzer train'"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BundleChangedError(
            f"{path / MANIFEST} cannot be read; copy the bundle anew"
        ) from error
    try:
        manifest: dict[str, Any] = json.loads(text)
        version = manifest["format_version"]
    except (ValueError, TypeError, KeyError) as error:
        raise BundleChangedError(
            f"{path / MANIFEST} is no manifest of a bundle; copy the bundle anew"
        ) from error
    if version != FORMAT_VERSION:
        raise BundleVersionError(
            f"the bundle {path} has format version {version!r}, this klachtwijzer reads "
            f"{FORMAT_VERSION}: install the klachtwijzer that made it, or train anew with "
            "'klachtwijzer train'"
        )
    if _seal(manifest) != manifest.get("sha256"):
        raise BundleChangedError(
            f"{path / MANIFEST} was changed after the bundle was saved; copy the bundle anew"
        )
    lacking = [key for key, kind in _NEEDED.items() if not isinstance(manifest.get(key), kind)]
    if lacking or set(manifest["thresholds"]) - _OPTIONAL.keys() != set(LABELS):
        raise BundleChangedError(
            f"{path / MANIFEST} lacks {lacking or 'thresholds'}; copy the bundle anew"
        )
    return manifest


def _check_packages(path: Path, saved: dict[str, str]) -> None:
    for name, parts in _BOUND.items():
        wanted, found = saved.get(name, "unknown"), metadata.version(name)
        if wanted.split(".")[:parts] != found.split(".")[:parts]:
            release = ".".join(wanted.split(".")[:parts])
            raise BundleVersionError(
                f"the bundle {path} was made with {name} {wanted}, here is {found}: "
                f"pip install '{name}=={release}.*', or train anew with 'klachtwijzer train'"
            )


def _check_files(path: Path, files: dict[str, str]) -> None:
    for name, saved in files.items():
        file = path / name
        if not file.is_file():
            raise BundleMissingError(f"the bundle {path} lacks {name}; copy the bundle anew")
        if _sha256(file) != saved:
            raise BundleChangedError(
                f"{name} of the bundle {path} was changed after it was saved; copy the bundle anew"
            )
    found = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
    if strange := sorted(found - {*files, MANIFEST}):
        raise BundleChangedError(
            f"the bundle {path} holds files that were not saved with it: {strange}; remove them"
        )


def _references(config: Any) -> Iterator[str]:
    """Yield every name by which a spaCy config asks for a function."""
    if isinstance(config, dict):
        for key, value in config.items():
            # "source" would take a component out of another pipeline.
            if key in ("factory", "source") or key.startswith("@"):
                yield str(value)
            yield from _references(value)


def _load_pipeline(folder: Path) -> Language:
    import spacy
    from spacy.util import load_config

    # A config can name any function that an installed package registers with spaCy.
    config = load_config(folder / "config.cfg")
    asked = {name for part in ("nlp", "components") for name in _references(config.get(part))}
    if strange := sorted(asked - _FACTORIES):
        raise BundleUntrustedError(
            f"the pipeline {folder} asks for {strange}, which are not loaded: do not use a "
            "bundle from a source you do not know"
        )
    return spacy.load(folder)


def _load_estimator(path: Path, name: str) -> Any:
    from skops import io as skops_io  # slow to load
    from skops.io.exceptions import UntrustedTypesFoundException

    file = path / f"{name}.skops"
    if not file.is_file():
        raise BundleMissingError(f"the bundle {path} lacks {file.name}; copy the bundle anew")
    try:
        estimator = skops_io.load(file, trusted=_TRUSTED)
    except zipfile.BadZipFile as error:
        raise BundleUntrustedError(
            f"{file.name} of the bundle {path} is no skops file: do not use a bundle from a "
            "source you do not know"
        ) from error
    except UntrustedTypesFoundException as error:
        raise BundleUntrustedError(
            f"{file.name} of the bundle {path} holds types that are not loaded "
            f"({error}): do not use a bundle from a source you do not know"
        ) from error
    wanted = (_ESTIMATORS | _OPTIONAL)[name]
    if not isinstance(estimator, wanted):
        raise BundleChangedError(
            f"{file.name} of the bundle {path} holds a {type(estimator).__name__} where a "
            f"{wanted.__name__} belongs; copy the bundle anew"
        )
    return estimator


def load(path: str | Path) -> Bundle:
    """Check a bundle and read it.

    Raises
    ------
    BundleError
        One of its kinds, saying what is wrong and what mends it.
    """
    path = Path(path)
    manifest = read_manifest(path)
    _check_packages(path, manifest["packages"])
    _check_files(path, manifest["files"])
    try:
        optional = [name for name in _OPTIONAL if name in manifest["thresholds"]]
        estimators = {name: _load_estimator(path, name) for name in (*_ESTIMATORS, *optional)}
        pipeline = _load_pipeline(path / _PIPELINE)
    except BundleError:
        raise
    except Exception as error:
        # Whole by its hashes and yet unreadable: whoever made it made it wrong.
        raise BundleChangedError(
            f"the bundle {path} cannot be read ({type(error).__name__}); copy the bundle anew, "
            "or train anew with 'klachtwijzer train'"
        ) from error
    return Bundle(manifest, estimators, pipeline)
