#!/usr/bin/env bash
# The engine beside desque 0.4.0, the fastest peer known, on W1 and W2: rounds in turn on one core, medians, and their ratio
# beside the goal (three times as fast on W1, five times on W2). desque comes from crates.io into a target folder of its own.
#
#   scripts/bench-fast-peer.sh [ROUNDS]
#
# Ends with 0 after a comparison, 3 where desque cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

rounds=${1:-9}
if ! cargo build --quiet --release --manifest-path benches/peers/desque/Cargo.toml --target-dir target/peers; then
  printf '\n✗ Der Vergleich mit desque entfällt: desque 0.4.0 ist nicht zu haben.\n' >&2
  exit 3
fi
desque=target/peers/release/peer-desque
ours=$(cargo bench --no-default-features --bench peers --no-run --message-format json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*\/peers-[^"]*\)".*/\1/p' | tail -n 1)
pinned=()
! command -v taskset >/dev/null 2>&1 || pinned=(taskset -c 0)

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for round in $(seq "$rounds"); do
  "${pinned[@]}" "$ours" "$round" >>"$lines"
  "${pinned[@]}" "$desque" "$round" >>"$lines"
done
printf '\n%s rounds in turn, one core, load %s; %s\n' "$rounds" "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo '?')" "$(rustc --version)"
node -e '
  const lines = require("node:fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const of = (tool, model) => median(lines.filter((one) => one.tool === tool && one.model === model).map((one) => (one.seconds / one.visits) * 1e9));
  for (const [model, goal] of [["W1", 3], ["W2", 5]]) {
    const [ours, theirs] = [of("stellwerk", model), of("desque", model)];
    const ratio = theirs / ours;
    console.log(`${model}: stellwerk ${ours.toFixed(1)} ns, desque ${theirs.toFixed(1)} ns a visit; ${ratio.toFixed(2)} times as fast, goal ${goal}: ${ratio >= goal ? "met" : "NOT met"}`);
  }' "$lines"
