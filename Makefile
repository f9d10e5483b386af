# make run    the whole product on a local page; no configuration, no token
# make test   everything that CI checks: style, types, import contracts, tests, coverage
# Each sets up .venv by itself from pinned, hashed requirements. Needs Python 3.11 or newer, pip, make and git.

PYTHON ?= python3
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet install
ARGS ?=

.PHONY: run test fast check bank diagrams schema lock clean help

help:
	@sed -n 's/^# make/make/p' Makefile

# A stamp per set of requirements: nothing is installed twice, and a change of a lock installs anew.
.venv/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Study Bot needs Python 3.11 or newer. Name one with: make PYTHON=python3.12 …"; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Installing what Study Bot needs into .venv (once) …"
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	@echo "Installing the tools for tests into .venv (once) …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/run
	@.venv/bin/studybot play $(ARGS)

test: .venv/dev
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/studybot check --quiet
	# The rules of the product are covered by their own tests alone; tracing the rest would double its time.
	# Three workers on two cores: many tests wait for processes.
	.venv/bin/python -m pytest -n 2 --dist worksteal --cov --cov-report= tests/domain tests/engine
	.venv/bin/coverage report --fail-under=100
	.venv/bin/python -m pytest -n 3 --dist worksteal --ignore=tests/domain --ignore=tests/engine

# make fast   the tests without coverage, browser and packaging: for the next edit
fast: .venv/dev
	.venv/bin/python -m pytest -n 2 -q -m "not slow" $(ARGS)

# make bank   checks the questions and redraws the pictures and the schema that changed
bank: schema diagrams
	.venv/bin/studybot check

diagrams: .venv/dev
	.venv/bin/python questions/draw.py

schema: .venv/dev
	.venv/bin/python -m bot.bank.schema > questions/schema.json

# make lock   pins all packages anew (needs uv)
lock:
	sh requirements/lock.sh --upgrade

clean:
	rm -rf .venv build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
