#!/usr/bin/env bash
# Everything: style, types, content, then every test. The model is trained once and cached by its inputs.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/debian.sh
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/python -m bot check
.venv/bin/python -m bot train >/dev/null
exec .venv/bin/python -m pytest -q "$@"
