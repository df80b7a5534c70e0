#!/usr/bin/env bash
# `make fuzz SECONDS=600`: feeds every reader of foreign bytes with broken input for so long each; the targets one after
# the other, at low priority. TARGET=plans runs one alone. What breaks something is kept in target/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

STELLWERK_FUZZ_SECONDS="${SECONDS_EACH:-60}" \
  nice -n 19 cargo test --quiet --features ssr --test fuzz -- --nocapture --test-threads 1 ${TARGET:+"$TARGET"}
