"""The scikit-learn models behind the labels: linear, and calibrated."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from classifier.labels import Topic

#: The value of the primary topic for a text that is about none of the four.
NO_TOPIC = "none"


class LabelModel(ClassifierMixin, BaseEstimator):
    """Logistic regression whose probabilities are calibrated over unseen groups.

    Temperature scaling (Guo et al., 2017) on out-of-fold decision values, with
    whole sectors held out, because the model will meet sectors it has never seen.

    Parameters
    ----------
    C : float
        Inverse strength of the regularisation.
    folds : int
        Number of folds for the calibration.
    random_state : int
        Seed of the folds.
    """

    def __init__(self, *, C: float = 10.0, folds: int = 5, random_state: int = 0) -> None:
        self.C = C
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Fit on a matrix of shape (texts, features), labels and, if known, groups."""
        y = np.asarray(y)
        if groups is None:
            groups = np.arange(len(y))
        folds = StratifiedGroupKFold(self.folds, shuffle=True, random_state=self.random_state)
        model = CalibratedClassifierCV(
            LogisticRegression(C=self.C, max_iter=1000),
            method="temperature",
            # Worked out here: with ensemble=False scikit-learn does not pass groups on.
            cv=list(folds.split(X, y, groups)),
            ensemble=False,
        ).fit(X, y)
        fitted = model.calibrated_classifiers_[0]
        self.classes_: NDArray[Any] = model.classes_
        self.linear_: LogisticRegression = fitted.estimator
        self.inverse_temperature_ = float(fitted.calibrators[0].beta_)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return calibrated log-odds, shape (texts, classes), zero on average over classes."""
        weights, bias = self.weights()
        scores: NDArray[np.float64] = X @ weights.T + bias
        return scores

    def weights(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return calibrated weights (classes, features) and bias (classes,).

        They sum to zero over the classes: a positive weight speaks for the class.
        """
        coef, bias = self.linear_.coef_, self.linear_.intercept_
        if len(self.classes_) == 2:
            # As scikit-learn's temperature scaling takes the decision values of two classes.
            coef, bias = np.vstack([-coef, coef]), np.hstack([-bias, bias])
        else:
            coef, bias = coef - coef.mean(axis=0), bias - bias.mean()
        return coef * self.inverse_temperature_, bias * self.inverse_temperature_

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return calibrated probabilities of shape (texts, classes)."""
        scores = self.decision_function(X)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float64] = scores / scores.sum(axis=1, keepdims=True)
        return probabilities

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the most probable label of each text."""
        return self.classes_[self.decision_function(X).argmax(axis=1)]


class TopicModel(BaseEstimator):
    """The primary topic, and which topics are spoken of at all.

    Parameters
    ----------
    C, folds, random_state
        As for `LabelModel`.
    mention_threshold : float
        A topic other than the primary is listed from this probability on.
    """

    def __init__(
        self,
        *,
        C: float = 10.0,
        folds: int = 5,
        random_state: int = 0,
        mention_threshold: float = 0.5,
    ) -> None:
        self.C = C
        self.folds = folds
        self.random_state = random_state
        self.mention_threshold = mention_threshold

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Fit on a matrix and, for each text, its topics with the primary first."""

        def model() -> LabelModel:
            return LabelModel(C=self.C, folds=self.folds, random_state=self.random_state)

        primary = np.array([str(topics[0]) if topics else NO_TOPIC for topics in y])
        self.primary_ = model().fit(X, primary, groups)
        self.mentioned_: list[LabelModel] = []
        for topic in Topic:
            spoken_of = np.array([topic in topics for topics in y])
            self.mentioned_.append(model().fit(X, spoken_of, groups))
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return the probability of each topic being spoken of, shape (texts, topics)."""
        return np.column_stack([model.predict_proba(X)[:, 1] for model in self.mentioned_])

    def predict(self, X: Any) -> list[tuple[str, ...]]:
        """Return the topics of each text, the primary first, then by probability."""
        lists = []
        spoken_of = self.predict_proba(X)
        for primary, row in zip(self.primary_.predict(X), spoken_of, strict=True):
            if primary == NO_TOPIC:
                lists.append(())
                continue
            others = [
                (probability, str(topic))
                for topic, probability in zip(Topic, row, strict=True)
                if topic != primary and probability >= self.mention_threshold
            ]
            ordered = (topic for _, topic in sorted(others, reverse=True))
            lists.append((str(primary), *ordered))
        return lists
