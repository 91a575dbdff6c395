"""A model on disk: the round trip, and every way in which a bundle is refused."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
import skops.io
import spacy

from classifier import ComplaintClassifier, bundle
from classifier.errors import (
    BundleChangedError,
    BundleError,
    BundleMissingError,
    BundleUntrustedError,
    BundleVersionError,
    OutputError,
)
from classifier.label_models import LabelModel

TEXTS = ["De monteur is weer niet komen opdagen.", "Top geholpen!", "", "Waar is mijn 200 euro?"]


@pytest.fixture(scope="module")
def saved(fitted, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "mine"
    fitted.save(path, facts={"corpus": {"sha256": "abc", "texts": 195}})
    return path


@pytest.fixture
def copy(saved, tmp_path) -> Path:
    """A bundle to spoil."""
    return Path(shutil.copytree(saved, tmp_path / "copy"))


def reseal(path: Path, *, rehash: bool = True, **changes) -> None:
    """Change the manifest, and make its hashes right again."""
    file = path / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest.update(changes)
    if rehash:
        for name in manifest["files"]:
            manifest["files"][name] = hashlib.sha256((path / name).read_bytes()).hexdigest()
    content = {key: value for key, value in manifest.items() if key != "sha256"}
    manifest["sha256"] = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    file.write_text(json.dumps(manifest), encoding="utf-8")


def change_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


# --- round trip ------------------------------------------------------------------


def test_a_loaded_model_answers_as_the_saved_one(fitted, saved):
    loaded = ComplaintClassifier.load(saved)
    assert list(loaded.classify_many(TEXTS)) == list(fitted.classify_many(TEXTS))
    assert loaded.version_ == fitted.version_ != "unsaved"
    assert loaded.thresholds_ == fitted.thresholds_
    assert loaded.get_params() == fitted.get_params()
    assert loaded.explain(TEXTS[0]) == fitted.explain(TEXTS[0])


def test_a_loaded_model_can_be_saved_again(saved, tmp_path):
    loaded = ComplaintClassifier.load(str(saved))
    loaded.save(tmp_path / "again", facts={"corpus": {"sha256": "abc", "texts": 195}})
    again = ComplaintClassifier.load(tmp_path / "again")
    assert again.version_ == loaded.version_
    assert list(again.classify_many(TEXTS)) == list(loaded.classify_many(TEXTS))


def test_the_manifest_says_what_is_in_the_bundle(fitted, saved):
    manifest = bundle.read_manifest(saved)
    assert manifest["format_version"] == bundle.FORMAT_VERSION
    assert manifest["model_version"] == fitted.version_
    assert manifest["labels"]["impact"] == ["none", "low", "high"]
    assert manifest["thresholds"] == fitted.thresholds_
    assert manifest["parameters"] == fitted.get_params()
    assert manifest["corpus"] == {"sha256": "abc", "texts": 195}
    assert {"scikit-learn", "spacy", "skops", "numpy"} <= set(manifest["packages"])
    on_disk = {f.relative_to(saved).as_posix() for f in saved.rglob("*") if f.is_file()}
    assert set(manifest["files"]) == on_disk - {"manifest.json"}


def test_another_corpus_or_another_threshold_is_another_version(fitted, saved, tmp_path):
    before = fitted.version_
    try:
        fitted.save(tmp_path / "other", facts={"corpus": {"sha256": "def", "texts": 195}})
        assert fitted.version_ != before
    finally:
        fitted.version_ = before


def test_a_model_card_comes_with_every_save(fitted, saved):
    card = (saved / "README.md").read_text(encoding="utf-8")
    assert card.startswith(f"# Klachtwijzer model {fitted.version_}")
    for part in ("What it is for", "What not to use it for", "195 texts", "Thresholds for review"):
        assert part in card


def test_no_pickle_is_written(saved):
    kinds = {f.suffix for f in saved.rglob("*") if f.is_file()}
    assert not kinds & {".pkl", ".pickle", ".joblib", ".npy"}


# --- the shipped one -------------------------------------------------------------


def test_the_shipped_bundle_is_small():
    size = sum(f.stat().st_size for f in bundle.shipped().rglob("*") if f.is_file())
    assert size < 20e6


def test_the_shipped_bundle_has_its_card_and_its_figures():
    manifest = bundle.read_manifest(bundle.shipped())
    card = (bundle.shipped() / "README.md").read_text(encoding="utf-8")
    assert manifest["model_version"] in card
    assert {"validation", "test"} <= set(manifest["metrics"])
    assert "Figures on test" in card


def test_loading_takes_no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert ComplaintClassifier.load().classify(TEXTS[0]).sentiment == "negative"


# --- refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["features", "sentiment", "topic", "impact", "responsibility"],
)
def test_a_changed_model_is_refused(copy, name):
    change_a_byte(copy / f"{name}.skops")
    with pytest.raises(
        BundleChangedError, match=rf"{name}.skops .* was changed after it was saved"
    ):
        bundle.load(copy)


@pytest.mark.parametrize("name", ["README.md", "pipeline/config.cfg", "pipeline/meta.json"])
def test_a_changed_file_is_refused(copy, name):
    change_a_byte(copy / name)
    with pytest.raises(BundleChangedError, match=rf"{name} .* was changed.*copy the bundle anew"):
        bundle.load(copy)


def test_a_changed_manifest_is_refused(copy):
    file = copy / "manifest.json"
    changed = file.read_text(encoding="utf-8").replace('"texts": 195', '"texts": 196')
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(BundleChangedError, match=r"manifest.json was changed after"):
        bundle.load(copy)


@pytest.mark.parametrize("content", [b"{", b"[]", b"3", b"{}", b"null", b"\xff\xfe", b""])
def test_what_is_no_manifest_is_refused(copy, content):
    (copy / "manifest.json").write_bytes(content)
    with pytest.raises(BundleChangedError, match=r"manifest.json (is no manifest|cannot be read)"):
        bundle.load(copy)


@pytest.mark.parametrize("key", ["files", "packages", "thresholds", "parameters", "model_version"])
def test_a_manifest_without_what_it_needs_is_refused(copy, key):
    file = copy / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest[key]
    file.write_text(json.dumps(manifest), encoding="utf-8")
    reseal(copy, rehash=False)
    with pytest.raises(BundleChangedError, match=rf"manifest.json lacks \['{key}'\]"):
        bundle.load(copy)


@pytest.mark.parametrize("name", ["impact.skops", "README.md", "pipeline/config.cfg"])
def test_a_missing_file_is_refused(copy, name):
    (copy / name).unlink()
    with pytest.raises(BundleMissingError, match=rf"lacks {name}; copy the bundle anew"):
        bundle.load(copy)


def test_a_manifest_that_leaves_a_model_out_is_refused(copy):
    (copy / "impact.skops").unlink()
    files = bundle.read_manifest(copy)["files"]
    del files["impact.skops"]
    reseal(copy, files=files)
    with pytest.raises(BundleMissingError, match=r"lacks impact.skops"):
        bundle.load(copy)


def test_a_folder_that_is_no_bundle_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "weg"):
        with pytest.raises(BundleMissingError, match=r"no manifest.json in .*klachtwijzer train"):
            ComplaintClassifier.load(path)


def test_an_unknown_format_is_refused(copy):
    reseal(copy, format_version=99)
    with pytest.raises(
        BundleVersionError, match=r"has format version 99, this .* reads 1: install"
    ):
        bundle.load(copy)


def test_another_scikit_learn_is_refused_with_the_command_that_mends_it(copy):
    packages = bundle.read_manifest(copy)["packages"] | {"scikit-learn": "1.2.3"}
    reseal(copy, packages=packages)
    with pytest.raises(
        BundleVersionError,
        match=r"made with scikit-learn 1.2.3.*pip install 'scikit-learn==1.2.\*'",
    ):
        bundle.load(copy)


def test_a_patch_release_of_scikit_learn_is_no_matter(copy):
    packages = bundle.read_manifest(copy)["packages"]
    release = ".".join(packages["scikit-learn"].split(".")[:2])
    reseal(copy, packages=packages | {"scikit-learn": f"{release}.99"})
    assert bundle.load(copy).manifest["packages"]["scikit-learn"] == f"{release}.99"


class Foreign(LabelModel):
    """A type that nobody reviewed."""


def test_a_foreign_type_is_refused(copy):
    rng = np.random.default_rng(0)
    foreign = Foreign(folds=2).fit(rng.normal(size=(20, 3)), np.arange(20) % 2)
    skops.io.dump(foreign, copy / "impact.skops")
    reseal(copy)
    with pytest.raises(BundleUntrustedError, match=r"impact.skops .* types that are not.*Foreign"):
        bundle.load(copy)


class Bomb:
    def __reduce__(self):
        return (Path.touch, (Path(self.target),))


def test_a_pickle_does_not_run(copy, tmp_path):
    bomb, trace = Bomb(), tmp_path / "ran"
    bomb.target = str(trace)
    (copy / "impact.skops").write_bytes(pickle.dumps(bomb))
    reseal(copy)
    with pytest.raises(BundleUntrustedError, match=r"impact.skops .* is no skops file"):
        bundle.load(copy)
    assert not trace.exists()
    pickle.loads((copy / "impact.skops").read_bytes())
    assert trace.exists()  # it would have


def test_a_pipeline_that_asks_for_a_foreign_function_is_refused(copy):
    config = copy / "pipeline" / "config.cfg"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('"klachtwijzer_negation"', '"textcat"'), encoding="utf-8")
    reseal(copy)
    with pytest.raises(BundleUntrustedError, match=r"asks for .*textcat"):
        bundle.load(copy)


def test_a_component_from_elsewhere_is_refused(copy):
    config = copy / "pipeline" / "config.cfg"
    text = config.read_text(encoding="utf-8")
    stolen = text.replace('factory = "klachtwijzer_negation"', 'source = "/tmp/elsewhere"')
    config.write_text(stolen, encoding="utf-8")
    reseal(copy)
    with pytest.raises(BundleUntrustedError, match=r"asks for .*elsewhere"):
        bundle.load(copy)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"thresholds": {}}, BundleChangedError),
        ({"files": []}, BundleChangedError),
        ({"packages": []}, BundleChangedError),
        ({"parameters": {"foo": 1}}, BundleVersionError),
    ],
)
def test_a_sealed_but_wrong_manifest_has_its_message(copy, changes, kind):
    reseal(copy, rehash=False, **changes)
    with pytest.raises(kind):
        ComplaintClassifier.load(copy)


def test_a_model_in_the_place_of_another_is_refused(copy):
    shutil.copy(copy / "impact.skops", copy / "topic.skops")
    reseal(copy)
    with pytest.raises(BundleChangedError, match="holds a LabelModel where a TopicModel belongs"):
        bundle.load(copy)


def test_cue_lists_that_cannot_be_read_are_refused(copy):
    (copy / "pipeline" / "klachtwijzer_cues").write_text("no JSON", encoding="utf-8")
    reseal(copy)
    with pytest.raises(BundleChangedError, match="cannot be read"):
        bundle.load(copy)


def test_a_model_saved_again_keeps_its_version(copy, tmp_path):
    again = ComplaintClassifier.load(copy)
    before = again.version_
    facts = {"corpus": bundle.read_manifest(copy)["corpus"]}
    again.save(tmp_path / "again", facts=facts)
    assert again.version_ == before


def test_a_file_that_was_not_saved_with_it_is_refused(copy):
    (copy / "pipeline" / "extra.py").write_text("", encoding="utf-8")
    with pytest.raises(BundleChangedError, match=r"pipeline/extra.py"):
        bundle.load(copy)


def test_every_refusal_is_a_bundle_error():
    kinds = (BundleChangedError, BundleMissingError, BundleUntrustedError, BundleVersionError)
    assert all(issubclass(kind, BundleError) for kind in kinds)
    assert len(set(kinds)) == 4


# --- saving ----------------------------------------------------------------------


@pytest.fixture
def kept_version(fitted):
    version = fitted.version_
    yield
    fitted.version_ = version


@pytest.mark.usefixtures("kept_version")
def test_save_replaces_a_bundle_only_when_told_to(fitted, copy):
    before = (copy / "manifest.json").read_bytes()
    with pytest.raises(OutputError, match=r"it exists; name another folder, or use --force"):
        fitted.save(copy)
    assert (copy / "manifest.json").read_bytes() == before
    fitted.save(copy, force=True)
    assert (copy / "manifest.json").read_bytes() != before
    assert ComplaintClassifier.load(copy).classify(TEXTS[0]).sentiment
    assert [f.name for f in copy.parent.iterdir()] == [copy.name]


def test_save_never_replaces_what_is_no_bundle(fitted, tmp_path):
    (tmp_path / "werk").mkdir()
    (tmp_path / "werk" / "brief.txt").write_text("bewaren", encoding="utf-8")
    for path in (tmp_path / "werk", tmp_path / "werk" / "brief.txt"):
        for force in (False, True):
            with pytest.raises(OutputError, match=r"it exists and is no bundle; name another"):
                fitted.save(path, force=force)
    assert (tmp_path / "werk" / "brief.txt").read_text(encoding="utf-8") == "bewaren"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("boom")])
def test_a_failed_save_leaves_nothing_new(fitted, copy, monkeypatch, error):
    before = {f: f.read_bytes() for f in copy.rglob("*") if f.is_file()}

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(bundle, "write_card", fail)
    kind = OutputError if isinstance(error, OSError) else ValueError
    for path, force in ((copy.parent / "new", False), (copy, True)):
        with pytest.raises(kind, match=r"No space left|boom"):
            fitted.save(path, force=force)
    assert [f.name for f in copy.parent.iterdir()] == [copy.name]
    assert {f: f.read_bytes() for f in copy.rglob("*") if f.is_file()} == before


def test_the_old_bundle_comes_back_when_the_new_one_cannot_take_its_place(
    fitted, copy, monkeypatch
):
    before = {f: f.read_bytes() for f in copy.rglob("*") if f.is_file()}
    move = os.replace

    def replace(source, target):
        if Path(target) == copy and not Path(source).name.endswith("-old"):
            raise OSError(28, "No space left on device")
        move(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match="No space left"):
        fitted.save(copy, force=True)
    assert [f.name for f in copy.parent.iterdir()] == [copy.name]
    assert {f: f.read_bytes() for f in copy.rglob("*") if f.is_file()} == before


def test_a_place_that_cannot_be_written_is_refused(fitted, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write in"):
        fitted.save(tmp_path / "file" / "bundle")


def test_save_makes_the_folders_above(fitted, tmp_path, kept_version):
    fitted.save(tmp_path / "a" / "b")
    assert spacy.load(tmp_path / "a" / "b" / "pipeline").pipe_names
