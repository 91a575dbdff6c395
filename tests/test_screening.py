"""Which texts can be judged, and how much of them is read."""

from __future__ import annotations

import time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from classifier.errors import InputError
from classifier.screening import MAX_CHARS, as_text, cut

COMPLAINT = "De monteur is weer niet komen opdagen."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        (" é ", " é "),
        (None, ""),
        (float("nan"), ""),
        (np.nan, ""),
        (np.float32("nan"), ""),
        (Decimal("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (0, "0"),
        (1.5, "1.5"),
    ],
    ids=repr,
)
def test_cells_of_a_table(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize("value", [["geheim"], ("geheim",), {"geheim"}, {"a": "geheim"}, b"geheim"])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(InputError, match=f"a text is wanted, found a {type(value).__name__}") as e:
        as_text(value)
    assert "geheim" not in str(e.value)


@pytest.mark.parametrize("gap", [" ", "\n", "\t", "\u00a0"])
def test_a_long_text_is_cut_between_words(gap):
    text = "ja klopt" + (gap + "woorden") * 10_000
    head, was_cut = cut(text)
    assert was_cut
    assert text.startswith(head)
    assert MAX_CHARS - len("woorden ") <= len(head) <= MAX_CHARS
    assert head.endswith("woorden")


@pytest.mark.parametrize("start", ["", " ", "ja "])
def test_one_endless_word_is_cut_inside(start):
    assert cut(start + "a" * 50_000) == ((start + "a" * 50_000)[:MAX_CHARS], True)


def test_a_text_that_just_fits_is_left_whole():
    assert cut("a" * MAX_CHARS) == ("a" * MAX_CHARS, False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t\u00a0\r\n", "empty"),
        ("\u200b\ufeff\u200d", "empty"),
        ("\x00\x07\x1b", "empty"),
        ("\ud83d", "empty"),
        (" " * 30_000, "empty"),
        ("😡😡👍🏽", "no_words"),
        ("👨‍👩‍👧 🇳🇱 ❤️", "no_words"),
        (":-(", "no_words"),
        ("?!...", "no_words"),
        ("06-12345678", "no_words"),
        ("https://www.voorbeeld.nl/klacht?id=3&x=ja", "no_words"),
        ("www.voorbeeld.nl", "no_words"),
        ("http://a.nl https://b.be/pad", "no_words"),
        ("jan@voorbeeld.nl", "no_words"),
        ("The engineer never came and nobody called me back about it.", "not_dutch"),
        ("Le technicien n'est pas venu et personne ne m'a rappelé.", "not_dutch"),
        ("Der Techniker ist nicht gekommen und niemand hat angerufen.", "not_dutch"),
        ("لم يأت الفني ولم يتصل بي أحد", "not_dutch"),
    ],
)
def test_what_cannot_be_judged(shipped, text, reason):
    answer = shipped.classify(text)
    assert answer.review_reasons == (reason,)
    assert answer.needs_review
    assert answer.model_version == shipped.version_
    for name in ("sentiment", "topic", "impact", "responsibility", "quadrant", "response"):
        assert getattr(answer, name) is None
        assert getattr(answer, f"{name}_confidence", None) is None
    assert answer.topics == ()
    assert shipped.explain(text).labels == {}


@pytest.mark.parametrize(
    "text",
    [
        f"\x00{COMPLAINT}\x07\x1b[0m",
        f"{COMPLAINT} \ud83d",
        f"\ufeff{COMPLAINT}",
        f"😡 {COMPLAINT} https://voorbeeld.nl",
        COMPLAINT.replace(" ", "\u00a0"),
    ],
)
def test_strange_characters_do_not_hide_the_words(shipped, text):
    answer = shipped.classify(text)
    assert str(answer.sentiment) == "negative"
    for evidence in shipped.explain(text).labels.values():
        for part in (*evidence.supporting, *evidence.opposing):
            assert part.text == text[part.start : part.end]


def test_a_hundred_thousand_words_take_no_time(shipped):
    shipped.classify(COMPLAINT)
    begin = time.perf_counter()
    answer = shipped.classify(f"{COMPLAINT} " * 16_667)
    assert time.perf_counter() - begin < 3
    assert answer.review_reasons[0] == "too_long"
    assert answer.needs_review
    assert str(answer.sentiment) == "negative"


def test_nothing_in_a_frame(shipped):
    frame = pd.DataFrame(
        {"text": [None, np.nan, pd.NA, COMPLAINT, ""], "n": range(5)}, index=list("vwxyz")
    )
    tagged = shipped.tag(frame)
    assert list(tagged.index) == list("vwxyz")
    assert list(tagged["n"]) == list(range(5))
    assert list(tagged["needs_review"][:3]) == [True, True, True]
    assert [tagged["review_reasons"][i] for i in "vwxz"] == [["empty"]] * 4
    assert tagged["sentiment"]["y"] == "negative"
    assert tagged["sentiment"]["v"] is None


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["body"], r"no column 'text'; the columns are \['body'\]"),
        (["text", "text"], "'text' is there 2 times; rename"),
        (["text", "topic"], r"as ours: \['topic'\].*prefix="),
    ],
)
def test_frame_that_does_not_fit(shipped, columns, message):
    with pytest.raises(InputError, match=message):
        shipped.tag(pd.DataFrame([["a"] * len(columns)], columns=columns))
