# Everything a person needs: Python >= 3.11, git and make. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install demo test test-postgresql browser test-browser pictures java spark test-spark lint format bench docs wheel schema messages lock clean

BIN := .venv/bin
CHECKED := src tests benchmarks requirements hatch_build.py
# Two processes: the smallest machine we care for has two cores.
WORKERS ?= 2
# Neighbouring tests stay in one process, which makes what they share once; who is done takes over from the other.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
PORT ?= 8000
# A demonstration has a database of its own, and lets visitors in as its people without a second factor.
DEMO := PARINDEX_DATA_DIR=var/demo PARINDEX_DEMONSTRATION=1 PARINDEX_MFA_REQUIRED=0 DATABASE_URL=

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 25

install: ## make .venv from the locked packages (every other target does it when needed)
	@requirements/install.sh

demo: install ## a demonstration province in var/demo, and the site on http://127.0.0.1:8000 (PORT=…)
	@export $(DEMO); $(BIN)/parindex-site demonstration --migrate && exec $(BIN)/parindex-site serve --port $(PORT)

test: install ## run all tests; PARINDEX_HYPOTHESIS=nightly for the long run
	$(PYTEST)

test-postgresql: install ## run the site's tests on a PostgreSQL of their own, started from a wheel
	PARINDEX_TEST_DATABASE=postgresql $(PYTEST) tests/parweb

browser: ## install Chromium from the distribution's packages where it is missing
	@requirements/browser.sh

test-browser: install browser ## people's stories in a real browser, against a running site
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder tests/e2e

pictures: install browser ## take the pictures of docs/screens.md from a running demonstration; PORT=…
	$(BIN)/python -m tests.e2e.pictures http://127.0.0.1:$(PORT)

java: ## install Java 17 from the distribution's packages where there is none
	@requirements/java.sh

spark: install java .venv/.spark-installed ## install Spark (434 MB) and Java where they are missing

test-spark: spark ## DuckDB against a Spark cluster of this machine; PARINDEX_SPARK_ROWS=200000
	$(BIN)/python -m pytest tests/spark

# Outside the development lock: 434 MB that only these tests need.
.venv/.spark-installed: requirements/spark.txt
	@echo "Installing Spark (434 MB) ..." >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

lint: install ## ruff, mypy, import-linter
	$(BIN)/ruff check $(wildcard $(CHECKED))
	$(BIN)/ruff format --check $(wildcard $(CHECKED))
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: install ## put the code into the common layout
	$(BIN)/ruff format $(wildcard $(CHECKED))
	$(BIN)/ruff check --fix $(wildcard $(CHECKED))

bench: install ## run every benchmark; each prints a ratio
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

docs: install ## build the documentation into build/site
	$(BIN)/mkdocs build --strict --quiet

wheel: install ## build dist/*.whl, editions included
	$(BIN)/python -m hatchling build --target wheel --directory dist

schema: install ## write docs/schema/framework.schema.json from the model
	@mkdir -p docs/schema
	$(BIN)/python -m parindex.frameworks.schema docs/schema/framework.schema.json
	$(BIN)/python -m parindex.surveys.instruments.schema docs/schema/instrument.schema.json

messages: install ## take up new messages into the catalogue `en` and compile it
	@mkdir -p build
	$(BIN)/pybabel -q extract --keywords=_ --keywords=N_ --no-location --sort-output \
	  --project=parindex --msgid-bugs-address= --output=build/parindex.pot src/parindex
	$(BIN)/pybabel -q update --domain=parindex --locale=en --no-fuzzy-matching --no-wrap --ignore-obsolete \
	  --ignore-pot-creation-date --input-file=build/parindex.pot --output-dir=src/parindex/locale
	$(BIN)/pybabel -q compile --domain=parindex --directory=src/parindex/locale
	@$(BIN)/python requirements/messages.py

lock: ## write requirements/*.txt anew from pyproject.toml (needs uv, or fetches it)
	@requirements/lock.sh

clean: ## remove what the targets made
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name '__pycache__' -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
