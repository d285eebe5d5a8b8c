# Two commands matter: `make run` starts everything, `make test` checks everything. Both install what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install run train test unit lint types bench bench-directory endurance evaluate clean

help: ## Cette aide
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

install: .venv/.installed ## Installer les dépendances figées (uv.lock) dans .venv

.venv/.installed: uv.lock pyproject.toml scripts/bootstrap.sh
	@scripts/bootstrap.sh
	@touch $@

run: install ## Lancer Relais sur http://127.0.0.1:8080
	@$(PYTHON) -m bot run

train: install ## Entraîner les modèles (gardés d'une fois sur l'autre)
	@$(PYTHON) -m bot train

test: install ## Tout vérifier : style, types, unités, dialogues entiers, navigateur
	@scripts/test.sh

unit: install ## Les tests qui n'ont besoin ni de modèle ni de serveur
	@$(PYTHON) -m pytest -q tests --ignore=tests/conversations --ignore=tests/widget -m "not slow"

lint: install ## Style, types et fichiers de contenu
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@$(PYTHON) -m bot check

bench: install ## Mesurer les temps de réponse, à côté d'un bot « rasa init »
	@$(PYTHON) -m tests.bench

bench-directory: install ## Mesurer l'import et la recherche, de 10 000 à un million de services (5 minutes)
	@$(PYTHON) -m tests.resources_directory.bench

endurance: install ## 1 000 demandes pendant que chaque processus est tué (une demi-heure) ; ENDURANCE="--postgres"
	@$(PYTHON) -m tests.endurance --referrals 1000 $(ENDURANCE)

evaluate: install ## Mesurer la compréhension et la détection du danger
	@$(PYTHON) -m bot.understanding.evaluate
	@$(PYTHON) -m bot.crisis.evaluate tests/evaluation/danger.tsv

clean: ## Oublier ce qui se refait (pas var/)
	rm -rf .venv .tools models .rasa results .pytest_cache .mypy_cache .ruff_cache
