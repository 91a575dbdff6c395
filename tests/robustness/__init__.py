"""Behavioural tests in the manner of CheckList (Ribeiro et al., 2020), in Dutch.

`cases/` holds the texts, `perturbing` what may happen to a text without changing its
labels, `capabilities` the tests made of both, `running` what a classifier does with
them. `floors.toml` and `known_failures.json` say what is asked of the shipped model.
"""
