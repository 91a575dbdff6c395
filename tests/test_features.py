"""What a text becomes for the models."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from classifier.features import CueFeatures, NgramFeatures, TextFeatures

TEXTS = [
    "De monteur is niet gekomen.",
    "De monteur is gekomen!",
    "Het pakket is niet gekomen, pakket kwijt, pakket weg.",
]


@pytest.fixture(scope="module")
def docs(nlp):
    return list(nlp.pipe(TEXTS))


@pytest.fixture(scope="module")
def cue_labels(nlp):
    return nlp.get_pipe("klachtwijzer_cues").labels


@pytest.fixture(scope="module")
def cues(cue_labels):
    return CueFeatures(labels=cue_labels).fit()


@pytest.fixture(scope="module")
def text_features(docs, cue_labels):
    return TextFeatures(cue_labels=cue_labels, min_docs=1).fit(docs)


def filled(transformer, doc) -> dict[str, float]:
    names = transformer.get_feature_names_out()
    row = transformer.transform([doc]).tocoo()
    return {names[c]: v for c, v in zip(row.coords[1], row.data, strict=True)}


def figures(cues, nlp, text: str) -> set[str]:
    return {n.removeprefix("cue:") for n in filled(cues, nlp(text)) if n.startswith("cue:")}


# --- words and letters -----------------------------------------------------------


def test_words_pairs_and_letters_are_columns(docs):
    columns = filled(NgramFeatures(min_docs=1).fit(docs), docs[1])
    assert {"word:monteur", "word:de monteur", "letters:mont", "letters: de "} <= set(columns)


def test_min_docs_leaves_rare_terms_out(docs):
    names = set(NgramFeatures(min_docs=2).fit(docs).get_feature_names_out())
    assert "word:de" in names
    assert "word:pakket" not in names  # three times, but in one text


def test_char_range_bounds_the_letter_groups(docs):
    fitted = NgramFeatures(char_range=(3, 4), min_docs=1).fit(docs)
    assert {len(group.removeprefix("~")) for group in fitted.chars_} == {3, 4}


def test_a_negated_word_is_another_word(docs):
    ngrams = NgramFeatures(min_docs=1).fit(docs)
    negated, plain = filled(ngrams, docs[0]), filled(ngrams, docs[1])
    assert {"word:~gekomen", "letters:~gekom"} <= negated.keys()
    assert not {"word:gekomen", "letters:gekom"} & negated.keys()
    assert {"word:gekomen", "letters:gekom"} <= plain.keys()
    assert not {"word:~gekomen", "letters:~gekom"} & plain.keys()


def test_a_word_negated_by_its_prefix_is_its_stem_negated(nlp):
    ngrams = NgramFeatures(min_docs=1)
    terms = {
        text: set(ngrams.fit([nlp(text)]).words_) for text in ("ontevreden", "niet onvriendelijk")
    }
    assert terms["ontevreden"] == {"~tevreden"}
    assert "vriendelijk" in terms["niet onvriendelijk"]


def test_words_and_letters_each_have_unit_length(docs):
    ngrams = NgramFeatures(min_docs=1).fit(docs)
    matrix, words = ngrams.transform(docs).toarray(), len(ngrams.words_)
    np.testing.assert_allclose(np.linalg.norm(matrix[:, :words], axis=1), 1)
    np.testing.assert_allclose(np.linalg.norm(matrix[:, words:], axis=1), 1)


def test_weights_are_those_of_tf_idf(docs, nlp):
    ngrams = NgramFeatures(min_docs=1).fit(docs)
    row = filled(ngrams, nlp("pakket pakket ."))
    rare, common = np.log(4 / 2) + 1, np.log(4 / 3) + 1  # in one and in two of three texts
    assert row["word:pakket"] / row["word:."] == pytest.approx((1 + np.log(2)) * rare / common)


def test_figures_and_addresses_are_masked(nlp):
    one = nlp("Zie https://voorbeeld.nl/123 of mail jan@voorbeeld.nl over 4711")
    names = set(NgramFeatures(min_docs=1).fit([one]).words_)
    assert {"<url>", "<number>"} <= names
    assert not any("voorbeeld" in name or "4711" in name for name in names)


def test_unknown_words_fill_no_word_column(docs, nlp):
    row = filled(NgramFeatures(min_docs=1).fit(docs), nlp("xyzzy"))
    assert not [name for name in row if name.startswith("word:")]


# --- cues ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("Ik betaalde 89 euro.", "money<90", "money>=90"),
        ("Ik betaalde 90 euro.", "money>=90", "money<90"),
        ("Ik wacht al 14 dagen.", "duration<=14", "duration>14"),
        ("Ik wacht al 15 dagen.", "duration>14", "duration<=14"),
        ("Ik heb al twee keer gebeld.", "contacts<3", "contacts>=3"),
        ("Ik heb al drie keer gebeld.", "contacts>=3", "contacts<3"),
        ("Ik ben al 5 jaar klant.", "duration>=5y", "duration>14"),
        ("Ik wacht al 4 jaar.", "duration>14", "duration>=5y"),
    ],
)
def test_figures_fall_at_the_edges_of_the_codebook(cues, nlp, text, has, has_not):
    found = figures(cues, nlp, text)
    assert has in found
    assert has_not not in found


def test_a_cue_counts_more_the_oftener_it_is_there_up_to_three(cues, nlp):
    def weight(text: str) -> float:
        return filled(cues, nlp(text))["cue:money"]

    texts = ["10 euro", "10 euro en 20 euro", "10 euro, 20 euro en 30 euro"]
    assert [weight(t) for t in texts] == pytest.approx([1, 4 / 3, 5 / 3])
    assert weight(texts[2] + " en 40 euro") == pytest.approx(5 / 3)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Schande!!!", "exclaims"),
        ("Hoe kan dat?", "asks"),
        ("DIT IS SCHANDALIG", "capitals"),
        ("Heeeeel slecht", "stretched"),
        ("Kort", "short"),
        ("woord " * 130, "long"),
    ],
)
def test_style_is_a_column(cues, nlp, text, style):
    assert filled(cues, nlp(text))[f"style:{style}"] > 0
    assert f"style:{style}" not in filled(cues, nlp("Gewone woorden. " * 20))


def test_cues_that_the_columns_do_not_know_are_left_out(nlp):
    assert figures(CueFeatures(labels=["money"]).fit(), nlp, "drie keer gebeld, 10 euro") == {
        "money",
        "money<90",
    }


def test_cue_at_names_the_cue_of_a_column(cues):
    names = cues.get_feature_names_out().tolist()
    assert cues.cue_at(names.index("cue:money>=90")) == "money"
    assert cues.cue_at(names.index("cue:duration")) == "duration"


# --- all together ----------------------------------------------------------------


def test_columns_are_words_letters_then_cues(text_features, docs):
    names = text_features.get_feature_names_out()
    kinds = [name.split(":")[0] for name in names]
    order = ["word", "letters", "cue", "style"]
    assert list(dict.fromkeys(kinds)) == order
    assert len(set(names)) == len(names)
    assert text_features.transform(docs).shape == (len(docs), len(names))


@pytest.mark.parametrize("kind", ["ngrams_", "cues_"])
def test_there_is_a_name_for_every_column(text_features, docs, kind):
    part = getattr(text_features, kind)
    assert part.transform(docs).shape[1] == len(part.get_feature_names_out())


def test_a_text_has_the_same_row_alone_and_in_a_batch(text_features, docs):
    together = text_features.transform(docs).toarray()
    alone = np.vstack([text_features.transform([doc]).toarray() for doc in docs])
    np.testing.assert_array_equal(together, alone)


def test_cue_weight_scales_the_cues_alone(docs, cue_labels, nlp):
    doc = nlp("De monteur kostte 100 euro!")
    one, two = (
        filled(TextFeatures(cue_labels=cue_labels, cue_weight=w, min_docs=1).fit(docs), doc)
        for w in (0.3, 0.6)
    )
    assert one["cue:money"] * 2 == pytest.approx(two["cue:money"])
    assert one["word:monteur"] == two["word:monteur"]


def test_occurrences_cover_every_filled_column_but_style(text_features, nlp):
    doc = nlp("De monteur is niet gekomen, kosten 100 euro!")
    names = text_features.get_feature_names_out()
    seen = {column for column, _, _ in text_features.occurrences(doc)}
    columns = text_features.transform([doc]).indices
    assert seen == {c for c in columns.tolist() if not names[c].startswith("style:")}
    places = [tokens for _, tokens, _ in text_features.occurrences(doc)]
    assert all(0 <= token < len(doc) for tokens in places for token in tokens)


def test_an_empty_doc_has_an_empty_row(text_features, nlp):
    row = text_features.transform([nlp("")]).tocoo()
    names = text_features.get_feature_names_out()
    assert {names[c] for c in row.coords[1]} <= {"style:short"}


def test_no_docs_make_no_rows(text_features):
    assert text_features.transform([]).shape == (0, len(text_features.get_feature_names_out()))


@pytest.mark.parametrize("transformer", [NgramFeatures(), CueFeatures(), TextFeatures()])
def test_before_fit_there_is_nothing(transformer):
    with pytest.raises(NotFittedError):
        transformer.transform([])
    with pytest.raises(NotFittedError):
        transformer.get_feature_names_out()


def test_fitting_anew_forgets_the_old_terms(nlp):
    ngrams = NgramFeatures(min_docs=1).fit([nlp("appel peer")])
    ngrams.transform([nlp("appel")])
    ngrams.fit([nlp("banaan")])
    assert "word:banaan" in filled(ngrams, nlp("banaan"))
    assert filled(ngrams, nlp("appel")).keys() <= set(ngrams.get_feature_names_out())
