"""Which words a negation speaks about."""

from __future__ import annotations

import pytest


def _negated(nlp, text: str) -> set[str]:
    return {token.norm_ for token in nlp(text) if token._.kw_negated}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ik ben niet tevreden", "tevreden"),
        ("het werkt niet", "werkt"),
        ("geen hulp gekregen", "hulp"),
        ("is niet gekomen", "gekomen"),
        ("nooit meer iets gehoord", "gehoord"),
        ("da's nie goed", "goed"),
        ("zonder goede uitleg", "uitleg"),
        ("niet dat ik tevreden ben", "tevreden"),
        ("NIET TEVREDEN", "tevreden"),
        ("het was mijn fout niet", "fout"),
    ],
)
def test_in_scope(nlp, text, word):
    assert word in _negated(nlp, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ik ben tevreden", "tevreden"),
        ("niet duur, wel tevreden", "tevreden"),
        ("niet duur maar goed", "goed"),
        ("niet duur wel goed", "goed"),
        ("het kwam niet. Tevreden ben ik toch", "tevreden"),
        ("niet gekomen\ntevreden over de rest", "tevreden"),
        ("niet alleen goed, ook snel", "goed"),
        ("als het niet lukt ga ik weg", "weg"),
        ("niet opgelost zeg ik op", "op"),
        ("niet blij ik ga weg", "weg"),
        ("niet omdat het goed was", "goed"),
        ("ik ga weg als het niet lukt", "weg"),
        ("niet een twee drie vier vijf zes", "zes"),
    ],
)
def test_out_of_scope(nlp, text, word):
    assert word not in _negated(nlp, text)


def test_a_text_without_negation_has_nothing_negated(nlp):
    assert _negated(nlp, "Prima geholpen en snel ook. Bedankt!") == set()


def test_the_trigger_itself_is_not_negated(nlp):
    assert "niet" not in _negated(nlp, "ik ben niet tevreden")
