"""Klachtwijzer: labels for Dutch customer texts, and the response that fits."""

from classifier.classification import Classification
from classifier.labels import QuadrantTable
from classifier.model import ComplaintClassifier

__all__ = ["Classification", "ComplaintClassifier", "QuadrantTable"]
