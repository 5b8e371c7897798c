# `make run` serves a demonstration, `make cluster` the same by many processes; `make test` is what CI checks.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
# Tests start many programs: what Python compiled once is kept.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run cluster demo-year test test-long scanners bench bench-full build setup scripts types lint lock clean

run: setup build
	@./quietline run

cluster: setup-dev build
	@tests/debian-packages
	@$(BIN)/python -m tests.cluster

demo-year: setup build
	@QUIETLINE_DATA_DIR=$${QUIETLINE_DATA_DIR:-var/demo-year} ./quietline run --year

test: setup-dev build
	@tests/debian-packages
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target scripts lint types
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long"

test-long: setup-dev build scanners
	@tests/debian-packages
	QUIETLINE_LONG=1 npm run --silent test
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "long and not alone"
	$(BIN)/pytest -m "long and alone"

scanners: $(STAMPS)/scanners

bench: setup-dev build
	$(BIN)/python -m tests.bench

bench-full: setup-dev build
	$(BIN)/python -m tests.bench --full

scripts: setup
	npm run --silent test

types: setup
	npm run --silent typecheck

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint webapp/templates
	npm run --silent lint

setup: $(STAMPS)/python $(STAMPS)/node
setup-dev: setup $(STAMPS)/python-dev

$(STAMPS)/venv:
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements.txt $(STAMPS)/venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(STAMPS)/python-dev: requirements-dev.txt $(STAMPS)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

$(STAMPS)/node: package-lock.json $(STAMPS)/venv
	npm ci --silent --ignore-scripts
	@touch $@

$(STAMPS)/scanners: requirements-scan.txt tests/scanners/node/package-lock.json $(STAMPS)/venv
	@tests/debian-packages scanners
	$(PYTHON) -m venv .venv/scan
	.venv/scan/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-scan.txt
	npm ci --silent --ignore-scripts --prefix tests/scanners/node
	@touch $@

build: setup
	@$(BIN)/python -m webapp.translations
	@npm run --silent build

# No version younger than this many days: what was slipped into a package is mostly found within
# days. A fix that cannot wait: `make lock COOLDOWN_DAYS=0`, after reading what changed.
COOLDOWN_DAYS ?= 14
BEFORE = $(shell $(PYTHON) -c "from datetime import date, timedelta as t; print(date.today() - t(days=$(COOLDOWN_DAYS)))")
PIN = .venv/lock/bin/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --only-binary :all: --exclude-newer $(BEFORE) --python $(BIN)/python

lock: $(STAMPS)/venv
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet --disable-pip-version-check --only-binary :all: uv
	$(PIN) -o requirements.txt requirements.in
	$(PIN) -o requirements-dev.txt requirements-dev.in
	$(PIN) -o requirements-scan.txt requirements-scan.in
	npm install --package-lock-only --before=$(BEFORE)
	npm install --package-lock-only --before=$(BEFORE) --prefix tests/scanners/node

clean:
	rm -rf .venv node_modules webapp/static
