# `make` alone lists the targets. Everything runs in .venv, built from the lock by the first of them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
ENV := .venv/.installed
# The packages to install: `make env LOCK=requirements-gpu.txt` for an NVIDIA GPU
LOCK ?= requirements.txt
# The edition that `make pdf` prints: zh or en
EDITION ?= zh
# The notebooks to run: make execute NB=chapters/02_preliminaries
NB ?= chapters

.PHONY: help env html slides pdf notebooks-en book lab test test-fast test-notebooks test-real test-portable execute translate bench format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

env: $(ENV) ## the Python environment in .venv, exactly as locked
$(ENV): $(LOCK) requirements-peer.txt pyproject.toml tools/make_env.sh
	@LOCK=$(LOCK) bash tools/make_env.sh

html: $(ENV) ## both editions of the book in _build/html, from the committed outputs
	@$(BIN)/python tools/build_site.py

slides: html ## a deck of slides beside each section's page (`make html` writes them too)

pdf: $(ENV) ## the book as a PDF in _build/pdf, in English with EDITION=en (needs TeX)
	@$(BIN)/python tools/build_pdf.py --edition $(EDITION)

notebooks-en: $(ENV) ## the notebooks in English in _build/notebooks/en (`make html` writes them too)
	@$(BIN)/python tools/english_notebooks.py

book: $(ENV) ## build the book, then serve it and JupyterLab on 127.0.0.1
	@$(BIN)/python tools/build_site.py --for-reading
	@$(BIN)/d2l serve

lab: $(ENV) ## JupyterLab on your own copies of the notebooks, in work/
	@$(BIN)/python tools/english_notebooks.py --for-reading
	@$(BIN)/d2l serve --lab

# Two workers, a file to each (or the cells of one notebook go to different ones), and one OpenMP
# thread to each, because they share the two cores.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile
test-notebooks test test-fast: export OMP_NUM_THREADS := 1
test: $(ENV) ## every check: style, units, site, browser, translation, every cell of every notebook
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@D2L_DATA=embedded $(PYTEST) tests
	@$(MAKE) --no-print-directory test-notebooks

test-fast: $(ENV) ## style and what needs no site, in about a minute
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@D2L_DATA=embedded $(PYTEST) tests/unit tests/book/test_notebooks.py

# A kernel waits a good part of its time: three workers keep two cores busy. Notebooks leave the
# machine as it was.
NBVAL := $(BIN)/python tools/unchanged.py $(PYTEST) -n 3 --nbval-lax --nbval-cell-timeout=600 \
  -p no:cacheprovider -p tests.longest_first --no-loadscope-reorder
test-notebooks: $(ENV) ## every cell of every notebook on embedded data, and those whose code changed on real data
	@D2L_DATA=embedded $(NBVAL) chapters
	@if [ -n "$$D2L_DATA_MIRROR" ]; then \
	  stale=$$($(BIN)/python tools/stale.py) || exit 1; \
	  [ -z "$$stale" ] || D2L_DATA=full $(NBVAL) $$stale; fi

test-real: $(ENV) ## every cell of every notebook that uses data files, on the real ones
	@D2L_DATA=full $(NBVAL) $$(grep -lE '"data": "full"' chapters/*/*.ipynb)

test-portable: $(ENV) ## every compared cell as on other machines: all notebooks, or NB=<file or folder>
	@$(BIN)/python tools/portable.py $(NB)

execute: $(ENV) ## run notebooks in place: all, or NB=<file or folder>
	@$(BIN)/d2l execute $(NB)

translate: $(ENV) ## bring the .po files of the English edition up to date with the Chinese
	@$(BIN)/python tools/translate.py

bench: $(ENV) ## the benchmarks; each prints ratios taken in one run
	@for b in tools/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

format: $(ENV) ## sort imports and mend what ruff can
	@$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format --quiet .

lock: ## renew the locks from the ranges in pyproject.toml (needs uv)
	@bash tools/lock.sh

clean: ## remove what was built; the environment and the data stay
	rm -rf _build
