# Every target makes its own environment in .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint train bench clean

demo: $(READY)
	@mkdir -p demo
	$(BIN)/klachtwijzer tag corpus/demo.csv --output demo/tagged.csv --force
	@$(BIN)/python -m classifier.demo demo/tagged.csv

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: $(READY)
	$(BIN)/klachtwijzer train corpus/corpus.jsonl --out-of-scope corpus/out_of_scope.jsonl --output models/nl --force
	$(BIN)/python benchmarks/robustness.py --update

bench: $(READY)
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,bench]"
	$(BIN)/python benchmarks/peers.py --readme

clean:
	rm -rf $(VENV) demo build dist

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "klachtwijzer needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
