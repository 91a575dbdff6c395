"""Features: scikit-learn transformers that read spaCy `Doc` objects.

One matrix serves all four models. Its columns are words and word pairs, letter
groups within words (Dutch compounds), and the typed cues with their figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted
from spacy.tokens import Doc

from classifier.language.cues import CUES
from classifier.language.negation import PRIVATIVES

# Words whose letter groups are kept in memory.
_REMEMBERED = 200_000
# Put before a word in the scope of a negation: there is no "tevreden" in "niet tevreden".
_NEGATED = "~"


def _words(doc: Doc) -> Iterator[tuple[int, str]]:
    """Yield index and word of what a customer said: no spaces, digits masked."""
    for i, token in enumerate(doc):
        if token.is_alpha:
            yield i, token.norm_
        elif token.is_space:
            continue
        elif token.like_url or token.like_email:
            yield i, "<url>"
        elif token.norm_.isdigit():
            yield i, "<number>"
        else:
            yield i, token.norm_


def _marked(doc: Doc, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the same, with a mark on the words that are negated."""
    in_scope = frozenset(doc._.kw_negated)
    for i, word in words:
        negated = i in in_scope
        stem = PRIVATIVES.get(word)
        if stem is not None:  # "niet onvriendelijk" is "vriendelijk" again
            negated = not negated
        yield i, (_NEGATED if negated else "") + (stem or word)


def _pairs(words: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int, int]]:
    """Yield the pairs of words that follow each other, with their indexes."""
    return ((f"{one} {two}", i, j) for (i, one), (j, two) in pairwise(words))


class _DocTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # untyped
    """A transformer whose X is an iterable of `Doc`."""

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        return tags


class NgramFeatures(_DocTransformer):
    """TF-IDF of words, word pairs and letter groups within words.

    A word in the scope of a negation is another word, in itself and in its letter
    groups: "~tevreden". Pairs take words as they stand. Term weights are 1 + log(count), times
    smoothed inverse document frequency; words and letter groups each have unit length
    in a text.

    Parameters
    ----------
    char_range : tuple of (int, int)
        Shortest and longest letter group; words are padded with a space.
    min_docs : int
        Terms in fewer texts are left out.
    """

    _TABLES = ("_word_index", "_char_index", "_word_columns")

    def __init__(self, *, char_range: tuple[int, int] = (2, 5), min_docs: int = 2) -> None:
        self.char_range = char_range
        self.min_docs = min_docs

    def _chars(self, word: str) -> list[str]:
        bare = word.removeprefix(_NEGATED)
        mark = _NEGATED if bare != word else ""
        padded = f" {bare} "
        low, high = self.char_range
        return [
            mark + padded[i : i + size]
            for size in range(low, min(high, len(padded)) + 1)
            for i in range(len(padded) - size + 1)
        ]

    def fit(self, docs: Iterable[Doc], y: Any = None) -> Self:  # noqa: ARG002
        """Choose the terms and weigh them by how rare they are."""
        words: Counter[str] = Counter()
        chars: Counter[str] = Counter()
        count = 0
        for doc in docs:
            count += 1
            said = list(_words(doc))
            marked = {word for _, word in _marked(doc, said)}
            words.update(marked | {pair for pair, _, _ in _pairs(said)})
            chars.update({group for word in marked for group in self._chars(word)})
        kept_words = sorted(term for term, n in words.items() if n >= self.min_docs)
        kept_chars = sorted(term for term, n in chars.items() if n >= self.min_docs)
        frequency = [words[t] for t in kept_words] + [chars[t] for t in kept_chars]
        self.words_ = np.array(kept_words, dtype=np.str_)
        self.chars_ = np.array(kept_chars, dtype=np.str_)
        self.idf_ = np.log((1 + count) / (1 + np.array(frequency, dtype=float))) + 1
        self._forget()
        return self

    def _forget(self) -> None:
        for name in self._TABLES:
            self.__dict__.pop(name, None)

    def __getstate__(self) -> dict[str, Any]:
        # The look-up tables are made anew from the terms.
        return {k: v for k, v in super().__getstate__().items() if k not in self._TABLES}

    def _ready(self) -> None:
        check_is_fitted(self, "idf_")
        if hasattr(self, "_word_index"):
            return
        words = {term: i for i, term in enumerate(self.words_.tolist())}
        self._char_index = {t: len(words) + i for i, t in enumerate(self.chars_.tolist())}
        self._word_columns: dict[str, list[int]] = {}
        # Last, since it tells other threads that the tables are there.
        self._word_index = words

    def _columns_of(self, word: str) -> list[int]:
        """Return the columns that a marked word fills: its own and its letter groups'."""
        known = self._word_columns.get(word)
        if known is None:
            if len(self._word_columns) > _REMEMBERED:
                self._word_columns.clear()
            found = [self._word_index.get(word), *map(self._char_index.get, self._chars(word))]
            known = self._word_columns[word] = [c for c in found if c is not None]
        return known

    def occurrences(self, doc: Doc) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each column that `doc` fills, once an occurrence, with its tokens."""
        self._ready()
        said = list(_words(doc))
        for pair, i, j in _pairs(said):
            column = self._word_index.get(pair)
            if column is not None:
                yield column, (i, j)
        for i, word in _marked(doc, said):
            for column in self._columns_of(word):
                yield column, (i,)

    def _filled(self, doc: Doc) -> list[int]:
        """Return the columns of `occurrences`, without their tokens."""
        said = list(_words(doc))
        found = map(self._word_index.get, [pair for pair, _, _ in _pairs(said)])
        columns = [column for column in found if column is not None]
        for _, word in _marked(doc, said):
            columns += self._columns_of(word)
        return columns

    def transform(self, docs: Iterable[Doc]) -> sparse.csr_matrix:
        """Return a matrix of shape (texts, terms)."""
        self._ready()
        rows = list(map(self._filled, docs))
        ends = np.cumsum([0, *map(len, rows)])
        indices = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ends[-1])
        matrix = sparse.csr_matrix(
            (np.ones(len(indices)), indices, ends), shape=(len(rows), len(self.idf_))
        )
        matrix.sum_duplicates()
        values, columns = matrix.data, matrix.indices
        np.log(values, out=values)
        values += 1
        values *= self.idf_[columns]
        # Words and letter groups of a text have unit length each.
        part = 2 * np.repeat(np.arange(len(rows)), np.diff(matrix.indptr))
        part += columns >= len(self.words_)
        squares = np.bincount(part, weights=values**2, minlength=2 * len(rows))
        values /= np.sqrt(squares)[part]
        return matrix

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the terms, words first."""
        check_is_fitted(self, "idf_")
        names = [f"word:{t}" for t in self.words_] + [f"letters:{t}" for t in self.chars_]
        return np.array(names, dtype=object)


class CueFeatures(_DocTransformer):
    """The typed cues of a text and their figures, and how it was typed.

    The edges of the figures are those of the codebook: 90 euro is about 100, three
    contacts and more than two weeks drag on; a relation of five years is no
    duration of a fault.

    Parameters
    ----------
    labels : sequence of str
        The cue types, in the order of the columns.
    """

    _FIGURES = (
        "money<90",
        "money>=90",
        "duration<=14",
        "duration>14",
        "duration>=5y",
        "contacts<3",
        "contacts>=3",
    )
    _STYLE = ("exclaims", "asks", "capitals", "stretched", "short", "long")

    def __init__(self, *, labels: Sequence[str] = ()) -> None:
        self.labels = labels

    def fit(self, docs: Iterable[Doc] = (), y: Any = None) -> Self:  # noqa: ARG002
        """Set the columns; nothing is learned from the texts."""
        self.names_ = [f"cue:{name}" for name in (*self.labels, *self._FIGURES)]
        self.names_ += [f"style:{name}" for name in self._STYLE]
        self._index = {name: i for i, name in enumerate(self.names_)}
        return self

    @staticmethod
    def _figure(label: str, value: float | None) -> str | None:
        if value is None:
            return None
        if label == "money":
            return "money>=90" if value >= 90 else "money<90"
        if label == "duration":
            if value >= 5 * 365:
                return "duration>=5y"
            return "duration>14" if value > 14 else "duration<=14"
        return "contacts>=3" if value >= 3 else "contacts<3"

    def occurrences(self, doc: Doc) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each column that a cue of `doc` fills, with the cue's tokens."""
        check_is_fitted(self, "names_")
        for span in doc.spans.get(CUES, ()):
            tokens = tuple(range(span.start, span.end))
            column = self._index.get(f"cue:{span.label_}")
            if column is None:
                continue
            yield column, tokens
            figure = self._figure(span.label_, span._.kw_value)
            if figure is not None:
                yield self._index[f"cue:{figure}"], tokens

    def cue_at(self, column: int) -> str:
        """Return the cue type that a column is about."""
        return re.split(r"[<>]", self.names_[column].removeprefix("cue:"))[0]

    def _style(self, doc: Doc) -> dict[str, float]:
        text = doc.text
        letters = sum(map(str.isalpha, text)) or 1
        words = len(doc)
        return {
            "exclaims": float(min(text.count("!"), 3)) / 3,
            "asks": float(min(text.count("?"), 3)) / 3,
            "capitals": float(sum(map(str.isupper, text)) / letters > 0.3),
            "stretched": float(doc._.kw_stretched > 0),
            "short": float(words < 15),
            "long": float(words > 120),
        }

    def _row(self, doc: Doc) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the filled columns of one text and their values: 0 to 1 by kind."""
        counts = Counter(column for column, _ in self.occurrences(doc))
        values = {column: min(n, 3) / 3 + 2 / 3 * (n > 0) for column, n in counts.items()}
        for name, value in self._style(doc).items():
            if value:
                values[self._index[f"style:{name}"]] = value
        columns = np.array(sorted(values), dtype=np.int64)
        return columns, np.array([values[c] for c in columns], dtype=float)

    def transform(self, docs: Iterable[Doc]) -> sparse.csr_matrix:
        """Return a matrix of shape (texts, cue columns)."""
        check_is_fitted(self, "names_")
        return _matrix(map(self._row, docs), len(self.names_))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns."""
        check_is_fitted(self, "names_")
        return np.array(self.names_, dtype=object)


class TextFeatures(_DocTransformer):
    """All columns of a text: n-grams first, then cues.

    Parameters
    ----------
    cue_labels : sequence of str
        The cue types of the pipeline.
    cue_weight : float
        What a cue weighs beside the words, whose rows have unit length.
    min_docs : int
        Terms in fewer texts are left out.
    """

    def __init__(
        self, *, cue_labels: Sequence[str] = (), cue_weight: float = 0.15, min_docs: int = 2
    ) -> None:
        self.cue_labels = cue_labels
        self.cue_weight = cue_weight
        self.min_docs = min_docs

    def fit(self, docs: Iterable[Doc], y: Any = None) -> Self:  # noqa: ARG002
        """Choose the columns."""
        self.ngrams_ = NgramFeatures(min_docs=self.min_docs).fit(docs)
        self.cues_ = CueFeatures(labels=self.cue_labels).fit()
        return self

    def occurrences(self, doc: Doc) -> Iterator[tuple[int, tuple[int, ...], str | None]]:
        """Yield each column that `doc` fills, with its tokens and, for a cue, its name."""
        for column, tokens in self.ngrams_.occurrences(doc):
            yield column, tokens, None
        offset = len(self.ngrams_.idf_)
        for column, tokens in self.cues_.occurrences(doc):
            yield offset + column, tokens, self.cues_.cue_at(column)

    def transform(self, docs: Iterable[Doc]) -> sparse.csr_matrix:
        """Return a matrix of shape (texts, columns)."""
        check_is_fitted(self, "cues_")
        docs = list(docs)
        parts = [self.ngrams_.transform(docs), self.cues_.transform(docs) * self.cue_weight]
        return sparse.hstack(parts, format="csr")

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns."""
        check_is_fitted(self, "cues_")
        names = (self.ngrams_.get_feature_names_out(), self.cues_.get_feature_names_out())
        return np.concatenate(names)


def _matrix(
    rows: Iterable[tuple[NDArray[np.int64], NDArray[np.float64]]], width: int
) -> sparse.csr_matrix:
    indices, data, ends = [], [], [0]
    for columns, values in rows:
        indices.append(columns)
        data.append(values)
        ends.append(ends[-1] + len(columns))
    if not indices:
        return sparse.csr_matrix((0, width))
    return sparse.csr_matrix(
        (np.concatenate(data), np.concatenate(indices), ends), shape=(len(indices), width)
    )
