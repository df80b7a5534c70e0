#!/usr/bin/env bash
# The engine as WebAssembly, in node, whose engine is Chromium's: beside itself natively (G9 and G10: the least of 27 timings each, in
# turn) and beside simjs 2.0.3, the simulator that browsers use (G5). It is built as the workers' module is; there is one such module
# only, without vector instructions, which is therefore held to both goals. simjs comes from npm, as its lock file names it, into a folder
# of its own.
#
# Ends with 0 after a comparison, 1 where the two disagree on a model, 3 where something is not to be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

skip() {
  printf '\n✗ Die Messung in WebAssembly entfällt: %s\n' "$*" >&2
  exit 3
}
command -v node >/dev/null 2>&1 || skip "node fehlt."
rustup target add wasm32-wasip1 2>/dev/null || skip "Das Ziel wasm32-wasip1 ist nicht zu haben."
# The binary that cargo names in its messages.
built() { sed -n 's/.*"executable":"\([^"]*\/peers-[^"]*\)".*/\1/p' | tail -n 1; }
native=$(cargo bench --no-default-features --bench peers --no-run --message-format json 2>/dev/null | built)
# shellcheck disable=SC2086 # several words
module=$(cargo rustc --no-default-features --bench peers --target wasm32-wasip1 --profile worker --message-format json \
  -- $WORKER_RUSTC 2>/dev/null | built)
[ -x "$native" ] && [ -f "$module" ] || skip "Das Messprogramm lässt sich nicht bauen."

in_wasm() { node --no-warnings benches/peers/wasi.mjs "$module" "$@"; }
least() { sed -n 's/.*"least":\([0-9.e-]*\).*/\1/p'; }

printf '\nThe same in WebAssembly (node %s) and natively, least of 27 timings\n' "$(node --version)"
for workload in W1 W2 W2-events W3 W3-shared W-department; do
  for _ in 1 2 3; do
    printf '%s %s\n' "$("$native" "$workload" 9 | least)" "$(in_wasm "$workload" 9 | least)"
  done | awk -v workload="$workload" '
    NR == 1 || $1 < ours { ours = $1 }
    NR == 1 || $2 < theirs { theirs = $2 }
    END {
      ratio = theirs / ours
      printf "%s: %.2f ms natively, %.2f ms in WebAssembly\n", workload, ours * 1000, theirs * 1000
      printf "G9 %s: %.2f × native, goal 1.25 ×: %s\n", workload, ratio, ratio <= 1.25 ? "met" : "NOT met"
      printf "G10 %s: %.2f × native, goal 2.3 ×: %s\n", workload, ratio, ratio <= 2.3 ? "met" : "NOT met"
    }'
done

peer=$STELLWERK_TOOLS/simjs
if ! cmp -s benches/peers/simjs/package-lock.json "$peer/.stamp"; then
  mkdir -p "$peer"
  cp benches/peers/simjs/package.json benches/peers/simjs/package-lock.json "$peer"
  (cd "$peer" && npm ci --silent --ignore-scripts) || skip "simjs 2.0.3 ist nicht zu haben."
  cp benches/peers/simjs/package-lock.json "$peer/.stamp"
fi
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for round in 1 2 3 4 5 6 7; do
  in_wasm "$round" >>"$lines"
  node benches/peers/simjs/run.mjs "$peer" "$round" >>"$lines"
done
printf '\nBeside simjs, 7 rounds in turn\n'
node benches/peers/compare.mjs "$lines" simjs G5:W1:35:W1 G5:W2:60:W2
