# `make repro` runs the embedded study, `make test` checks the code, `make report` runs the report's study.
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup repro verify test lint fuzz stress report sweep bench lock
help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: .venv/installed ## create .venv and install what requirements.lock names

# One at a time: a second `make`, in another terminal, waits for the first and has nothing left to do.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mlplab needs Python 3.11 or newer: make PYTHON=python3.12 setup" >&2; exit 1; }
	@mkdir -p .venv
	@exec 9> .venv/lock; lock() { $(PYTHON) -c "import fcntl; fcntl.flock(9, $$1)" 2>/dev/null; }; \
	lock "fcntl.LOCK_EX | fcntl.LOCK_NB" || { echo "waiting for another make that sets up .venv"; lock fcntl.LOCK_EX; }; \
	if [ $@ -nt requirements.lock ] && [ $@ -nt pyproject.toml ]; then exit; fi; \
	set -ex; \
	$(PYTHON) -m venv .venv; \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	.venv/bin/python -m mlplab.offline_plots > .venv/plots.html; \
	.venv/bin/dvc config --local plots.html_template ../.venv/plots.html; \
	touch $@

# After a kill it mends what DVC left half-written, and goes on.
repro: setup ## run the study of params.yaml; JOBS=2 runs stages side by side, REPRO=--force runs all of them
	python -m mlplab.pipeline --jobs $(or $(JOBS),1) $(REPRO)

verify: setup ## run the committed study anew in a copy, and compare every metric with the committed one
	python -m mlplab.pipeline.verify

test: lint ## lint, type-check and test
	python -m pytest

lint: setup ## ruff (format and lint) and mypy, as in pre-commit
	pre-commit run --all-files

fuzz: setup ## 10,000 cases of each property of the tests that have some
	HYPOTHESIS_PROFILE=fuzz python -m pytest tests/test_params_fuzz.py tests/data/test_properties.py

stress: setup ## kill the study at random moments, again and again, and compare what it resumes to
	python -m benchmarks.kills

# In a worktree of HEAD, so that it runs what is committed and leaves this workspace as it is. It starts from what is published,
# with this workspace's cache: only what has changed since runs anew. Nothing is published unless all of it went well.
report: setup ## run the report's study on its data (MLPLAB_DATA) and publish it in published/report; JOBS as for repro
	python -m mlplab.pipeline.publish --jobs $(or $(JOBS),1)

SWEEP ?= -S scratch_mlp.learning_rate=0.02,0.1 -S scratch_mlp.batch_size=16,64

sweep: setup ## run the experiments of SWEEP on all cores, and show them as a table and a picture
	@! pwd | LC_ALL=C grep -q '[^ -~]\|#' || { echo "error: DVC cannot run its queue in a folder with a # or a letter beyond ASCII in its path" >&2; exit 1; }
	python -m mlplab.pipeline.recovery
	dvc exp run --quiet --queue $(SWEEP)
	MLPLAB_WORKERS=1 dvc exp run --run-all --jobs $$(getconf _NPROCESSORS_ONLN)
	python -m mlplab sweep

bench: setup ## time the engine beside the products alone, PyTorch, JAX and scikit-learn
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[bench]' --no-build-isolation
	python -m benchmarks

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --extra study --extra cluster --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -q -o requirements.lock
