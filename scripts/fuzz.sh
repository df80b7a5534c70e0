#!/usr/bin/env bash
# `make fuzz SECONDS=600`: feeds every reader of foreign bytes with broken input for so long each, at low priority. TARGET=plans runs
# one alone, JOBS=2 two targets side by side. What breaks something is kept in target/fuzz; at the end there is a line for each
# target with its seconds, inputs and findings.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

mkdir -p target/fuzz
log=target/fuzz/log
status=0
STELLWERK_FUZZ_SECONDS="${SECONDS_EACH:-60}" \
  nice -n 19 cargo test --quiet --features ssr --test fuzz -- --nocapture --test-threads "${JOBS:-1}" ${TARGET:+"$TARGET"} 2>&1 |
  tee "$log" || status=$?

# The test runner writes its own signs into the same lines.
printf '\n== targets\n'
grep -o 'fuzz [a-zA-Z0-9._-]*: [0-9]* s, .*' "$log" | sed 's/^fuzz //' | sort || true
printf '%s targets, %s with a finding\n' "$(grep -c 'fuzz [a-zA-Z0-9._-]*: [0-9]* s, ' "$log" || true)" "$(grep -c ', 1 finding ' "$log" || true)"
exit "$status"
