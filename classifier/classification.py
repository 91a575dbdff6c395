"""The answer for one text, and the columns it fills in a tagged file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from classifier.labels import Impact, Quadrant, Responsibility, Sentiment, Topic

#: The four labels, in the order of every table of the project.
LABELS = ("sentiment", "topic", "impact", "responsibility")


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What the models say of one text.

    Labels are None where the text could not be judged; ``review_reasons`` says why.

    Attributes
    ----------
    sentiment : Sentiment or None
    topic : Topic or None
        The primary topic; None also where the text is about none of the four.
    topics : tuple of Topic
        All topics, the primary first.
    impact : Impact or None
    responsibility : Responsibility or None
        None also where impact is ``none``.
    quadrant : Quadrant or None
    response, response_text : str or None
        The recommended response, and the same in Dutch for the agent.
    sentiment_confidence, topic_confidence : float or None
    impact_confidence, responsibility_confidence : float or None
        Calibrated probability of the label given, 0 to 1.
    needs_review : bool
        Whether a person should look at it.
    review_reasons : tuple of str
        ``empty``, ``no_words``, ``not_dutch`` (not judged); ``too_long`` (judged on its
        first part); ``unsure_<label>`` (confidence under the threshold of the model).
    model_version : str
        Which model said it.
    """

    sentiment: Sentiment | None = None
    topic: Topic | None = None
    topics: tuple[Topic, ...] = ()
    impact: Impact | None = None
    responsibility: Responsibility | None = None
    quadrant: Quadrant | None = None
    response: str | None = None
    response_text: str | None = None
    sentiment_confidence: float | None = None
    topic_confidence: float | None = None
    impact_confidence: float | None = None
    responsibility_confidence: float | None = None
    needs_review: bool = False
    review_reasons: tuple[str, ...] = ()
    model_version: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether the text could be judged at all; if not, every label is empty."""
        return self.sentiment is not None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values by field, fit for JSON: text, numbers, lists, None."""
        row: dict[str, Any] = {}
        for name in FIELDS:
            value = getattr(self, name)
            if isinstance(value, tuple):
                value = [str(item) for item in value]
            elif isinstance(value, float):
                value = round(value, 4)
            elif isinstance(value, str):
                value = str(value)
            row[name] = value
        return row


#: The fields, which are also the columns of a tagged file.
FIELDS = tuple(field.name for field in fields(Classification))
