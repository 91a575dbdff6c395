"""The checks of a corpus find what they are there to find."""

from __future__ import annotations

import pandas as pd
import pytest

from classifier.corpus_checks import Plan, check_corpus, markdown
from classifier.corpus_checks.agreement import agreement
from classifier.corpus_checks.personal_data import is_bsn, is_iban
from classifier.corpus_checks.vocabulary import richness
from classifier.errors import InputError

PLAN = Plan(
    texts={
        "least": 4,
        "words": [2, 50],
        "median": [2, 20],
        "short": {"words": 4, "share": [0.0, 0.5]},
        "long": {"words": 30, "share": [0.0, 0.2]},
    },
    counts={"quadrant": {"low_organisation": 3}, "hard": {"edge": 1}},
    shares={"variety": {"nl-BE": [0.2, 0.5]}},
    sectors={
        "energy": {"group": "utilities", "split": "train", "texts": 2},
        "gyms": {"group": "leisure", "split": "test", "texts": 1},
    },
    duplicates={"letters": 5, "cosine": 0.7},
    templates={"opening_words": 3, "sequence_words": 4, "most_texts": 1},
    topic_words={"most": 0.5, "words": {"billing": ["factuur"], "delivery": ["bezorg"]}},
    vocabulary={"sizes": [0.5, 1.0], "draws": 2, "least_share_of_real": 0.9},
    personal_data={"real_firms": ["zonnestroom"], "real_firms_as_written": ["Maan"]},
)
TEXTS = [
    "De stroom viel gisteren twee keer uit bij ons in de straat",
    "Ik wacht nog op mijn geld van vorige week, het gaat om 30 euro",
    "niemand neemt op",
    "Waarom is het bad al drie dagen dicht terwijl wij gewoon doorbetalen",
]


def vote(**changes):
    given = {"sentiment": "negative", "topics": ["billing"], "impact": "low"}
    return {**given, "responsibility": "organisation", **changes}


@pytest.fixture
def frame() -> pd.DataFrame:
    rows = [
        {
            **vote(),
            "id": f"t{i}",
            "text": text,
            "sector": "gyms" if i == 3 else "energy",
            "split": "test" if i == 3 else "train",
            "channel": "email",
            "variety": "nl-BE" if i == 0 else "nl-NL",
            "kind": "complaint",
            "hard": "edge" if i == 0 else None,
            "writer": "w1",
            "votes": {"w1": vote(), "a": vote(), "b": vote()},
        }
        for i, text in enumerate(TEXTS)
    ]
    return pd.DataFrame(rows)


def failed(frame: pd.DataFrame, real: pd.DataFrame | None = None) -> dict[str, str]:
    return {finding.check: finding.found for finding in check_corpus(frame, PLAN, real=real).failed}


def with_text(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    frame.loc[1, "text"] = text
    return frame


def test_a_good_corpus_passes(frame):
    assert failed(frame) == {}


def test_holes_in_the_plan_show(frame):
    fewer = frame.iloc[:3].assign(hard=None)
    assert failed(fewer) == {
        "texts": "3",
        "hard edge": "0",
        "sectors with fewer texts than planned": "gyms",
    }


def test_a_sector_in_the_wrong_split_or_outside_the_plan(frame):
    frame.loc[1, "sector"] = "banks"
    frame.loc[2, "split"] = "test"
    found = failed(frame)
    assert found["sectors that the plan lacks"] == "banks"
    assert found["texts outside the split of their sector"] == "t2"


def test_lengths(frame):
    found = failed(with_text(frame, "erg " * 60))
    assert found["texts outside 2 to 50 words"] == "t1"
    assert found["share over 30 words"] == "0.250"


@pytest.mark.parametrize(
    ("text", "place", "check", "found"),
    [
        (TEXTS[0].upper() + "!!", 1, "exact duplicates (case and signs aside)", "t0 = t1"),
        (TEXTS[3].replace("drie", "vier"), 1, "near duplicates across splits", "t1 = t3"),
    ],
)
def test_duplicates(frame, text, place, check, found):
    assert failed(with_text(frame, text))[check] == found


def test_near_duplicates_within_a_split(frame):
    found = failed(with_text(frame, TEXTS[0].replace("gisteren", "vandaag")))
    assert any(f == "t0 = t1" for check, f in found.items() if "within a split" in check)


def test_templates(frame):
    found = failed(with_text(frame, "De stroom viel mee maar het duurde wel heel lang allemaal"))
    assert found == {"openings of 3 words, texts that share one": "2"}
    found = failed(with_text(frame, "Bij mijn moeder viel gisteren twee keer uit hetzelfde licht"))
    assert found == {"runs of 4 words, texts that share one": "2"}


def test_texts_that_name_their_topic(frame):
    frame["text"] = [f"{text} en de factuur" for text in TEXTS]
    check = "share of billing texts that name it by an obvious word"
    assert failed(frame)[check] == "1.000"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("mijn nummer is 111222333 hoor", "numbers that pass the check of a BSN"),
        ("mijn nummer is 1112.22.333 hoor", "numbers that pass the check of a BSN"),
        ("terug op NL91 ABNA 0417 1643 00 graag", "numbers that pass the check of an IBAN"),
        ("terug op be68539007547034 graag", "numbers that pass the check of an IBAN"),
        ("bel mij op 06-12345678 aub", "telephone numbers"),
        ("bel mij op 0475 12 34 56 aub", "telephone numbers"),
        ("bel mij op +31 20 1234567 aub", "telephone numbers"),
        ("mail naar jan@voorbeeld.nl aub", "mail addresses"),
        ("staat op www.voorbeeld.nl hoor", "links"),
        ("dat was bij ZonneStroom veel beter", "real firms by name"),
        ("dat was bij Maan veel beter", "real firms by name"),
    ],
)
def test_personal_data(frame, text, check):
    assert failed(with_text(frame, text))[check] == "t1"


@pytest.mark.parametrize(
    "text",
    [
        "mijn nummer is 111222334 hoor",
        "terug op NL91ABNA0417164301 graag",
        "bestelling 2024118 van 12-03-2024 voor 1.250,00 euro",
        "de maan scheen en zonnestroomkabels lagen er ook",
    ],
)
def test_what_is_no_personal_data(frame, text):
    assert failed(with_text(frame, text)) == {}


def test_check_digits():
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert is_iban("GB82 WEST 1234 5698 7654 32")  # the example of ISO 13616
    assert not is_iban("GB83 WEST 1234 5698 7654 32")


def test_a_real_text_in_the_corpus(frame):
    real = frame[["text", "topics", "impact", "responsibility"]].iloc[[1]]
    real = real.assign(text="wij wachten nog op mijn geld van vorige week dus")
    found = failed(frame, real)
    assert found["4 words in a row shared with a real text"] == "t1"
    same = failed(frame, real.assign(text=TEXTS[1].lower()))
    assert same["near duplicates of real texts"] == "t1"


def test_richness_is_compared_at_equal_size():
    poor, rich = richness(["a a a b"] * 5, 8), richness(["a b c d", "e f g h"], 8)
    assert poor["words"] == 2
    assert rich == {"words": 8, "pairs": 7, "type_token_ratio": 1.0}


def test_agreement_counts_the_blind_readers_only(frame):
    frame["votes"] = [
        {"w1": vote(sentiment="neutral"), "a": vote(), "b": vote()},
        {"w1": vote(), "a": vote(impact="high"), "b": vote(), "third": vote()},
        {"w1": vote(), "a": vote(impact="high"), "b": vote(impact="high"), "second_look": {}},
        {"w1": vote(), "a": vote(), "b": vote()},
    ]
    figures = agreement(frame)
    assert figures["sentiment"] == {
        "texts": 4,
        "accuracy": 1.0,
        "kappa": 1.0,
        "writer_outvoted": 0.25,
    }
    assert figures["impact"]["accuracy"] == 0.75
    assert figures["impact"]["kappa"] == pytest.approx(0.5)  # (.75 - .5) / (1 - .5)


def test_the_report_shows_every_finding(frame):
    report = check_corpus(with_text(frame, "mail naar jan@voorbeeld.nl aub"), PLAN, real=frame)
    text = markdown(report)
    assert "| mail addresses | t1 | none | NO |" in text
    assert "Agreement of the two readers: sector" in text
    assert "distinct pairs of words" in text
    assert text.count("| NO |") == len(report.failed)


def test_a_plan_with_missing_or_unknown_tables(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("[texts]\nleast = 3\n[wishes]\n")
    with pytest.raises(InputError, match=r"lacks the tables \['counts'.*unknown tables.*wishes"):
        Plan.read(path)
    path.write_text("least = ")
    with pytest.raises(InputError, match=r"plan\.toml cannot be read as a plan"):
        Plan.read(path)
    with pytest.raises(InputError, match="cannot be read as a plan"):
        Plan.read(tmp_path / "none.toml")
