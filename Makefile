# The two commands a newcomer needs are `make run` and `make test`; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install run test lint bench year docs lock clean

help: ## list what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: .venv/installed ## make .venv with the pinned dependencies and the `ikm` command

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "ikm needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## start the service with the demo city: web chat on http://127.0.0.1:8080
	@exec $(BIN)/ikm run --demo

test: install lint ## lint, then every test, on all cores
	$(BIN)/pytest -n auto --dist loadfile

lint: install ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## print speed and memory, each as a ratio against something in the same run
	$(BIN)/python -m tests.bench

year: install ## live a year of a city in minutes: digests, alerts, and kills in the middle of Mondays
	$(BIN)/python -m tests.simulation

docs: install ## write the settings into README.md and deploy/.env.example
	$(BIN)/python -m tests.architecture.settings_table
	$(BIN)/python -m tests.architecture.env_example

lock: install ## resolve the dependencies anew: all, those of a running service, those of building it (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --constraint requirements.lock pyproject.toml -o requirements-run.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --constraint requirements.lock --group build -o requirements-build.lock

clean: ## remove .venv and caches; var/ with its database stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
