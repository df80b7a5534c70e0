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
node benches/peers/compare.mjs "$lines" desque G1:W1:3:W1 G2:W2:5:W2 "G3:W2 by events:2.5:W2"
