#!/usr/bin/env bash
# Installs from Debian what the whole test suite uses: a browser, PostgreSQL, Redis. In CI their absence is a failure;
# elsewhere the tests that need them are skipped with one line.
set -uo pipefail
declare -A packages=([chromium]=chromium [redis-server]=redis-server)
missing=()
for program in "${!packages[@]}"; do command -v "$program" >/dev/null || missing+=("${packages[$program]}"); done
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo=sudo; else sudo=none; fi
if [ "$sudo" != none ] && command -v apt-get >/dev/null; then
  echo "Installation depuis Debian : ${missing[*]}" >&2
  # The packages' own services are not wanted: the tests start their servers themselves.
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq >/dev/null 2>&1
  $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core >/dev/null 2>&1 && exit 0
fi
echo "Non installés (droits manquants) : ${missing[*]}. Les tests qui en ont besoin sont passés." >&2
[ -z "${CI:-}" ]
