#!/usr/bin/env bash
# `make test`: every check, the quick ones first. Stops at the first stage that fails; KEEP_GOING=1 runs the others all the same.
# The closing lines give the time of every stage and the number of tests that passed and failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

logs=target/test-logs
mkdir -p "$logs"
rm -f "$logs"/*

passed=0
failed=0
times=()
broken=()
building=''
built=0

# stage NAME COMMAND...: runs one stage, keeps its output in a log and its time for the summary.
stage() {
  local name=$1 log start status=0
  shift
  log="$logs/${name// /-}.log"
  start=$SECONDS
  printf '\n== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$log" || status=$?
  times+=("$(printf '%5d s  %s' "$((SECONDS - start))" "$name")")
  count "$log"
  if [ "$status" -ne 0 ]; then
    broken+=("$name")
    [ -n "${KEEP_GOING:-}" ] || exit 1
  fi
}

# Adds the results of cargo ("test result: ok. 12 passed; 0 failed; …") to the totals.
count() {
  local sums
  sums=$(awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i + 1) == "passed;") p += $i; if ($(i + 1) == "failed;") f += $i } }
    END { print p + 0, f + 0 }' "$1")
  passed=$((passed + ${sums% *}))
  failed=$((failed + ${sums#* }))
}

# Adds Playwright's results, which it writes as JSON beside its output, and names the tests that passed at the second try only.
count_browser() {
  [ -f "$logs/browser.json" ] || return 0
  local sums
  sums=$(node -e '
    const { stats, suites } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
    const flaky = suites.flatMap(specs).filter((spec) => spec.tests.some((test) => test.status === "flaky"));
    for (const spec of flaky) console.error(`flaky: ${spec.file}:${spec.line} ${spec.title}`);
    console.log(stats.expected + stats.flaky, stats.unexpected)' "$logs/browser.json")
  passed=$((passed + ${sums% *}))
  failed=$((failed + ${sums#* }))
}

summary() {
  # What is still being built then is of no use any more.
  [ -z "$building" ] || { pkill -P "$building"; kill "$building"; } 2>/dev/null || true
  count_browser
  printf '\n== summary\n'
  printf '%s\n' "${times[@]}"
  printf '%5d s  in all\n' "$SECONDS"
  # A stage that breaks without a failed test (a lint, a build) counts as one failure: "0 failed" always means that all is well.
  if [ "${#broken[@]}" -gt 0 ]; then
    printf 'failed stage: %s\n' "${broken[@]}"
    [ "$failed" -gt 0 ] || failed=${#broken[@]}
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
}
trap summary EXIT

# `cargo clippy` is `cargo check` with clippy in the compiler's place. In its place in the builds that generate code, too, the crate, which
# takes minutes each time, is read once for both: every build below is linted as it is built.
linted() { RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS='-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__' "$@"; }
# Everything is built, benches included, before the first test runs.
tests() {
  linted cargo test --features ssr --all-targets --no-run &&
    linted cargo test --no-fail-fast --features ssr
}
# Begun beside the tests, as each of both leaves a processor idle for minutes; what it said is shown when its turn has come. The server is
# not built a second time: the page is tried with the one that the tests have built. It begins with the simulation's module, which is the core
# alone: that it does without the rest is seen there.
build_beside() {
  linted scripts/build.sh --page </dev/null >"$logs/build.log" 2>&1 &
  building=$!
}
await_build() {
  wait "$building" || built=$?
  building=''
}
page() {
  cat "$logs/build.log"
  [ "$built" -eq 0 ] && node scripts/sizes.mjs
}
browser() {
  cd end2end && npm run --silent check &&
    STELLWERK_BINARY="$PWD/../target/debug/stellwerk" PLAYWRIGHT_JSON_OUTPUT_NAME="../$logs/browser.json" npx --no-install playwright test
}

stage "set-up" scripts/setup.sh --browser
stage "format" cargo fmt --check
stage "dependencies" node scripts/dependencies.mjs
stage "bill of materials" node scripts/sbom.mjs
build_beside
stage "tests" tests
await_build
stage "page" page
stage "browser tests" browser

[ "${#broken[@]}" -eq 0 ]
