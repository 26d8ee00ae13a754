# Two commands are enough: `make run` (the sandbox, or the real platforms when tokens are set) and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.PHONY: run test lint bench format evaluate train shots clean

run: $(VENV)/.run
	$(BIN)/python -m bot run

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(VENV)/.dev
	$(BIN)/python -m bot evaluate tests/data/messages/*.dev.jsonl

train: $(VENV)/.dev
	$(BIN)/python -m moderation.models.train --config moderation/models/train.toml

shots: $(VENV)/.dev
	$(BIN)/python -m tests.shots

# What was installed and built; never var/, where the records and their key are.
clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Made anew where it does not work: making it broke off, or the Python it was made with is gone.
ifneq ($(shell $(BIN)/python -c 'import pip; print("works")' 2>/dev/null),works)
.PHONY: $(VENV)/pyvenv.cfg
endif
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Schoolgate needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.run: requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing what Schoolgate needs (a few minutes the first time)..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need (a few minutes the first time)..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run
