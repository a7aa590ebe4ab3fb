# Thin names over what CI does. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check bench docs format lock clean python

# The first Python from 3.11 on that starts; PYTHON=/path/to/python overrides.
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	{ command -v $$p; break; }; done)
endif
BIN := .venv/bin
PACKAGES := catalog schemas vocab
# More words for pytest, as in: make test ARGS=-x
ARGS ?=
# How many processes run the tests; JOBS=0 runs them in one, as a debugger wants it.
JOBS ?= auto
# A file stays in one process, for what its tests share.  More than four would want much memory.
PARALLEL := -n $(JOBS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: .venv/.run ## build the environment if need be and serve the demo on 127.0.0.1:8080
	@$(BIN)/banchi serve --demo

test: .venv/.dev ## the whole suite, with the coverage that must not fall
	@mkdir -p .cache
	@$(BIN)/pytest -q --no-header --cov --cov-report= $(PARALLEL) $(ARGS)
	@$(BIN)/coverage json -q -o .cache/coverage.json
	@$(BIN)/python .ci/coverage_gate.py .cache/coverage.json

check: .venv/.dev ## format, lint, strict types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter

bench: .venv/.dev ## measure the claims of docs/reference/performance.md
	@$(BIN)/python -m bench $(ARGS)

docs: .venv/.dev ## write the generated tables of the reference pages anew
	@$(BIN)/python -m docs.generate $(ARGS)

format: .venv/.dev ## put the code in its one format
	@$(BIN)/ruff check --fix-only --select I .
	@$(BIN)/ruff format .

lock: python ## renew requirements/*.lock from requirements/*.in
	@$(PYTHON) -m venv .cache/lock
	@.cache/lock/bin/pip install -q --disable-pip-version-check 'uv >=0.9, <1'
	@for name in run dev; do \
		UV_CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/uv pip compile --quiet --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --only-binary :all: \
		requirements/$$name.in $$([ $$name = run ] && echo requirements/build.in) \
		--output-file requirements/$$name.lock || exit; done
	@for name in interop peers; do \
		UV_CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/uv pip compile --quiet --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		requirements/$$name.in --output-file requirements/$$name.lock || exit; done

clean: ## remove the environment and everything that can be made again (never the data)
	@rm -rf .venv .cache build dist *.egg-info .hypothesis
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

python:
	@[ -n "$(PYTHON)" ] || { \
	echo 'ไม่พบ Python 3.11 ขึ้นไป กรุณาติดตั้ง หรือระบุเอง เช่น make run PYTHON=/opt/python3.12/bin/python3'; \
	echo 'No Python 3.11 or newer found. Install one, or name it: make run PYTHON=/opt/python3.12/bin/python3'; \
	exit 1; } >&2

.venv/.run: requirements/run.lock requirements/run.in setup.cfg pyproject.toml | python
	@$(PYTHON) .ci/environment.py run
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	@$(PYTHON) .ci/environment.py dev
	@touch $@
