# One target for one intention; every target prepares what it needs and may be run again.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
# Two workers suit the smallest machine the project is tested on.
WORKERS ?= 2
# The whole of `make test` stays under forty minutes: the tests get what the checks leave.
LIMIT ?= 25m
# `make demo SERVE=0` builds the demonstration and stops before opening the web application.
SERVE ?= 1
export PYTHON

# $(call step,what is done,command): says it in Russian, runs it, says how long it took.
define step
	@printf '▸ %s\n' '$(1)'; began=$$SECONDS; \
	if $(2); then printf '  ✓ готово за %s с\n' "$$((SECONDS - began))"; \
	else printf '  ✗ не прошло (%s с): %s\n' "$$((SECONDS - began))" '$(1)' >&2; exit 1; fi
endef

.PHONY: help env demo test check format docs bench

help: ## показать этот список
	@printf 'Команды (каждая сама готовит окружение, повторять можно):\n'
	@sed -nE 's/^([a-z]+):[^#]*## (.*)$$/  make \1 — \2/p' Makefile

env: ## подготовить окружение: .tools/ и .venv/ строго по uv.lock
	@.ci/prepare

demo: env ## учебный муниципалитет: весь путь от файлов до страниц; SERVE=0 — без веб-приложения
	$(call step,Показываю систему на учебном муниципалитете,$(BIN)/python -m msoko demo $(if $(filter 0,$(SERVE)),--no-serve))

test: check ## все проверки и все тесты (ставит PostgreSQL и Chromium, если их нет)
	@.ci/programs
	$(call step,Рабочее место на PostgreSQL,timeout 10m $(BIN)/python -m tests.postgres -q --no-header -n $(WORKERS))
	$(call step,Путешествия в браузере,timeout 15m $(BIN)/pytest -q --no-header -n $(WORKERS) --dist loadfile tests/journeys)
	@printf '▸ %s\n' 'Тесты (не дольше $(LIMIT))'
	@timeout $(LIMIT) $(BIN)/pytest -n $(WORKERS) --ignore=tests/journeys

check: env ## быстрые проверки: оформление, типы, границы модулей, профили, документация
	$(call step,Оформление кода,$(BIN)/ruff format --quiet --check .)
	$(call step,Правила кода,$(BIN)/ruff check --quiet .)
	$(call step,Типы,$(BIN)/mypy --no-error-summary)
	$(call step,Границы модулей,$(BIN)/lint-imports --no-logo)
	$(call step,Профили муниципалитетов,$(BIN)/python -m msoko check --all)
	$(call step,Документация не расходится с кодом,$(BIN)/pytest -q --no-header -m docs)

format: env ## оформить код единообразно и исправить то, что исправляется само
	$(call step,Исправляю и оформляю код,$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format --quiet .)

docs: env ## собрать справочник из кода и профилей
	$(call step,Собираю справочник,$(BIN)/python -m docs.generate)

bench: env ## измерить скорость на этой машине
	$(call step,Измеряю скорость,$(BIN)/python -m benchmarks)
