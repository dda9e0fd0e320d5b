# The one list of tasks. PYTHON names the interpreter the environment is made from.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help venv demo test test-long bench lint docs lock

help:  ## list the tasks
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

venv: $(BIN)/python  ## an environment for working on the code (editable)
	$(BIN)/pip install --quiet -e '.[test,docs]'

$(BIN)/python:
	$(PYTHON) -m venv .venv

demo: $(BIN)/python  ## the README's first command
	$(BIN)/pip install . && $(BIN)/outsidein demo

test: $(BIN)/python  ## the README's second command
	$(BIN)/pip install '.[test]' && $(BIN)/pytest

test-long: venv  ## what takes minutes; Spark wants Java 17
	$(BIN)/pip install --quiet -e '.[engines]'
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -m long

bench: venv  ## speed, alone on the machine
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.logs_speed

lint: venv  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: venv  ## the pages under docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

# Names and versions only: a lock file is a constraint, not an address book.
lock: $(BIN)/python  ## write requirements.lock from what pip resolves today
	mkdir -p build
	$(BIN)/pip install -q --dry-run --ignore-installed --report build/resolved.json '.[test,docs,engines]'
	$(BIN)/python -c 'import json; \
	  chosen = [p["metadata"] for p in json.load(open("build/resolved.json"))["install"]]; \
	  pins = {m["name"].lower() + "==" + m["version"] for m in chosen if m["name"] != "outsidein"}; \
	  print(*sorted(pins), sep="\n")' > requirements.lock
