# `make run` starts the tracker; `make test` proves it. `make` alone lists the targets.
# Needs Python 3.11 or newer and make; everything else comes from the committed, hash-pinned locks.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard tracker/web/translations/*/LC_MESSAGES/*.po))
TESTS ?= tests
# One process a core, and one more as some wait for a browser or a mail server; one that is done takes over
# half of what another has left.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# One way to install, whichever of the two tools the machine has.
ifdef UV
VENV = uv venv --quiet --clear --python $(PYTHON) .venv
INSTALL = uv pip install --quiet --python .venv/bin/python
else
VENV = $(PYTHON) -m venv --clear .venv
INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check
endif

.DEFAULT_GOAL := help
.PHONY: help run install test check format coverage bench audit lock catalogue clean python

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: .venv/.run $(CATALOGUES) ## start web and scheduler, with the demo on first start
	@exec .venv/bin/tracker run

install: .venv/.run $(CATALOGUES) ## build or renew .venv for a server, without the tools for developing

test: check ## lint, types, layers, templates and the whole test suite
	.venv/bin/pytest --numprocesses $(WORKERS) --dist worksteal $(TESTS)

check: .venv/.dev $(CATALOGUES) ## lint, types, layers and templates only
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet --allow-empty-input

format: .venv/.dev ## put the code into shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

coverage: .venv/.dev $(CATALOGUES) ## the test suite, and which branches it never took
	.venv/bin/coverage run -m pytest $(TESTS)
	.venv/bin/coverage report

bench: .venv/.dev $(CATALOGUES) ## measure pages, moves, drafts, law, reminders, the forecast: ratios, not seconds; twelve minutes
	.venv/bin/python -m tests.benchmarks.bench_public_page
	.venv/bin/python -m tests.benchmarks.bench_move
	.venv/bin/python -m tests.benchmarks.bench_drafts
	.venv/bin/python -m tests.benchmarks.bench_law
	.venv/bin/python -m tests.benchmarks.bench_reminders
	.venv/bin/python -m tests.benchmarks.backtest_forecast

audit: .venv/.dev ## known vulnerabilities in the lock, and dependencies declared but not used
	.venv/bin/pip-audit --require-hashes --disable-pip -r requirements.lock
	.venv/bin/deptry .

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml --group build

lock: ## renew both locks from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

catalogue: .venv/.dev ## bring the English catalogue up to the sentences of the pages; then translate what is new
	.venv/bin/pybabel --quiet extract --mapping tracker/web/translations/extract.cfg --no-location --omit-header \
		--sort-output --output-file .venv/messages.pot .
	.venv/bin/pybabel --quiet update --input-file .venv/messages.pot --output-dir tracker/web/translations --locale en \
		--no-fuzzy-matching --ignore-obsolete --no-wrap
	@sed -i.bak -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' \
		tracker/web/translations/en/LC_MESSAGES/messages.po && rm tracker/web/translations/en/LC_MESSAGES/messages.po.bak

clean: ## remove the environment and what tools left behind; the data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find tracker tests migrations -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(CATALOGUES)

python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "The tracker needs Python 3.11 or newer; $(or $(PYTHON),python3) is: $$($(or $(PYTHON),python3) --version 2>&1)."; \
		echo "Install one (Debian, Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3 ..."; exit 1; }
	@test -n "$(UV)" || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make environments. Debian, Ubuntu: apt install python3-venv"; exit 1; }

.venv/.run: requirements.lock pyproject.toml | python
	@.venv/bin/python -c '' 2>/dev/null || { echo "Building .venv ..."; $(VENV); }
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

%.mo: %.po | .venv/.run
	@.venv/bin/pybabel --quiet compile --statistics --input-file $< --output-file $@
