# What a person types. Everything happens in .venv; `make.cmd` is the same list for Windows.
# Needs: Python 3.11 with venv, git, make. As root on Debian the system packages come by themselves.

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
TEST_PLATFORM ?= offscreen
OFFSCREEN := env QT_QPA_PLATFORM=$(TEST_PLATFORM)
PYTEST_ARGS ?=
COUNT ?= 20
SEED ?= 1
MINUTES ?= 28

.PHONY: help setup run test check coverage bench torture screenshots catalogues lock clean windows-env test-windows

help:
	@echo 'make run          set up, and open SalonDesk on the demo shop in .demo/'
	@echo 'make test         set up, and pass the tests'
	@echo 'make setup        set up only'
	@echo 'make check        linters, types, import contracts, translations'
	@echo 'make coverage     branch coverage of core, domain and engine'
	@echo 'make bench        benchmarks, one JSON line each'
	@echo 'make torture      the long fault runs: COUNT=20 of each kind, drawn by SEED=1, at most MINUTES=28; ONLY=races picks'
	@echo 'make screenshots  the pictures in README.md'
	@echo 'make windows-env  a Python for Windows in .windows/, run by Wine (as root it installs Wine)'
	@echo 'make test-windows the same tests on that Windows; PYTEST_ARGS=tests/storage picks'
	@echo 'make lock         resolve the requirements anew (needs uv)'
	@echo 'make clean        remove what was built; .venv and .demo stay'

setup:
	@test -n '$(PYTHON)' || { echo 'set-up: python3.11 is missing. As root, run: apt-get install -y python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) tools/set_up.py

catalogues: setup
	@$(PY) tools/catalogues.py compile

run: setup catalogues
	@$(PY) tools/run_demo.py

test: setup catalogues
	@$(OFFSCREEN) $(PY) -m pytest -n 2 -m 'not torture' $(PYTEST_ARGS)

check: setup catalogues
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) tools/catalogues.py check

coverage: setup
	@mkdir -p build
	@$(OFFSCREEN) $(PY) -m coverage run -m pytest -q -m 'not torture'
	@$(PY) -m coverage report

bench: setup catalogues
	@$(OFFSCREEN) $(PY) tools/bench.py

torture: setup catalogues
	@$(OFFSCREEN) $(PY) -m pytest -m 'torture or faults' -o faulthandler_timeout=0 \
		--count $(COUNT) --seed $(SEED) --minutes $(MINUTES) $(if $(ONLY),-k '$(ONLY)') $(PYTEST_ARGS)

windows-env: setup
	@$(PY) tools/windows_env.py

test-windows: windows-env catalogues
	@$(PY) tools/windows_run.py -m pytest -n 2 -m 'not torture' $(PYTEST_ARGS)

screenshots: setup catalogues
	@$(OFFSCREEN) $(PY) docs/screenshots.py

lock:
	uv pip compile pyproject.toml $(LOCK_FLAGS) -o requirements.txt
	uv pip compile pyproject.toml --extra dev $(LOCK_FLAGS) -c requirements.txt -o requirements-dev.txt

LOCK_FLAGS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f translations/*/LC_MESSAGES/*.mo
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
