#!/usr/bin/env bash
# Run the checks and the tests: all, fast, or lint alone. Prints what it does and how long each part took.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

part() {
  local name=$1 begun=$SECONDS
  shift
  echo "== $name"
  "$@" || failed+=("$name")
  echo "   $name: $((SECONDS - begun)) s"
}

lint() {
  part "style" $bin/ruff check .
  part "format" $bin/ruff format --check --quiet .
  part "types" $bin/mypy
  part "import rings" $bin/lint-imports
  part "our own checks" $bin/python -m tools.checks
}

console() {
  part "the console's page" $bin/python tools/build_console.py --check
}

case "${1:-all}" in
  lint)
    lint
    console
    ;;
  fast)
    lint
    part "tests" $bin/pytest -n 2 -m "not slow and not postgres"
    ;;
  all)
    mkdir -p var
    $bin/python tools/build_console.py --check >var/console-check.txt 2>&1 & # waits for the network, while lint computes
    page=$!
    lint
    wait $page || failed+=("the console's page")
    echo "== the console's page"
    cat var/console-check.txt
    # The contract's documents and the npm clients come from the npm registry, into var/, once.
    : >var/test-outcomes.txt
    part "tests" $bin/python -m pytest -p tools.record_outcomes -n 3 --dist worksteal --durations=30 -m "not slow"
    part "slow tests" $bin/python -m pytest -p tools.record_outcomes -n 3 --dist worksteal --durations=10 -m slow
    part "compliance matrix" $bin/python -m tools.check_outcomes
    ;;
esac

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
fi
echo "All passed."
