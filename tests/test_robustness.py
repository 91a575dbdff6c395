"""The shipped model's behaviour, test by test; see robustness/ and benchmarks/robustness.py."""

from __future__ import annotations

from collections import Counter

import pytest
from robustness.capabilities import capabilities, read
from robustness.running import read_floors, read_known_failures, run

CAPABILITIES = {capability.name: capability for capability in capabilities()}
FLOORS = read_floors()
KNOWN_FAILURES = read_known_failures()
REFRESH = "python benchmarks/robustness.py --update"


@pytest.fixture(scope="module")
def results(shipped):
    return {name: run(shipped, capability) for name, capability in CAPABILITIES.items()}


@pytest.mark.parametrize("name", CAPABILITIES)
def test_pass_rate(results, name):
    assert results[name].pass_rate >= FLOORS[name]


@pytest.mark.parametrize("name", CAPABILITIES)
def test_no_case_fails_that_is_not_known_to(results, name):
    failures = results[name].failures
    new = [case for case in failures if case not in KNOWN_FAILURES.get(name, ())]
    told = "\n".join(f"{case}: {failures[case]}" for case in new)
    assert not new, f"new failures; if the model is the better for it, run {REFRESH}\n{told}"


def test_known_failures_still_fail(results):
    passing = [
        case
        for name, listed in KNOWN_FAILURES.items()
        for case in listed
        if case not in results[name].failures
    ]
    if passing:  # good news, to be told and not to be stopped for
        pytest.skip(f"these pass now: {', '.join(passing)}; run {REFRESH}")


def test_floors_and_known_failures_name_what_there_is():
    assert set(FLOORS) == set(CAPABILITIES)
    for name, listed in KNOWN_FAILURES.items():
        assert set(listed) <= {case.id for case in CAPABILITIES[name].cases}


def test_case_ids_are_unique():
    ids = Counter(case.id for test in CAPABILITIES.values() for case in test.cases)
    assert max(ids.values()) == 1


def test_changed_texts_differ_and_pairs_want_different_values():
    for capability in CAPABILITIES.values():
        for case in capability.cases:
            assert len(set(case.texts)) == len(case.texts)
            if capability.kind == "directional":
                assert len(set(case.values.values())) == 2


def test_tests_are_the_same_every_time():
    assert capabilities() == capabilities()


@pytest.mark.parametrize(
    ("kind", "fewest"), [("invariance", 30), ("directional", 12), ("minimum functionality", 15)]
)
def test_every_test_has_enough_cases(kind, fewest):
    sizes = [len(test.cases) for test in CAPABILITIES.values() if test.kind == kind]
    assert min(sizes) >= fewest


def test_base_texts_stand_for_every_cell_and_value():
    base_texts = read("base_texts")
    assert len(base_texts) >= 60
    cells = Counter((base["impact"], base["responsibility"]) for base in base_texts)
    assert set(cells) == {
        ("none", "none"),
        *((impact, side) for impact in ("low", "high") for side in ("customer", "organisation")),
    }
    assert min(cells.values()) >= 6
    assert {base["sentiment"] for base in base_texts} == {"negative", "neutral", "positive"}
    assert {base["topic"] for base in base_texts} == {
        "billing",
        "operations",
        "advice",
        "delivery",
        "none",
    }
