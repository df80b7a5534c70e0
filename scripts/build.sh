#!/usr/bin/env bash
# The release build: server, page (WebAssembly) and style sheet, with their compressed copies.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

# Hashed file names of earlier builds would lie beside the new ones for ever.
rm -rf target/site
# --split: the code of each page, and the engine, are files of their own, loaded where they are needed.
exec cargo leptos build --release --precompress --split
