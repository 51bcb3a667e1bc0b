# CIMA Desktop on Linux and macOS. For Windows, see README.md.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check torture forms strings bench lock dist clean

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# the tests start hundreds of processes, and each would compile the program anew
unexport PYTHONDONTWRITEBYTECODE
PY := .venv/bin/python
STAMPS := .venv/stamps
WORDS := $(wildcard ui/*.ui translations/*/LC_MESSAGES/*.po)
# xdist workers; the tests are made for two
JOBS ?= 2

help: ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

run: $(STAMPS)/project $(STAMPS)/forms ## make the environment when needed, and open the app
	@$(PY) packaging/run.py

test: $(STAMPS)/run ## install what tests need, and check everything (what CI runs)
	@$(PY) packaging/debian_libs.py packaging/debian-libs.txt packaging/debian-torture-libs.txt
	@$(MAKE) --no-print-directory check

check: $(STAMPS)/dev $(STAMPS)/project forms ## forms, style, types, imports, strings, all tests, coverage
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) packaging/strings.py
	$(PY) -m pytest -n $(JOBS) tests/unit --cov --cov-report=term --cov-report=json:.coverage.json
	$(PY) packaging/perfect.py .coverage.json
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(JOBS) tests/gui tests/features

torture: $(STAMPS)/dev $(STAMPS)/project $(STAMPS)/forms ## kill, fill, cut and mutate for half an hour; print figures
	@$(PY) packaging/debian_libs.py packaging/debian-torture-libs.txt
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.torture

forms: $(STAMPS)/libs ## compile ui/*.ui and the catalogues
	@$(PY) packaging/build_hook.py

strings: $(STAMPS)/dev ## re-extract every message; fail on a change or a missing translation
	@$(PY) packaging/strings.py

bench: $(STAMPS)/dev $(STAMPS)/project $(STAMPS)/forms ## measure start, lists, search, saving, papers and memory
	@$(PY) packaging/debian_libs.py packaging/debian-bench-libs.txt
	@$(PY) -m tests.bench

lock: $(STAMPS)/dev ## choose newest versions again and write both requirement files
	$(PY) packaging/lock.py

dist: $(STAMPS)/dev $(STAMPS)/project ## build the wheel and the source archive in dist/
	$(PY) -m hatchling build -d dist

clean: ## remove what was built (not .venv, not out/)
	rm -rf build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf cima_desktop/gui/forms translations/*/LC_MESSAGES/*.mo $(STAMPS)/forms
	find cima_desktop tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment, each step done once -------------------------------------------------------------------------

$(PY):
	@sh packaging/make_venv.sh

$(STAMPS)/run: packaging/requirements.txt | $(PY)
	@echo "Installing the libraries CIMA Desktop needs (pinned, hashes checked)"
	@$(PY) -m pip install --quiet --no-deps --require-hashes -r packaging/requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: packaging/requirements-dev.txt | $(PY) $(STAMPS)/run
	@echo "Installing the tools for checking (pinned, hashes checked)"
	@$(PY) -m pip install --quiet --no-deps --require-hashes -r packaging/requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $@

# best effort: packaging/run.py says what is missing, and works without
$(STAMPS)/libs: packaging/debian-libs.txt $(STAMPS)/run
	@$(PY) packaging/debian_libs.py packaging/debian-libs.txt 2>/dev/null && touch $@ || true

$(STAMPS)/project: pyproject.toml packaging/build_hook.py $(STAMPS)/run | $(STAMPS)/libs
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# 3: uic lacks a system library; the headless commands need no forms
$(STAMPS)/forms: packaging/build_hook.py $(WORDS) $(STAMPS)/run | $(STAMPS)/libs
	@$(PY) packaging/build_hook.py && touch $@ || [ $$? = 3 ]
