#!/usr/bin/env bash
# The release build: the simulation's module, server, page (WebAssembly) and style sheet, with their compressed copies.
#
#   scripts/build.sh          all of it
#   scripts/build.sh --page   without the server
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

# Hashed file names of earlier builds would lie beside the new ones for ever.
rm -rf target/site
scripts/engine.sh
parts=()
[ "${1:-}" != "--page" ] || parts+=(--frontend-only)
# --split: the code of each page is loaded where it is needed. Compressed once it is what it stays.
cargo leptos build --release --split "${parts[@]}"
node scripts/pack-parts.mjs
node scripts/compress.mjs
