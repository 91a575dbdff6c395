"""scikit-learn's own checks of what an estimator must do.

`LabelModel` takes numbers and passes them all. The others read texts, spaCy docs or
lists of topics, which scikit-learn's checks cannot make: those checks that give data
are left out for them, by name and with the reason, and what they would show is tested
in test_features, test_label_models and test_model. scikit-learn itself skips its check of
array API input, which needs SCIPY_ARRAY_API to be set: the project's matrices are SciPy's.
"""

from __future__ import annotations

import warnings
from functools import partial

import pytest
from sklearn.base import BaseEstimator
from sklearn.exceptions import SkipTestWarning
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from classifier import ComplaintClassifier
from classifier.features import CueFeatures, NgramFeatures, TextFeatures
from classifier.label_models import LabelModel, TopicModel

NUMERIC = [LabelModel(), TopicModel()]
READS_TEXT = [ComplaintClassifier(), NgramFeatures(), CueFeatures(), TextFeatures()]

# scikit-learn gives one label a text; these checks would need a tuple of topics.
_TOPIC_LISTS = "y is the list of topics of each text, not one label"
EXPECTED: dict[type[BaseEstimator], dict[str, str]] = {
    LabelModel: {},
    TopicModel: dict.fromkeys(
        [
            "check_fit_score_takes_y",
            "check_estimators_overwrite_params",
            "check_dont_overwrite_parameters",
            "check_estimators_fit_returns_self",
            "check_readonly_memmap_input",
            "check_n_features_in_after_fitting",
            "check_positive_only_tag_during_fit",
            "check_estimators_dtypes",
            "check_complex_data",
            "check_dtype_object",
            "check_estimators_empty_data_messages",
            "check_pipeline_consistency",
            "check_estimators_nan_inf",
            "check_estimator_sparse_tag",
            "check_estimator_sparse_array",
            "check_estimator_sparse_matrix",
            "check_estimators_pickle",
            "check_f_contiguous_array_estimator",
            "check_methods_sample_order_invariance",
            "check_methods_subset_invariance",
            "check_fit2d_1sample",
            "check_fit2d_1feature",
            "check_dict_unchanged",
            "check_fit_idempotent",
            "check_fit_check_is_fitted",
            "check_n_features_in",
            "check_fit1d",
            "check_fit2d_predict1d",
        ],
        _TOPIC_LISTS,
    ),
}


@parametrize_with_checks(
    NUMERIC, expected_failed_checks=lambda e: EXPECTED[type(e)], xfail_strict=True
)
def test_checks_of_scikit_learn(estimator, check):
    check(estimator)


with warnings.catch_warnings():
    # scikit-learn says that it cannot make texts; the rest is below.
    warnings.simplefilter("ignore", SkipTestWarning)

    @parametrize_with_checks(READS_TEXT)
    def test_checks_of_scikit_learn_on_text(estimator, check):
        check(estimator)


# The checks that need no data.
WITHOUT_DATA = [
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_valid_tag_types,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_mixin_order,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
]


@pytest.mark.parametrize("check", WITHOUT_DATA, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", READS_TEXT, ids=lambda e: type(e).__name__)
def test_checks_that_need_no_data(estimator, check):
    partial(check, type(estimator).__name__)(estimator)


@pytest.mark.parametrize("estimator", READS_TEXT, ids=lambda e: type(e).__name__)
def test_tags_say_that_it_reads_no_numbers(estimator):
    assert not estimator.__sklearn_tags__().input_tags.two_d_array
