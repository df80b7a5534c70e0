#!/usr/bin/env bash
# The numbered goals of the engine that no comparison with another simulator shows: time, memory, instructions and mispredicted branches of
# the workloads, size of the workers' module. G1 to G5, G9 and G10 come from the comparisons. What cannot be measured here is named with the reason.
#
# Instructions are those of a run of three replications less those of a run of one, counted by valgrind: they stay the same under load.
#
# Ends with 0 where everything was measured, 3 where valgrind or the program is missing.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

ours=$(cargo bench --no-default-features --bench peers --no-run --message-format json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*\/peers-[^"]*\)".*/\1/p' | tail -n 1)
if ! [ -x "$ours" ]; then
  printf '\n✗ Die nummerierten Ziele entfallen: Das Messprogramm lässt sich nicht bauen.\n' >&2
  exit 3
fi
lacking=0

# A field of a line of JSON.
field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }
# Number, what, figure, unit, gate.
goal() {
  awk -v number="$1" -v what="$2" -v found="$3" -v unit="$4" -v gate="$5" 'BEGIN {
    printf "%s %s: %.2f %s, goal %s: %s\n", number, what, found, unit, gate, found <= gate ? "met" : "NOT met" }'
}
open() { printf '%s not measured here: %s\n' "$1" "$2"; }

printf '\nNumbered goals, one core\n'
# Nanoseconds of a visit of a workload.
nanoseconds() {
  local line
  line=$("$ours" "$1" 15)
  awk -v seconds="$(field seconds <<<"$line")" -v visits="$(field visits <<<"$line")" 'BEGIN { print seconds / visits * 1e9 }'
}
for of in "G6:W3:4:apart" "G7:W3-shared:7:tied"; do
  IFS=: read -r number workload gate how <<<"$of"
  draws=$(nanoseconds "$workload-draws")
  ratio=$(nanoseconds "$workload" | awk -v draws="$draws" '{ print $1 / draws }')
  goal "$number" "a visit of 45 posts of eight units $how, beside the draws of a new case ($draws ns)" "$ratio" × "$gate"
done
for of in "W3:1.1:45 posts of eight units apart" "W3-shared:1.9:45 posts that are tied by shared posts and priorities"; do
  IFS=: read -r workload gate what <<<"$of"
  line=$("$ours" "$workload" 15)
  seconds=$(field seconds <<<"$line")
  goal G8 "$what, five years, 200 replications" "$(awk -v each="$seconds" 'BEGIN { print each * 200 }')" s "$gate"
done
open G11 "a test: the answers pinned in tests/fixtures/worker_answers.json hold natively and in the browser (golden.spec.ts)"
goal G12 "largest memory after 30 replications of W2" "$("$ours" W2 30 | field memory_kb | awk '{ print $1 / 1024 }')" MB 8

# What a visit of a workload costs in valgrind: the sum of some events.
counted() {
  local workload=$1 options=$2 events=$3 runs
  for runs in 1 3; do
    # shellcheck disable=SC2086
    valgrind --tool=callgrind --callgrind-out-file=/dev/null $options "$ours" "$workload" "$runs" 2>&1 >/dev/null |
      sed -n 's/.*Collected : //p' | awk -v events="$events" '{ sum = 0; count = split(events, place, ","); for (at = 1; at <= count; at++) sum += $place[at]; print sum }'
  done | paste -s -d ' ' | awk '{ print ($2 - $1) / 2 }'
}
if command -v valgrind >/dev/null 2>&1; then
  for of in "W1:350:0.6" "W2:380:1.4" "W3-shared:560:4.2"; do
    IFS=: read -r workload instructions missed <<<"$of"
    visits=$("$ours" "$workload" 1 | field visits)
    each() { awk -v all="$1" -v visits="$visits" 'BEGIN { print all / visits }'; }
    goal G13 "instructions of a visit of $workload" "$(each "$(counted "$workload" "" 1)")" "" "$instructions"
    # Ir, then conditional branches and those mispredicted, then indirect ones and those mispredicted.
    goal G14 "mispredicted branches of a visit of $workload" "$(each "$(counted "$workload" --branch-sim=yes 3,5)")" "" "$missed"
  done
else
  open G13 "valgrind is missing"
  open G14 "valgrind is missing"
  lacking=3
fi
if [ -f public/engine/engine_bg.wasm ] && command -v node >/dev/null 2>&1; then
  size=$(node -e 'const { readFileSync } = require("node:fs");
    console.log(require("node:zlib").brotliCompressSync(readFileSync("public/engine/engine_bg.wasm")).length / 1000);')
  goal G15 "the module of the workers, plans and their reader included, brotli" "$size" kB 30
else
  open G15 "the module of the workers is not built (scripts/engine.sh)"
fi
exit "$lacking"
