# Trunkline. `make` lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= var/trunkline
UP ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help up run test test-fast lint contract bench clean wheel console page

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## Set everything up and start Trunkline on http://127.0.0.1:4010 (UP="--port 4020" for other flags)
	@$(MAKE) --no-print-directory -j2 $(VENV)/.run page
	@$(BIN)/trunkline up --data $(DATA) $(UP)

console: ## Build the console's page, if web/ has changed (with the Node that is there, or one from PyPI)
	@$(PYTHON) tools/build_console.py

# As `console`, but Trunkline starts without the page, too.
page:
	@$(PYTHON) tools/build_console.py --optional

test: $(VENV)/.dev var/.system ## Set the tests up (system packages included) and run all of them
	@tools/run_tests.sh all

test-fast: $(VENV)/.dev ## The tests that answer within two minutes
	@tools/run_tests.sh fast

lint: $(VENV)/.dev ## Types, style, import rings and our own checks
	@tools/run_tests.sh lint

contract: $(VENV)/.dev ## Hold a running server against Twilio's published contract (UPDATE=1 raises the record)
	@$(BIN)/python -m contract $(if $(UPDATE),--update) $(if $(PRODUCT),--product $(PRODUCT)) $(if $(VERBOSE),--verbose)

bench: $(VENV)/.dev ## Measure: durable accept, end to end, memory, as ratios in one run
	@bench/run.sh

wheel: $(VENV)/.dev ## Build the wheel into dist/
	@$(BIN)/uv build --wheel --quiet --out-dir dist && ls dist/*.whl

clean: ## Remove what was built and installed here (data in var/ stays)
	rm -rf $(VENV) dist build *.egg-info web/node_modules var/node src/trunkline/surfaces/console/built .mypy_cache .ruff_cache .pytest_cache .hypothesis

# uv installs in a few seconds what pip takes a minute for; it comes from the package index like the rest.
$(VENV)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; PYTHON=… names another"; exit 1; }
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "the venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet uv

# An editable installation needs no page: `console` builds it where it is served from.
$(VENV)/.run $(VENV)/.dev: export TRUNKLINE_CONSOLE = skip

$(VENV)/.run: pyproject.toml | $(VENV)/bin/uv
	@test -e $(VENV)/.dev || $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -e '.[dev]'
	@touch $@

var/.system: tools/system_packages.txt
	@tools/install_system_packages.sh
	@mkdir -p var && touch $@
