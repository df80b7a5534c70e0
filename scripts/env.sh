# shellcheck shell=sh
# Sourced by the other scripts: where the tools of this repository are found.
#
# cargo-leptos takes wasm-opt and sass from PATH; both come from npm in end2end/. cargo-leptos and wasm-bindgen themselves are
# kept in a directory of our own, so that a version which another project needs is never overwritten.
STELLWERK_TOOLS="${STELLWERK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/stellwerk/tools}"
export STELLWERK_TOOLS
# `pwd` is the top of the repository: make and every script start there.
PATH="$(pwd)/scripts/tools:$(pwd)/end2end/node_modules/.bin:$STELLWERK_TOOLS/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
export PATH

# How the workers' module is compiled beyond its profile, also where it is measured: what is called for every case says itself that it is
# to be inlined, and inlining the rest is 20 kB (brotli) for nothing.
WORKER_RUSTC="-C llvm-args=-inline-threshold=50"
