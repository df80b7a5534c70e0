#!/usr/bin/env bash
# The simulation's module: the core alone, built for speed, for the workers of the page. Into public/engine, from where
# cargo-leptos copies it into the site: therefore before every build of the page, and again after a change of the core.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

echo "Building the simulation's module"
# shellcheck disable=SC2086 # several words
cargo rustc --quiet --lib --target wasm32-unknown-unknown --profile worker --no-default-features --features worker -- $WORKER_RUSTC
module="${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/worker/stellwerk.wasm"
wasm-bindgen --target web --no-typescript --out-name engine --out-dir public/engine "$module"
# -O1 takes off what nobody calls, the passes behind it what is set twice (1.1 kB); higher levels make it neither faster nor smaller. In the
# order of their names functions lie beside others of their kind, which compresses better (1.5 kB), as in the page.
built=public/engine/engine_bg.wasm
wasm-opt -O1 --rse --vacuum --reorder-functions-by-name --enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue "$built" -o "$built"
