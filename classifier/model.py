"""The classifier: four models over one feature matrix, and the rules that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from classifier import bundle, screening
from classifier.classification import FIELDS, LABELS, Classification
from classifier.columns import check_columns
from classifier.errors import BundleVersionError, InputError
from classifier.explanation import Explanation, weigh
from classifier.features import TextFeatures
from classifier.label_models import LabelModel, TopicModel
from classifier.labels import (
    NO_VALUE,
    Impact,
    QuadrantTable,
    Responsibility,
    Sentiment,
    Topic,
    quadrant_of,
)
from classifier.language import create_pipeline
from classifier.language.cues import CueFinder
from classifier.training import TrainingData, review_threshold, texts_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

# Texts judged together: large enough to share one matrix product, small enough to stream.
_BATCH = 128
# Words that spaCy may remember from single texts: some tens of megabytes.
_MOST_WORDS = 200_000
# spaCy's vocabulary, which every reading changes, is not made for several threads.
_READING = RLock()
# In the order of the alphabet, which is that of a model's classes.
_INSIDE, _OUTSIDE = "inside", "outside"


class ComplaintClassifier(BaseEstimator):  # type: ignore[misc]  # sklearn is untyped
    """Labels Dutch customer texts, and says which response fits.

    A scikit-learn estimator: fit it on labelled texts, or `load` a fitted one.

    Parameters
    ----------
    C : float
        Inverse strength of the regularisation of the linear models.
    cue_weight : float
        What a typed cue weighs beside the words of a text.
    min_docs : int
        Words and letter groups in fewer texts are left out.
    folds : int
        Folds of the calibration.
    review_precision : float
        Share of right labels wanted among the texts that need no review; the
        confidence thresholds are chosen for it on validation data, label by label.
    topic_review_precision : float
        The same for the topic, which is harder to tell and does not touch the response.
    false_alarms : float
        Share of customers' texts that may be taken for texts out of scope.
    validation_fraction : float
        Share of the texts, by whole sectors, that is held out to choose the
        thresholds when the data has no split of its own.
    random_state : int
        Seed of everything random.

    Attributes
    ----------
    pipeline_ : spacy.language.Language
        The Dutch pipeline.
    features_ : TextFeatures
        Makes the matrix that all models share.
    models_ : dict of str to estimator
        By label name: `LabelModel`, and for ``topic`` a `TopicModel`; ``scope`` where the
        classifier was shown texts out of scope.
    thresholds_ : dict of str to float
        Confidence under which a label is sent to review; for ``scope``, that a customer
        wrote the text.
    version_ : str
        The model's version, once saved or loaded.
    table : QuadrantTable
        Which response fits which quadrant.

    Examples
    --------
    >>> from classifier import ComplaintClassifier
    >>> clf = ComplaintClassifier.load()
    >>> str(clf.classify("De monteur is weer niet komen opdagen.").sentiment)
    'negative'
    """

    def __init__(
        self,
        *,
        C: float = 20.0,
        cue_weight: float = 0.15,
        min_docs: int = 2,
        folds: int = 5,
        review_precision: float = 0.9,
        topic_review_precision: float = 0.8,
        false_alarms: float = 0.02,
        validation_fraction: float = 0.2,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.cue_weight = cue_weight
        self.min_docs = min_docs
        self.folds = folds
        self.review_precision = review_precision
        self.topic_review_precision = topic_review_precision
        self.false_alarms = false_alarms
        self.validation_fraction = validation_fraction
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.required = True
        tags.target_tags.two_d_labels = True
        return tags

    # --- learning -----------------------------------------------------------------

    def fit(self, X: Any, y: Any = None, *, out_of_scope: Iterable[str] = ()) -> Self:
        """Learn from labelled texts.

        Parameters
        ----------
        X : DataFrame or sequence of str
            Texts; a frame has them in the column ``text``, and may have the columns
            ``sector`` (groups that stay together) and ``split`` (``train`` and
            ``validation``; rows of any other split are not used).
        y : DataFrame, optional
            The columns ``sentiment``, ``topics``, ``impact`` and ``responsibility``;
            without it they are taken from `X`.
        out_of_scope : iterable of str
            Texts that no customer wrote to an organisation (news, recipes, internal mail).
            Where there are some, texts like them are sent to review: so many that
            `false_alarms` of the validation texts are sent with them.

        Raises
        ------
        InputError
            When a column is missing, a label is unknown, or a label has too few texts.
        """
        train, held_out = TrainingData.of(X, y).split(self.validation_fraction, self.random_state)
        train.check_enough(self.folds)
        self.pipeline_ = create_pipeline()
        finder = self.pipeline_.get_pipe("klachtwijzer_cues")
        assert isinstance(finder, CueFinder)
        self.features_ = TextFeatures(
            cue_labels=finder.labels, cue_weight=self.cue_weight, min_docs=self.min_docs
        )
        docs = list(self._docs(train.texts))
        matrix = self.features_.fit(docs).transform(docs)
        unseen = self.features_.transform(self._docs(held_out.texts))
        self.models_: dict[str, Any] = {}
        self.thresholds_: dict[str, float] = {}
        for label in LABELS:
            rows = train.known(label)
            model = self.models_[label] = self._new_model(label).fit(
                matrix[rows], train.target(label), train.groups[rows]
            )
            rows = held_out.known(label)
            if not len(rows):
                self.thresholds_[label] = 1.0
                continue
            single = model.primary_ if isinstance(model, TopicModel) else model
            probabilities = single.predict_proba(unseen[rows])
            self.thresholds_[label] = review_threshold(
                probabilities.max(axis=1),
                single.classes_[probabilities.argmax(axis=1)] == held_out.single(label)[rows],
                self.topic_review_precision if label == "topic" else self.review_precision,
            )
        strange = self.features_.transform(self._docs(out_of_scope))
        if strange.shape[0]:
            self._fit_scope(matrix, strange, train.groups, unseen)
        self.table = QuadrantTable.load()
        self.version_ = "unsaved"
        return self

    def _fit_scope(self, matrix: Any, strange: Any, groups: Any, unseen: Any) -> None:
        """Learn to tell texts of customers from others."""
        inside, outside = matrix.shape[0], strange.shape[0]
        y = np.repeat([_INSIDE, _OUTSIDE], [inside, outside])
        # A text out of scope has no sector: each is a group of its own.
        groups = np.concatenate([groups, groups.max() + 1 + np.arange(outside)])
        model = self._new_model(bundle.SCOPE).fit(sparse.vstack([matrix, strange]), y, groups)
        self.models_[bundle.SCOPE] = model
        confidence = model.predict_proba(unseen)[:, 0]
        self.thresholds_[bundle.SCOPE] = float(np.quantile(confidence, self.false_alarms))

    def _new_model(self, label: str) -> LabelModel | TopicModel:
        kind = TopicModel if label == "topic" else LabelModel
        return kind(C=self.C, folds=self.folds, random_state=self.random_state)

    def _docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        return self.pipeline_.pipe(screening.cut(text)[0] for text in texts)

    # --- judging ------------------------------------------------------------------

    def classify(self, text: str) -> Classification:
        """Judge one text.

        Parameters
        ----------
        text : str
            What the customer wrote. None counts as empty.

        Returns
        -------
        Classification
            With ``needs_review`` and the reason, and without labels, where the text
            cannot be judged.
        """
        return next(self.classify_many([text]))

    def classify_many(self, texts: Iterable[str]) -> Iterator[Classification]:
        """Judge a stream of texts, lazily: same order, constant memory.

        Parameters
        ----------
        texts : iterable of str
            Read as far as needed, 128 at a time. None and NaN count as empty.

        Returns
        -------
        iterator of Classification
            One for each text.

        Raises
        ------
        InputError
            When `texts` is one text or a frame, or holds what is no text.
        """
        check_is_fitted(self, "models_")
        if isinstance(texts, (str, bytes)):
            raise InputError("classify_many takes several texts; for one use classify(text)")
        if hasattr(texts, "columns"):
            raise InputError("classify_many takes texts; for a frame use tag(frame)")
        return self._stream(iter(texts))

    def _stream(self, texts: Iterator[Any]) -> Iterator[Classification]:
        while batch := list(islice(texts, _BATCH)):
            with _READING, self._forgetting(len(batch)):
                answers = list(self._classify_batch(self._read(batch)))
            yield from answers

    def _forgetting(self, texts: int) -> AbstractContextManager[Any]:
        """Return a zone at whose end spaCy forgets the new words of its texts.

        It remembers every word otherwise, and a stream of a million texts would grow. A
        zone costs a single text too much, until there is much to remember.
        """
        if texts > 1 or len(self.pipeline_.vocab.strings) > _MOST_WORDS:
            return self.pipeline_.memory_zone()
        return nullcontext()

    def _read(self, values: Sequence[Any]) -> list[tuple[Doc, bool, str | None]]:
        """Return for each text its doc, whether it was cut, and why it cannot be judged."""
        parts = [screening.cut(screening.as_text(value)) for value in values]
        docs = self.pipeline_.pipe([text for text, _ in parts])
        return [
            (doc, was_cut, screening.why_not(doc))
            for doc, (_, was_cut) in zip(docs, parts, strict=True)
        ]

    def _classify_batch(self, read: list[tuple[Doc, bool, str | None]]) -> Iterator[Classification]:
        judged = iter(
            self._judge(
                [doc for doc, _, reason in read if reason is None],
                [was_cut for _, was_cut, reason in read if reason is None],
            )
        )
        for _, _, reason in read:
            if reason is None:
                yield next(judged)
            else:
                yield Classification(
                    needs_review=True, review_reasons=(reason,), model_version=self.version_
                )

    def _judge(self, docs: list[Doc], were_cut: list[bool]) -> Iterator[Classification]:
        if not docs:
            return
        matrix = self.features_.transform(docs)
        models = self.models_
        best: dict[str, list[tuple[str, float]]] = {}
        for label in LABELS:
            model = models[label].primary_ if label == "topic" else models[label]
            probabilities = model.predict_proba(matrix)
            values = model.classes_[probabilities.argmax(axis=1)]
            best[label] = list(zip(values, probabilities.max(axis=1).tolist(), strict=True))
        topics = models["topic"].listed(
            [primary for primary, _ in best["topic"]], models["topic"].predict_proba(matrix)
        )
        inside = np.ones(len(docs))
        if bundle.SCOPE in models:
            inside = models[bundle.SCOPE].predict_proba(matrix)[:, 0]
        for i, was_cut in enumerate(were_cut):
            reasons = [screening.TOO_LONG] if was_cut else []
            if inside[i] < self.thresholds_.get(bundle.SCOPE, 0.0):
                reasons.append(screening.OUT_OF_SCOPE)
            yield self._decide({label: best[label][i] for label in LABELS}, topics[i], reasons)

    def _decide(
        self, best: dict[str, tuple[str, float]], topics: tuple[str, ...], reasons: list[str]
    ) -> Classification:
        impact = Impact(best["impact"][0])
        blamed = None if impact is Impact.NONE else Responsibility(best["responsibility"][0])
        advice = self.table.advice(impact, blamed)
        assert advice is not None  # impact is known here
        for label, (_, confidence) in best.items():
            if label == "responsibility" and blamed is None:
                continue
            if confidence < self.thresholds_[label]:
                reasons.append(f"unsure_{label}")
        return Classification(
            sentiment=Sentiment(best["sentiment"][0]),
            topic=Topic(topics[0]) if topics else None,
            topics=tuple(map(Topic, topics)),
            impact=impact,
            responsibility=blamed,
            quadrant=quadrant_of(impact, blamed),
            response=advice.response,
            response_text=advice.text,
            sentiment_confidence=best["sentiment"][1],
            topic_confidence=best["topic"][1],
            impact_confidence=best["impact"][1],
            responsibility_confidence=None if blamed is None else best["responsibility"][1],
            needs_review=bool(reasons),
            review_reasons=tuple(reasons),
            model_version=self.version_,
        )

    def explain(self, text: str) -> Explanation:
        """Say which words spoke for and against each label, with the model's own weights.

        Parameters
        ----------
        text : str
            What the customer wrote.

        Returns
        -------
        Explanation
            Spans are in characters of `text`. The topic explained is the primary one.
        """
        check_is_fitted(self, "models_")
        text = screening.as_text(text)
        with _READING:
            read = self._read([text])
            (classification,) = self._classify_batch(read)
            return self._explained(text, read[0][0], classification)

    def _explained(self, text: str, doc: Doc, classification: Classification) -> Explanation:
        labels = {}
        if classification.is_judged:
            for label in LABELS:
                value = getattr(classification, label)
                if label == "responsibility" and value is None:
                    continue
                model = self.models_[label]
                if isinstance(model, TopicModel):
                    model, value = model.primary_, value or NO_VALUE
                weights, bias = model.weights()
                row = int(np.flatnonzero(model.classes_ == value)[0])
                labels[label] = weigh(
                    doc,
                    text,
                    self.features_,
                    weights[row],
                    float(bias[row]),
                    value=str(value),
                    confidence=getattr(classification, f"{label}_confidence"),
                )
        return Explanation(text, classification, labels)

    def tag(
        self, frame: pd.DataFrame, *, text_column: str = "text", prefix: str = ""
    ) -> pd.DataFrame:
        """Judge the texts of a frame.

        Parameters
        ----------
        frame : DataFrame
            Any frame with a column of texts.
        text_column : str
            Name of that column.
        prefix : str
            Put before the names of the new columns.

        Returns
        -------
        DataFrame
            The input's columns and index, and the fields of `Classification`.

        Raises
        ------
        InputError
            When the text column is missing or doubled, or a name clashes.
        """
        import pandas as pd  # slow to load; whoever has a frame has it loaded

        check_columns(list(frame.columns), text_column, prefix)
        rows = [c.as_dict() for c in self.classify_many(frame[text_column])]
        new = pd.DataFrame(
            {prefix + name: pd.Series([row[name] for row in rows], dtype=object) for name in FIELDS}
        )
        for name in FIELDS:
            if name.endswith("_confidence"):
                new[prefix + name] = new[prefix + name].astype(float)
        new[prefix + "needs_review"] = new[prefix + "needs_review"].astype(bool)
        new.index = frame.index
        return pd.concat([frame, new], axis=1)

    def predict(self, X: Any) -> NDArray[np.object_]:
        """Return the labels of each text.

        Parameters
        ----------
        X : DataFrame with the column ``text``, or iterable of str

        Returns
        -------
        ndarray of object, shape (texts, 4)
            Sentiment, primary topic, impact, responsibility; None where a label is empty.

        Raises
        ------
        InputError
            When a frame has no column ``text``.
        """
        rows = [[getattr(c, label) for label in LABELS] for c in self.classify_many(texts_of(X))]
        return np.array(rows, dtype=object).reshape(len(rows), len(LABELS))

    def score(self, X: Any, y: Any = None) -> float:
        """Return the mean accuracy over the four labels.

        Parameters
        ----------
        X, y
            Texts and labels, as for `fit`. A text that cannot be judged counts as wrong.
        """
        data = TrainingData.of(X, y)
        answers = list(self.classify_many(data.texts))
        judged = np.array([answer.is_judged for answer in answers], dtype=bool)
        hits = [
            judged & (np.array([str(getattr(a, label) or NO_VALUE) for a in answers]) == truth)
            for label, truth in ((label, data.single(label)) for label in LABELS)
        ]
        return float(np.mean(hits))

    # --- on disk ------------------------------------------------------------------

    def save(
        self, path: str | Path, *, facts: dict[str, Any] | None = None, force: bool = False
    ) -> None:
        """Write the fitted classifier as a bundle (see `classifier.bundle`).

        Parameters
        ----------
        path : str or Path
            The folder to make.
        facts : dict, optional
            What the manifest should say of the data and the figures.
        force : bool
            Replace what is there.
        """
        check_is_fitted(self, "models_")
        self.version_ = bundle.save(
            path,
            pipeline=self.pipeline_,
            estimators={"features": self.features_, **self.models_},
            parameters=self.get_params(),
            thresholds=self.thresholds_,
            facts=facts or {},
            force=force,
        )

    @classmethod
    def load(
        cls, path: str | Path | None = None, *, table: str | Path | None = None
    ) -> ComplaintClassifier:
        """Read a bundle; without a path, the one shipped with the project.

        Parameters
        ----------
        path : str or Path, optional
            Folder of the bundle.
        table : str or Path, optional
            TOML file with another quadrant table (see `QuadrantTable`).

        Raises
        ------
        BundleError
            When the bundle is missing, changed, of another version, or not to be trusted.
        TableError
            When the table cannot be used.
        """
        quadrants = QuadrantTable.load(table)
        loaded = bundle.load(bundle.shipped() if path is None else path)
        parameters = loaded.manifest["parameters"]
        if unknown := sorted(set(parameters) - set(cls().get_params())):
            raise BundleVersionError(
                f"the bundle has parameters that this klachtwijzer does not know ({unknown}): "
                "install the klachtwijzer that made it, or train anew with 'klachtwijzer train'"
            )
        clf = cls(**parameters)
        clf.pipeline_ = loaded.pipeline
        clf.features_ = loaded.estimators.pop("features")
        clf.models_ = loaded.estimators
        clf.thresholds_ = loaded.manifest["thresholds"]
        clf.version_ = loaded.manifest["model_version"]
        clf.table = quadrants
        return clf
