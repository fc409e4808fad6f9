# The one list of commands. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# A stamp per lock file: unchanged locks mean that nothing is fetched again, so the second run works offline.
$(VENV)/.run: requirements/run.txt pyproject.toml
	@tools/make-venv $(PYTHON) $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml
	@tools/make-venv $(PYTHON) $(VENV) requirements/test.txt
	@touch $@ $(VENV)/.run
