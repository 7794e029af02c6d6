PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := cases/vitest-fork-globals
# Test processes beside each other: the suite waits more than it computes.
JOBS ?= 4

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint unit bench claims torture test-v2 test-matrix score score-investigate heap-fuzz clean

help:  ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

setup: $(READY)  ## make .venv with memfit and the tools of its tests

$(READY): pyproject.toml constraints.txt hatch_build.py src/memfit/heap/_kernels.c src/memfit/record/_watcher.c
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade -c constraints.txt pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev -e .
	@touch $@

demo: $(READY)  ## watch a real vitest suite die of memory under a limit, and memfit say why
	@$(BIN)/python cases/install.py vitest-fork-globals
	@echo; echo '$$ cd $(DEMO) && memfit run --memory 1g --cpus 2 -- node_modules/.bin/vitest run'; echo
	@cd $(DEMO) && $(abspath $(BIN))/memfit run --memory 1g --cpus 2 -- node_modules/.bin/vitest run \
		|| echo 'make demo: the suite died, as it should; its exit code came through.'

test: lint unit  ## lint, types, import contracts, tests

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/python cases/install.py
	$(BIN)/pytest -n $(JOBS) --dist worksteal

bench: $(READY)  ## measure memfit beside its peers; writes docs/reference/benchmarks.md
	$(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	$(BIN)/python cases/install.py
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.page

claims: $(READY)  ## measure what is said about memory (ONLY="NAME …"); writes docs/reference/claims.md
	$(BIN)/python -m claims.run $(if $(ONLY),--only $(ONLY))

score: $(READY)  ## run every case and compare the verdict with its label
	$(BIN)/python cases/install.py
	$(BIN)/python cases/score.py --write

score-investigate: $(READY)  ## investigate every case and compare what is proved with its label
	$(BIN)/python cases/install.py
	$(BIN)/python -m cases.investigated --write

torture: $(READY)  ## kill memfit 200 times at random moments, and interrupt experiments as often
	$(BIN)/python tests/torture.py --times 200
	$(BIN)/python -m tests.torture_experiments --times 200

test-v2: $(READY)  ## boot a kernel with cgroup v2 under qemu and test there (Debian, root)
	$(BIN)/python -m tests.v2.boot

test-matrix: $(READY)  ## runners that need Node 22, 24 and 26, which come from npm
	$(BIN)/pytest tests/matrix/full.py -n $(JOBS) --dist worksteal

heap-fuzz: $(READY)  ## feed damaged heap snapshots to the C kernels under sanitizers
	$(BIN)/python tests/heap/fuzz.py --times 20000

clean:  ## remove what setup made
	rm -rf $(VENV) benchmarks/.venv
