# CompeteDexter. `make help` lists the targets; README.md tells the story.
.DEFAULT_GOAL := help
.PHONY: help run demo build test test-unit test-stories test-browser check bench format lock browser clean

VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.ready
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

run: $(READY) browser ## start everything and print the address (Ctrl-C stops it)
	@exec $(VENV)/bin/competedexter up

demo: $(READY) browser ## the same, leading straight to the demo workspace
	@exec $(VENV)/bin/competedexter demo

build: $(READY) ## build the pages, if their sources changed
	@$(VENV)/bin/competedexter build

test: $(READY) browser ## all tests: unit, stories, browser
	@$(PY) -m pytest

test-unit: $(READY) ## the quick ones
	@$(PY) -m pytest -m "not story and not browser"

test-stories: $(READY) ## whole paths through the running product
	@$(PY) -m pytest -m story

test-browser: $(READY) browser ## the pages in a real Chromium
	@$(PY) -m pytest -m browser

check: $(READY) ## format, lint, types, import contracts, migrations, lock files
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m tests.house.migrations
	@$(PY) -m tests.house.locks
	@$(VENV)/bin/competedexter build
	@git diff --exit-code --stat -- reflex.lock/package-lock.json || { echo "The build changed reflex.lock: commit it."; exit 1; }
	@$(PY) -c 'import json, subprocess; kept = subprocess.check_output(["git", "show", "HEAD:reflex.lock/package.json"]); assert json.loads(kept) == json.load(open("reflex.lock/package.json")), "The build changed reflex.lock/package.json: commit it."'

bench: $(READY) browser ## measure, and print what is reached
	@$(PY) -m tests.bench

format: $(READY) ## put the code in order
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

# Versions stay as they are unless pyproject.toml asks for others; `make lock UPGRADE=--upgrade` takes the newest.
lock: ## write requirements.lock anew from pyproject.toml, and install it
	@test -x $(VENV)/bin/uv || $(MAKE) $(READY)
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet $(UPGRADE) -o requirements.lock
	@$(MAKE) $(READY)

browser: $(VENV)/.browser

# Looked for once; `rm .venv/.browser` looks again.
$(VENV)/.browser: $(READY)
	@$(VENV)/bin/competedexter browser
	@touch $@

# A virtual environment with exactly what requirements.lock names, checked by hash.
$(READY): requirements.lock pyproject.toml deploy/install
	@sh deploy/install $(VENV)
	@touch $@

clean: ## remove what was built (not .data)
	@rm -rf $(VENV) .web .states assets/external .mypy_cache .ruff_cache .pytest_cache
