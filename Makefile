# Pileus: `make help` says what there is.
PYTHON ?= python3
HYPERVISOR ?= auto
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo demo-down up down test lint bench bench-ui image ui setup clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: ## a whole cloud on this machine, with a VM that is verified (HYPERVISOR=simulator without root or libvirt)
	@$(PYTHON) tools/demo up --hypervisor $(HYPERVISOR)

demo-down: ## removes everything that `make demo` made
	@$(PYTHON) tools/demo down

up: ## a developer's cloud: MariaDB, two managers behind HAProxy, three simulated hosts
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/devcloud up

down: ## ends `make up`
	@.venv/bin/python tools/devcloud down

test: ## installs what the tests need and runs every tier
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/test $(if $(CI),--strict) $(ARGS)

lint: ## style, types, import contracts, sizes, generated files
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/lint

bench: ## measures; writes build/bench.json
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/bench $(ARGS)

bench-ui: ## measures the web UI and the event stream; writes build/bench-ui.json
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/bench-ui $(ARGS)

image: ## builds the system VM image (cached)
	@$(PYTHON) tools/setup --for demo
	@.venv/bin/python tools/image

ui: ## builds the web UI into ui/dist (cached by its sources)
	@$(PYTHON) tools/setup --for dev
	@.venv/bin/python tools/ui $(ARGS)

setup: ## Debian packages (as root) and the virtual environment
	@$(PYTHON) tools/setup --for dev

clean: ## removes what was built (not the caches of images)
	rm -rf build/test .mypy_cache .ruff_cache
