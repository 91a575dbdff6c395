"""Sentences of people who forget full stops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.language import create_pipeline

PIPELINE = create_pipeline()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hij kwam niet. Ik wacht nog.", ["Hij kwam niet.", "Ik wacht nog."]),
        ("Geen reactie!!! Wat nu?", ["Geen reactie!!!", "Wat nu?"]),
        ("geen reactie\nwat nu", ["geen reactie", "wat nu"]),
        ("Het is kapot.Ik wil geld terug", ["Het is kapot.", "Ik wil geld terug"]),
        ("Het is kapot...ik wacht", ["Het is kapot...", "ik wacht"]),
        ('Hij zei: "ok." Toen ging hij', ['Hij zei: "ok."', "Toen ging hij"]),
        ("Dhr. Jansen belde a.u.b. terug", ["Dhr. Jansen belde a.u.b. terug"]),
        ("Kosten € 3.50 op 3.5 km", ["Kosten € 3.50 op 3.5 km"]),
        ("zonder punt of komma dus", ["zonder punt of komma dus"]),
        ("Zie www.voorbeeld.nl voor meer", ["Zie www.voorbeeld.nl voor meer"]),
        ("!!!", ["!!!"]),
    ],
)
def test_sentences(nlp, text, sentences):
    assert [sentence.text.strip() for sentence in nlp(text).sents] == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00"])
def test_a_text_without_words(nlp, text):
    assert all(not sentence.text.strip() for sentence in nlp(text).sents)


@given(st.text(max_size=120))
def test_sentences_are_the_whole_text(text):
    doc = PIPELINE(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == doc.text
