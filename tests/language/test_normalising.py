# ruff: noqa: RUF001, SIM905
"""What mail programs and editors added goes; what the customer wrote stays."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.language import create_pipeline
from classifier.language.alignment import AlignedText
from classifier.language.normalising import normalise, original_span

PIPELINE = create_pipeline()
# Arbitrary text, and the marks that the rules act upon.
MESSY = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            "\n|\r\n|\x00|\u200b|\ud800|e\u0301|ﬁ|ĳ|&amp;|&#0;|&#x1F600;|&euro;|<br>|<p class='x'>"
            "|> oud\n|heeeel|!!!!!|-----|“|’|…|\u00a0|  |\n\nMvg,\nJan|geld|😀|\u2066"
            "|\nVerzonden vanaf mijn iPhone|\nVan: x\nAan: y\n".split("|")
        ),
    ),
    max_size=12,
).map("".join)


def _clean(text: str) -> str:
    return normalise(text)[0].text.strip()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("e\u0301e\u0301n crème", "één crème"),
        ("‘ja’ “nee” «toch» `zo`", "'ja' \"nee\" \"toch\" 'zo'"),
        ("een – twee — drie ‑ vier", "een - twee - drie - vier"),
        ("wacht…", "wacht..."),
        ("ﬁets van ĳzer", "fiets van ijzer"),
        ("<p>Hoi</p>dag<br/>jij <b>daar</b>", "Hoi\ndag\njij daar"),
        ("Jan &amp; An &euro;5 &#233;&eacute;n&nbsp;x", "Jan & An €5 één x"),
        ("3 < 5 en 6 > 4", "3 < 5 en 6 > 4"),
        ("a\x00b\x07c", "a b c"),
        ("ge\u200bld\ufeff te\u00adrug", "geld terug"),
        ("\u202egeld\u202c \u2066terug\u2069", "geld terug"),
        ("heeeeel laaang", "heel laang"),
        ("zeeën www.site.nl", "zeeën www.site.nl"),
        ("Wat!!!!!!!!", "Wat!!!"),
        ("hè???", "hè???"),
        ("een\u00a0 \t twee\u2009drie", "een twee drie"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("een\n\n \n\ntwee", "een\ntwee"),
        ("--------\nkop\n========", "-\nkop\n="),
        ("half \ud800 teken", "half teken"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_characters(text, clean):
    assert _clean(text) == clean


@pytest.mark.parametrize(
    "tail",
    [
        "Op ma 3 mrt 2025 om 10:12 schreef Winkel <info@voorbeeld.nl>:\n> Geachte klant,\n> Dank",
        "Op ma 3 mrt 2025 om 10:12 schreef Hulp van de Winkel <\ninfo@voorbeeld.nl>:\nDag",
        "Op 3 mrt. 2025 om 10:12 heeft Winkel <a@voorbeeld.nl> het volgende geschreven:\nDank",
        "On Mon, 3 Mar 2025 at 10:12, Winkel <info@voorbeeld.nl> wrote:\nDank",
        "Op 3 mei 2024 schreef klantenservice:\n> Beste",
        "-----Oorspronkelijk bericht-----\nVan: Winkel\nDank",
        "---------- Forwarded message ---------\nDank",
        "Van: Winkel <info@voorbeeld.nl>\nVerzonden: maandag 3 maart 2025 10:12\nAan: ik\n\nDank",
        "Van: Winkel\nDatum: 3 maart\nDank",
        "> Geachte klant,\n> Dank voor uw bericht",
        "Verzonden vanaf mijn iPhone",
        "Verstuurd vanaf mijn Samsung Galaxy-smartphone.",
        "Verzonden vanuit Outlook voor Android",
        "Outlook voor iOS downloaden",
        "Verzonden vanuit Mail voor Windows",
        "Sent from my iPad",
        "Met vriendelijke groet,\n\n\nJan Jansen\n\nDorpsstraat 1\n\nGent",
        "Mvg Jan",
        "Groetjes,\nAn",
        "Hoogachtend,\nJ. de Vries\nPenningmeester",
        "-- \nJan Jansen",
        "Vriendelijke groeten\nJan\n\nVerzonden vanaf mijn iPhone",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tails_of_mail_programs_go(tail, end):
    text = f"Mijn klacht staat nog open.\n\n{tail}".replace("\n", end)
    assert _clean(text) == "Mijn klacht staat nog open."


@pytest.mark.parametrize(
    "text",
    [
        "Beste,\nOp 12 mei heeft uw medewerker gezegd: morgen komt er iemand.\nNiemand kwam.",
        "Beste,\nOp 3 mei schreef uw collega: wij betalen terug.\nNiets gezien.",
        "Beste,\nOp 3 mei 2024 schreef uw collega:\nwij betalen terug",
        "Kapot.\nVerstuurd per mail op 3 mei maar geen antwoord",
        "Kapot.\nVerzonden via mail en nooit antwoord gekregen van iemand bij jullie",
        "Kapot.\nMvg Jan\nPS: bel na 17 uur",
        "Kapot.\nGroeten\nP.S. ik wacht nog op geld",
        "Kapot.\nGroeten doen ze niet in die winkel en helpen is er ook al niet bij voor ons",
        "Mvg Jan",
        "Kapot.\nGroeten Jan\nO ja en ik wil nog geld terug van jullie",
        "Groeten uit Gent\nhet was fijn",
        "Van de winkel niets gehoord\nVerzonden is het wel",
    ],
)
def test_words_of_the_customer_stay(text):
    assert _clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "> alleen een aanhaling\n> en nog een",
        "Van: Jan\nVerzonden: maandag\nMijn bestelling is weg",
        "-----Oorspronkelijk bericht-----\nMijn bestelling is weg",
    ],
)
def test_a_text_that_is_only_a_quote_is_kept(text):
    assert re.findall(r"\w+", _clean(text)) == re.findall(r"\w+", text)


def test_quoted_lines_between_answers_go():
    assert _clean("> Wat is er?\nHij is kapot.\n> Sinds?\nGisteren.") == "Hij is kapot.\nGisteren."


@pytest.mark.parametrize(("text", "count"), [("heeeel laaang", 2), ("heel lang", 0), ("www", 0)])
def test_stretched_words_are_counted(nlp, text, count):
    assert nlp(text)._.kw_stretched == count


def test_norm_has_no_accents_and_no_capitals(nlp):
    assert [token.norm_ for token in nlp("ÉÉN Crème")] == ["een", "creme"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("geld terug", ["geld", "terug"]),
        ("<b>geld</b> te\u200brug", ["geld", "te\u200brug"]),
        ("e\u0301e\u0301n &euro;5", ["e\u0301e\u0301n", "&euro;", "5"]),
        ("heeeel   “fijn”", ["heeeel", "“", "fijn", "”"]),
        ("> oud\nnieuw\x00woord\n\n\nMvg Jan", ["nieuw", "woord"]),
        ("ĳs ﬁjn", ["ĳs", "ﬁjn"]),
        # Each mark that is left stands for all of them.
        ("wat!!!!!!", ["wat", *["!!!!!!"] * 3]),
    ],
)
def test_original_span_points_at_the_right_characters(nlp, text, words):
    doc = nlp(text)
    spans = [original_span(doc[token.i : token.i + 1]) for token in doc if not token.is_space]
    found = [text[start:end] for start, end in spans]
    assert found == words


@given(MESSY)
def test_alignment_holds_for_any_text(text):
    doc = PIPELINE(text)
    last_start = last_end = 0
    for token in doc:
        start, end = original_span(doc[token.i : token.i + 1])
        assert 0 <= start < end <= len(text)
        assert start >= last_start
        assert end >= last_end
        last_start, last_end = start, end


@given(st.text("abcdé €5.,!?\n ", max_size=80))
def test_unchanged_characters_are_their_own_origin(text):
    doc = PIPELINE(text)
    for token in doc:
        start, end = original_span(doc[token.i : token.i + 1])
        if doc._.kw_alignment is None:
            assert text[start:end] == token.text


@given(MESSY)
def test_nothing_unwanted_is_left(text):
    clean = normalise(text)[0].text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ud800-\udfff\u00a0]|  ", clean)


@given(st.text("aeéèëïoö nNçÇ", max_size=40))
def test_decomposed_text_becomes_the_same_as_composed(text):
    assert normalise(unicodedata.normalize("NFD", text))[0].text == normalise(text)[0].text


class TestAlignedText:
    def test_substitutions_add_up(self):
        aligned = AlignedText("a--b--c")
        assert aligned.sub(re.compile("--"), "") == 2
        assert aligned.sub(re.compile("bc"), "xyz") == 1
        assert aligned.text == "axyz"
        assert aligned.spans() == [[0, 3, 3, 3], [1, 7, 7, 7]]

    def test_no_match_leaves_the_identity(self):
        aligned = AlignedText("abc")
        assert aligned.sub(re.compile("x"), "y") == 0
        assert aligned.spans() is None

    def test_cut(self):
        aligned = AlignedText("a--bcd")
        aligned.sub(re.compile("--"), "-")
        aligned.cut(3)
        assert aligned.text == "a-b"
        assert aligned.spans() == [[0, 1, 3], [1, 3, 4]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dat lag bij u. Top.", ["Dat", "lag", "bij", "u", ".", "Top", "."]),
        ("niet goed.maar ja", ["niet", "goed", ".", "maar", "ja"]),
        ("slecht!!nooit meer", ["slecht", "!", "!", "nooit", "meer"]),
        ("zie firma.nl of a.b@firma.nl", ["zie", "firma.nl", "of", "a.b@firma.nl"]),
        ("na 5 min. o.a. dit", ["na", "5", "min.", "o.a.", "dit"]),
    ],
)
def test_a_full_stop_ends_a_sentence_or_stands_in_a_word(nlp, text, words):
    assert [token.text for token in nlp(text)] == words
