# `make run` serves a demonstration on this machine; `make test` checks everything that CI checks.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps

.PHONY: run test test-long bench build setup lint lock clean

run: setup build
	@./quietline run

test: setup-dev build lint
	@tests/debian-packages
	npm run --silent typecheck
	npm run --silent test
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long"

test-long: setup-dev build
	@tests/debian-packages
	$(BIN)/pytest -m "long"

bench: setup-dev build
	$(BIN)/python -m tests.bench

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
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/python-dev: requirements-dev.txt $(STAMPS)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/node: package-lock.json $(STAMPS)/venv
	npm ci --silent
	@touch $@

build: setup
	@$(BIN)/python -m webapp.translations
	@npm run --silent build

lock: $(STAMPS)/venv
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements-dev.txt requirements-dev.in
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules webapp/static
