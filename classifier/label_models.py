"""The scikit-learn models behind the labels: linear, and calibrated."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from classifier.labels import NO_VALUE, Topic


class LabelModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # sklearn is untyped
    """Logistic regression whose probabilities are calibrated over unseen groups.

    Temperature scaling (Guo et al., 2017) on out-of-fold decision values, with
    whole sectors held out, because the model will meet sectors it has never seen.

    Parameters
    ----------
    C : float
        Inverse strength of the regularisation.
    folds : int
        Number of folds for the calibration; fewer where a class is in fewer groups.
    random_state : int
        Seed of the folds.

    Attributes
    ----------
    classes_ : ndarray of shape (classes,)
        The labels, sorted.
    linear_ : LogisticRegression
        Before calibration; its classes are places in `classes_`.
    inverse_temperature_ : float
        What calibration multiplies the decision values by.
    n_features_in_ : int
        Number of features.
    """

    def __init__(self, *, C: float = 20.0, folds: int = 5, random_state: int = 0) -> None:
        self.C = C
        self.folds = folds
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Fit the regression, then its temperature.

        Parameters
        ----------
        X : array or sparse matrix of shape (texts, features)
        y : array of shape (texts,)
            The label of each text.
        groups : array of shape (texts,), optional
            Texts of one group are never on both sides of a calibration fold.

        Raises
        ------
        ValueError
            When there is one class only, or a class is in one group only.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=float)
        check_classification_targets(y)
        self.classes_: NDArray[Any]
        self.classes_, codes = np.unique(y, return_inverse=True)
        splits = self._splits(X, codes, np.arange(len(codes)) if groups is None else groups)
        model = CalibratedClassifierCV(
            LogisticRegression(C=self.C, max_iter=1000, solver="newton-cg"),
            method="temperature",
            # Worked out here: with ensemble=False scikit-learn does not pass groups on.
            cv=splits,
            ensemble=False,
        ).fit(X, codes)
        fitted = model.calibrated_classifiers_[0]
        self.linear_: LogisticRegression = fitted.estimator
        self.inverse_temperature_ = float(fitted.calibrators[0].beta_)
        return self

    def _splits(self, X: Any, codes: Any, groups: Any) -> list[tuple[Any, Any]]:
        """Return the calibration folds: no group on both sides, every class in training."""
        if len(self.classes_) < 2:
            raise ValueError(
                f"y has only one class ({self.classes_[0]!r}); there must be two to tell apart"
            )
        groups = np.asarray(groups)
        spread = [len(np.unique(groups[codes == code])) for code in range(len(self.classes_))]
        rarest = int(np.argmin(spread))
        cut = StratifiedGroupKFold(
            max(min(self.folds, spread[rarest]), 2), shuffle=True, random_state=self.random_state
        )
        splits = list(cut.split(X, codes, groups)) if spread[rarest] > 1 else []
        if not splits or any(len(np.unique(codes[train])) < len(spread) for train, _ in splits):
            raise ValueError(
                f"the class {self.classes_[rarest]!r} is in {spread[rarest]} group(s) of texts; "
                "that is too few to calibrate over unseen groups"
            )
        return splits

    def _scores(self, X: Any) -> NDArray[np.float64]:
        """Return calibrated log-odds, shape (texts, classes), zero on average over classes."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=float, reset=False)
        raw = X @ self.linear_.coef_.T + self.linear_.intercept_
        # As scikit-learn's temperature scaling takes the decision values of two classes.
        raw = np.hstack([-raw, raw]) if len(self.classes_) == 2 else _centred(raw, axis=1)
        scores: NDArray[np.float64] = raw * self.inverse_temperature_
        return scores

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return calibrated log-odds, as scikit-learn's classifiers do.

        Parameters
        ----------
        X : array or sparse matrix of shape (texts, features)

        Returns
        -------
        ndarray of shape (texts, classes), or (texts,) for two classes
            Relative to the mean over the classes; for two, of the second to the first.
        """
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def weights(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return calibrated weights (classes, features) and bias (classes,).

        They sum to zero over the classes: a positive weight speaks for the class. Their
        softmax over the classes gives the probabilities.
        """
        check_is_fitted(self)
        coef, bias = self.linear_.coef_, self.linear_.intercept_
        if len(self.classes_) == 2:
            coef, bias = np.vstack([-coef, coef]), np.hstack([-bias, bias])
        else:
            coef, bias = _centred(coef, axis=0), _centred(bias, axis=0)
        return coef * self.inverse_temperature_, bias * self.inverse_temperature_

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return calibrated probabilities of shape (texts, classes)."""
        scores = self._scores(X)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float64] = scores / scores.sum(axis=1, keepdims=True)
        return probabilities

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the most probable label of each text, shape (texts,)."""
        best = self._scores(X).argmax(axis=1)
        labels: NDArray[Any] = self.classes_[best]
        return labels


def _centred(values: NDArray[np.float64], *, axis: int) -> NDArray[np.float64]:
    """Return `values` less their mean along `axis`."""
    result: NDArray[np.float64] = values - values.mean(axis=axis, keepdims=True)
    return result


class TopicModel(BaseEstimator):  # type: ignore[misc]  # sklearn is untyped
    """The primary topic, and which topics are spoken of at all.

    Parameters
    ----------
    C, folds, random_state
        As for `LabelModel`.
    mention_threshold : float
        A topic other than the primary is listed from this probability on.

    Attributes
    ----------
    primary_ : LabelModel
        Of the primary topic; `NO_VALUE` is one of its classes if texts without were seen.
    mentioned_ : list of LabelModel
        By topic, in the order of `Topic`: is it spoken of?
    """

    def __init__(
        self,
        *,
        C: float = 20.0,
        folds: int = 5,
        random_state: int = 0,
        mention_threshold: float = 0.5,
    ) -> None:
        self.C = C
        self.folds = folds
        self.random_state = random_state
        self.mention_threshold = mention_threshold

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Fit one model of the primary topic, and one a topic of its being spoken of.

        Parameters
        ----------
        X : array or sparse matrix of shape (texts, features)
        y : sequence of (sequence of str)
            The topics of each text, the primary first; possibly none.
        groups : array of shape (texts,), optional
            As for `LabelModel.fit`.
        """

        def model() -> LabelModel:
            return LabelModel(C=self.C, folds=self.folds, random_state=self.random_state)

        primary = np.array([str(topics[0]) if topics else NO_VALUE for topics in y])
        self.primary_ = model().fit(X, primary, groups)
        self.mentioned_: list[LabelModel] = []
        for topic in Topic:
            spoken_of = np.array([topic in topics for topics in y])
            self.mentioned_.append(model().fit(X, spoken_of, groups))
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return the probability of each topic being spoken of, shape (texts, topics)."""
        check_is_fitted(self)
        return np.column_stack([model.predict_proba(X)[:, 1] for model in self.mentioned_])

    def predict(self, X: Any) -> list[tuple[str, ...]]:
        """Return the topics of each text, the primary first, then by probability."""
        check_is_fitted(self)
        return self.listed(self.primary_.predict(X), self.predict_proba(X))

    def listed(self, primary: Any, spoken_of: NDArray[np.float64]) -> list[tuple[str, ...]]:
        """Put the topics of each text in order.

        Parameters
        ----------
        primary : sequence of str
            The primary topic of each text, or `NO_VALUE`; such a text has no topics.
        spoken_of : ndarray of shape (texts, topics)
            From `predict_proba`.
        """
        lists: list[tuple[str, ...]] = []
        for first, row in zip(primary, spoken_of, strict=True):
            if first == NO_VALUE:
                lists.append(())
                continue
            others = [
                (probability, str(topic))
                for topic, probability in zip(Topic, row, strict=True)
                if topic != first and probability >= self.mention_threshold
            ]
            ordered = (topic for _, topic in sorted(others, reverse=True))
            lists.append((str(first), *ordered))
        return lists
