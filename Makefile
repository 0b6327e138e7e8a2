# Two words: `make site` builds the site, `make test` runs the tests. Neither touches build/, which is source.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# How many processes run the tests: a number, so that a run does not depend on the machine.
WORKERS ?= 2
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: site test slow repeat check serve bench wheel tools lock minimal audit fuzz clean
.DEFAULT_GOAL := site

site: .venv/site.stamp
	@$(BIN)/guidepress build
	@echo "Look at site/index.html, or run: $(BIN)/python -m http.server --directory site"

test: .venv/dev.stamp tools tests/node/node_modules/.stamp
	$(PYTEST) -m "not slow" $(ARGS)

# What takes long and is rarely red; CI runs it too.
slow: .venv/dev.stamp tools tests/node/node_modules/.stamp
	$(PYTEST) -m slow $(ARGS)

# Tests of browsers, processes, ports and clocks again and again, in another order each time.
TIMES ?= 20
repeat: .venv/dev.stamp tools tests/node/node_modules/.stamp
	@sh tests/repeat.sh $(TIMES) $(PYTEST) -m "browser or timing" $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff format --check --quiet build tests benchmarks
	$(BIN)/ruff check --quiet build tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/check-jsonschema --check-metaschema schema/*.schema.json
	$(BIN)/guidepress validate
	$(BIN)/guidepress verify
	$(BIN)/python benchmarks/lines.py

serve: .venv/site.stamp
	$(BIN)/guidepress serve

bench: .venv/dev.stamp tests/node/node_modules/.stamp
	$(BIN)/python benchmarks/run.py $(ARGS)

wheel: .venv/dev.stamp
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist . build/client

# Programs that are no Python: those that are there, or Debian's.
tools:
	@sh tests/get-tools.sh

# The tools that users of our files have in Node.js; versions and hashes stand in the lock.
tests/node/node_modules/.stamp: tests/node/package-lock.json
	@cd tests/node && npm ci --silent
	@touch $@

# Compiled as an installed package is, also where Python may write no such files when it runs.
.venv/site.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guidepress needs Python 3.11 or newer; set PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --editable .
	@$(BIN)/python -m compileall -q build/guidepress
	@touch $@

.venv/dev.stamp: .venv/site.stamp build/client/pyproject.toml
	@$(BIN)/python -m pip install --quiet --editable . --editable build/client --group dev
	@touch $@

# Dependencies and tools with their hashes, for whoever wants exactly these.
lock: .venv/dev.stamp
	$(BIN)/python requirements/inputs.py | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--output-file requirements/dev.txt -
	$(BIN)/python requirements/inputs.py site | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--constraint requirements/dev.txt --output-file requirements/site.txt -

# All tests but those in a browser, with the oldest versions that pyproject.toml admits.
minimal: .venv/dev.stamp
	rm -rf .cache/minimal
	$(BIN)/uv venv --quiet --python $(BIN)/python .cache/minimal
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --python-version 3.11 --all-extras pyproject.toml \
		--output-file .cache/minimal/oldest.txt
	$(BIN)/uv pip install --quiet --python .cache/minimal/bin/python --editable . --editable build/client --group dev \
		--constraint .cache/minimal/oldest.txt
	.cache/minimal/bin/python -m pytest -n $(WORKERS) -m "not browser and not checkout" $(ARGS)

# Known faults of what is locked; the only target that needs the network. What could not be asked about
# (--strict) is no pass.
audit: .venv/dev.stamp
	@$(BIN)/uvx pip-audit@2.10.1 --strict --progress-spinner off --requirement requirements/dev.txt --disable-pip || \
		{ echo "audit: a fault is known, or not all could be asked about (this needs pypi.org); see above" >&2; exit 1; }

# Longer than the tests do: make fuzz TARGET=prose SECONDS=600. Put what it finds into tests/hostile/files.
TARGET ?= yaml
SECONDS ?= 300
fuzz: .venv/dev.stamp
	mkdir -p .cache/fuzz/$(TARGET)
	cp tests/hostile/files/* .cache/fuzz/$(TARGET)
	$(BIN)/python tests/fuzz/harness.py $(TARGET) .cache/fuzz/$(TARGET) -max_total_time=$(SECONDS) \
		-max_len=4096 -artifact_prefix=.cache/fuzz/

clean:
	rm -rf site dist .cache test-artifacts
	find .stage -mindepth 1 ! -name .gitkeep -delete
