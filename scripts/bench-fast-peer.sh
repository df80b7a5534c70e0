#!/usr/bin/env bash
# The engine beside desque 0.4.0, the fastest peer known, on W1 and W2: rounds in turn on one core, medians, and their ratio
# beside the goals (G1: three times as fast on W1, G2: five times on W2, G3: two and a half times on W2 with a list of events). Mean waits must agree within 99 % intervals over the rounds, or the ratio
# is worth nothing. desque comes from crates.io, as its lock file names it, into a target folder of its own.
#
#   scripts/bench-fast-peer.sh [ROUNDS]
#
# Ends with 0 after a comparison, 1 where the two disagree on a model, 3 where desque cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

rounds=${1:-9}
if ! [ "$rounds" -ge 5 ] 2>/dev/null; then
  printf '✗ Bitte mindestens fünf Runden angeben: Aus weniger folgt kein brauchbares Intervall.\n' >&2
  exit 2
fi
if ! cargo build --quiet --release --locked --manifest-path benches/peers/desque/Cargo.toml --target-dir target/peers; then
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
  const of = (tool, model) => lines.filter((one) => one.tool === tool && one.model === model);
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Student: 99 % of two sides, by the expansion of Cornish and Fisher; from four degrees of freedom on within two in a hundred.
  const t = (freedom, z = 2.5758) =>
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3);
  let differ = false;
  for (const [number, model, goal, peer] of [["G1", "W1", 3, "W1"], ["G2", "W2", 5, "W2"], ["G3", "W2 by events", 2.5, "W2"]]) {
    const tools = ["stellwerk", "desque"].map((tool) => {
      const rounds = of(tool, tool === "desque" ? peer : model);
      const waits = rounds.map((one) => one.wait);
      const middle = mean(waits);
      const spread = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - middle) ** 2, 0) / (waits.length - 1));
      return { tool, nanoseconds: median(rounds.map((one) => (one.seconds / one.visits) * 1e9)), wait: middle, error: spread / Math.sqrt(waits.length), rounds: waits.length };
    });
    for (const { tool, nanoseconds, wait, error, rounds } of tools) {
      const rate = Math.round(1e9 / nanoseconds).toLocaleString("en");
      console.log(`${model}: ${tool.padEnd(9)} ${nanoseconds.toFixed(1).padStart(6)} ns a visit, ${rate.padStart(11)} customers/s, mean wait ${wait.toFixed(3)} ± ${(t(rounds - 1) * error).toFixed(3)} min`);
    }
    const [ours, theirs] = tools;
    const ratio = theirs.nanoseconds / ours.nanoseconds;
    console.log(`${number} ${model}: ${ratio.toFixed(2)} × desque, goal ${goal} ×: ${ratio >= goal ? "met" : "NOT met"}`);
    const [apart, allowed] = [Math.abs(ours.wait - theirs.wait), t(ours.rounds + theirs.rounds - 2) * Math.hypot(ours.error, theirs.error)];
    if (!(apart <= allowed)) {
      differ = true;
      console.error(`✗ not the same model: ${model}: mean waits are ${apart.toFixed(3)} min apart, chance allows ${allowed.toFixed(3)}`);
    }
  }
  process.exit(differ ? 1 : 0);' "$lines"
