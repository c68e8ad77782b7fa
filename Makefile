# Each target sets up what it needs; nothing has to be done first. `make` lists them.
SHELL := /bin/bash
.NOTPARALLEL:
.DEFAULT_GOAL := help

# The interpreter that .venv is made from; 3.11 or newer.
PYTHON ?= python3
export PYTHON
# In locale C an unset font shows Chinese in Japanese forms.
export LC_ALL := C.UTF-8

VENV := .venv/bin
READY := .venv/.ready

.PHONY: help demo run test lint bench test-faults test-faults-full screenshots pictures lock clean \
	venv system-python system-run system-test

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' Makefile \
		| while read -r target does; do printf '%-18s%s\n' "$$target" "$$does"; done

demo: system-run venv ## a whole exam day with real programs, by itself; prints each step and the results
	@$(VENV)/python -m tests.journeys.exam_day

run: system-run venv ## a server, a proctor's console and a seat to try by hand
	@$(VENV)/python -m tests.journeys.try_it

# What runs in one process shares the cores; what starts whole programs, plays sound or
# types through a display has them to itself: its waits are real.
ALONE_IN_KIOSK := tests/kiosk/audio tests/kiosk/lockdown tests/kiosk/cli
ALONE := tests --ignore=tests/benchmarks --ignore=tests/question_bank --ignore=tests/sync_server \
	$(foreach folder,$(filter-out $(ALONE_IN_KIOSK),$(wildcard tests/kiosk/*)),--ignore=$(folder))
TOGETHER := tests/question_bank tests/sync_server tests/kiosk $(addprefix --ignore=,$(ALONE_IN_KIOSK))

test: system-test venv lint ## all that must hold before a change lands
	QT_QPA_PLATFORM=offscreen $(VENV)/pytest $(TOGETHER) -n auto --dist loadfile -m "not faults" --cov --cov-report=
	QT_QPA_PLATFORM=offscreen $(VENV)/pytest $(ALONE) -m "not faults" --cov --cov-append --cov-report=term
	packaging/check-wheel.sh

lint: system-python venv ## form, rules, types, layers
	@failed=; \
	for check in "ruff format --check" "ruff check" "mypy" "lint-imports --no-logo"; do \
		echo "$(VENV)/$$check"; \
		$(VENV)/$$check || failed="$$failed, $$check"; \
	done; \
	if [[ -n "$$failed" ]]; then echo "lint: not in order:$${failed#,}" >&2; exit 1; fi

bench: system-run venv ## measure, and write down on what machine
	$(VENV)/python -m tests.benchmarks

test-faults: system-test venv ## kills, torn writes, full disks, dead networks; the small size
	FAULT_SIZE=ci QT_QPA_PLATFORM=offscreen $(VENV)/pytest tests/faults -m faults

test-faults-full: system-test venv ## the same in the size of a release; hours
	FAULT_SIZE=release QT_QPA_PLATFORM=offscreen $(VENV)/pytest tests/faults -m faults --timeout=0

screenshots: system-test venv ## pictures of every screen and page, for the guides
	$(VENV)/python -m tests.journeys.screenshots

pictures: system-test venv ## the seat's screens as the tests expect them, anew; look at them before you commit
	$(VENV)/python -m tests.kiosk.ui.picture_references

# UPGRADE=--upgrade takes the newest versions; without it only what pyproject.toml asks.
# The locks must hold the public registry's own hashes, whatever this machine adds to it.
COMPILE = env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	XDG_CONFIG_HOME=$(CURDIR)/build \
	$(VENV)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

lock: venv ## write requirements/*.txt anew from pyproject.toml
	$(COMPILE) --extra bank --output-file requirements/bank.txt
	$(COMPILE) --extra seat --output-file requirements/seat.txt
	$(COMPILE) --extra server --output-file requirements/server.txt
	$(COMPILE) --extra server --extra speech --output-file requirements/speech.txt
	$(COMPILE) --extra bank --extra seat --extra server --extra speech --extra dev --output-file requirements/dev.txt

clean: ## remove what was built; .venv stays (remove it by hand)
	rm -rf build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

venv: $(READY)

# Two stamps: a changed lock installs all of it, a changed pyproject.toml only our own entry.
.venv/.locked: requirements/dev.txt | system-python
	packaging/virtual-environment.sh
	@touch $@

$(READY): .venv/.locked pyproject.toml
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@

system-python:
	@packaging/system-packages.sh python

system-run:
	@packaging/system-packages.sh run

system-test:
	@packaging/system-packages.sh test
