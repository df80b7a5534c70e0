#!/usr/bin/env bash
# Everything that `make bench` measures: the engine, desque, the engine as WebAssembly beside simjs, then SimPy, Ciw and salabim. Nothing ends it early: a goal that is missed is
# named at the end, and so is a comparison that could not be made.
#
# Ends with 0 where everything was measured, 1 where a measurement failed or two tools disagree on a model. A missed goal is no failure:
# goals are strict where a machine is slower.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

told=$(mktemp)
trap 'rm -f "$told"' EXIT
left_out=()
failed=()

# What is measured, and the call that does it.
measure() {
  local name=$1
  shift
  "$@" 2> >(tee -a "$told" >&2) | tee -a "$told"
  case ${PIPESTATUS[0]} in
    0) ;;
    3) left_out+=("$name") ;;
    *) failed+=("$name") ;;
  esac
}
measure "the engine alone" cargo bench --no-default-features --bench engine
measure "instructions, memory and size" scripts/bench-goals.sh
measure "desque" scripts/bench-fast-peer.sh
measure "WebAssembly and simjs" scripts/bench-wasm.sh
measure "SimPy, Ciw and salabim" scripts/bench-peers.sh

printf '\nThe goals by number:\n'
grep -E '^G[0-9]+ ' "$told" | sort -V | sed 's/^/  /'
printf '\n'
if grep -q 'NOT met' "$told"; then
  printf 'Goals that are not met:\n'
  grep 'NOT met' "$told" | sed -E 's/ +/ /g; s/^/  /'
elif grep -q 'goal' "$told"; then
  printf 'All goals that were measured are met.\n'
fi
for name in "${left_out[@]}"; do printf '✗ not compared: %s\n' "$name" >&2; done
for name in "${failed[@]}"; do printf '✗ failed: %s\n' "$name" >&2; done
[ ${#failed[@]} -eq 0 ]
