#!/usr/bin/env bash
# Measure on this machine: bench/run.sh [--help]. Set up by `make bench`; flags go into BENCH="--quick".
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v wrk >/dev/null; then
  as_root=()
  [[ $EUID -eq 0 ]] || as_root=(sudo)
  echo "Installing wrk …"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends wrk >/dev/null
fi
# shellcheck disable=SC2086 # flags, apart by spaces
exec .venv/bin/python -m bench ${BENCH:-} "$@"
