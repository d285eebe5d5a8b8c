#!/usr/bin/env bash
# Makes .venv from uv.lock on a machine that has Python 3.11 (or 3.10) and nothing else. uv itself comes from PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

python=""
for candidate in python3.11 python3.10 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 12))' 2>/dev/null; then
    python=$(command -v "$candidate")
    break
  fi
done
[ -n "$python" ] || { say "Il faut Python 3.11 (ou 3.10). Sur Debian : apt-get install python3.11 python3.11-venv"; exit 1; }

uv=.tools/bin/uv
if [ ! -x "$uv" ]; then
  if ! "$python" -m venv .tools 2>/dev/null; then
    rm -rf .tools
    # Debian's Python comes without venv: install it when we may.
    if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo=sudo; else
      say "Il manque python3-venv. Sur Debian : apt-get install python3-venv"; exit 1; fi
    $sudo apt-get update -qq >/dev/null && $sudo apt-get install -y -qq python3-venv >/dev/null
    "$python" -m venv .tools
  fi
  .tools/bin/pip install --quiet --disable-pip-version-check "uv>=0.5,<1"
fi

say "Installation des dépendances (quelques minutes la première fois)…"
# Bytecode compiled now: a cold start is twice as fast.
UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=.venv "$uv" sync --frozen --all-extras --all-groups --quiet --python "$python"
