# The one list of commands. `make demo` and `make test` are all that a newcomer needs.
# PYTHON names an interpreter; without it the newest of 3.11 to 3.13 is taken.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
# How many tests run at the same time.
JOBS ?= 2
export DJANGO_SETTINGS_MODULE := nahbar.settings

.PHONY: help
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# A stamp per lock file: unchanged locks mean that nothing is fetched again, so the second run works offline.
$(VENV)/.run: requirements/run.txt pyproject.toml
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/test.txt
	@touch $(VENV)/.run $@

$(VENV)/.bench: requirements/bench.txt pyproject.toml
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/bench.txt
	@touch $(VENV)/.run $(VENV)/.test $@

$(VENV)/.train: requirements/train.txt pyproject.toml
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/train.txt
	@touch $(VENV)/.run $(VENV)/.test $@

.PHONY: demo
demo: $(VENV)/.run  ## Start Nahbar with a demo company; needs nothing but Python
	@$(BIN)/nahbar demo

.PHONY: test
test: $(VENV)/.test  ## Set up all that the tests need and run everything, on SQLite and PostgreSQL
	@tools/setup-tests
	@JOBS=$(JOBS) tools/run-tests

.PHONY: check
check: $(VENV)/.test  ## Check style, types, layers, templates, texts and migrations; a minute, no servers
	@tools/check

.PHONY: fmt
fmt: $(VENV)/.test  ## Put the code into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

.PHONY: messages
messages: $(VENV)/.test  ## Collect the texts for translation and compile the translations
	@$(BIN)/python tools/messages.py write

.PHONY: bench
bench: $(VENV)/.bench  ## Measure mail in, replies out and the desk on this machine
	@$(BIN)/nahbar bench

.PHONY: bench-crash
bench-crash: $(VENV)/.test  ## The crash test with 200 kills instead of 10, on both databases
	@NAHBAR_TEST_KILLS=200 $(BIN)/pytest -m crash -n 0
	@NAHBAR_TEST_KILLS=200 NAHBAR_TEST_DATABASE=postgresql $(BIN)/pytest -m crash -n 0

.PHONY: fuzz
fuzz: $(VENV)/.bench  ## Look for mails that break the parser, for ten minutes; what is found stands in build/fuzz
	@$(BIN)/python tests/fuzz/fuzz_parse.py

.PHONY: eval
eval: $(VENV)/.train  ## Measure how well mails are taken apart and understood; writes docs/developing/evaluation.md
	@$(BIN)/pytest -m eval -n 0 -s

.PHONY: train
train: $(VENV)/.train  ## Train the weights that nahbar.language ships; a few minutes
	@PYTHONPATH=src:tools $(BIN)/python tools/train/reading.py

.PHONY: screenshots
screenshots: $(VENV)/.test  ## Take pictures of every page, light, dark and phone, into docs/using/pictures/
	@$(BIN)/python tools/screenshots.py

.PHONY: measure-pages
measure-pages: $(VENV)/.test  ## Measure how soon pages stand and answer in a browser, on a slow line
	@$(BIN)/python tools/measure_pages.py

.PHONY: docs
docs: $(VENV)/.test  ## Check that the documentation is true: commands, settings, links
	@$(BIN)/pytest tests/docs -n 0 -q

.PHONY: lock
lock: $(VENV)/.test  ## Resolve requirements/*.in anew into locks with hashes
	@tools/lock
