#!/usr/bin/env bash
# Installs what the build needs and is missing, each part in a pinned version; does nothing, in well under two seconds, when
# everything is there.
#
#   scripts/setup.sh             what `make run` needs
#   scripts/setup.sh --browser   and a Chromium for the tests
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

cargo_leptos=0.3.10
wasm_bindgen=0.2.130 # must equal the version of the crate in Cargo.toml
node_minimum=20.19

say() { printf '\n→ %s\n' "$*"; }
fail() {
  printf '\n✗ %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# --- the compilers that we do not install ourselves -------------------------------------------------------------------
have rustup || fail "Es fehlt rustup. Bitte nach https://rustup.rs installieren und danach erneut aufrufen."
have cc || fail "Es fehlt ein C-Compiler (SQLite wird mitübersetzt). Unter Debian: apt-get install -y build-essential"
have node || fail "Es fehlt Node.js ab Version $node_minimum. Unter Debian 13: apt-get install -y nodejs npm"
have npm || fail "Es fehlt npm. Unter Debian: apt-get install -y npm"
found=$(node --version)
[ "$(printf '%s\n' "$node_minimum" "${found#v}" | sort --version-sort | head -n 1)" = "$node_minimum" ] ||
  fail "Node.js $found ist zu alt, nötig ist mindestens Version $node_minimum."

# --- Rust and its WebAssembly target ----------------------------------------------------------------------------------
channel=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
if ! sysroot=$(rustc --print sysroot 2>/dev/null); then
  say "Rust $channel wird installiert"
  rustup toolchain install "$channel" --profile minimal --component rustfmt,clippy --target wasm32-unknown-unknown
  sysroot=$(rustc --print sysroot)
fi
if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ]; then
  say "Das WebAssembly-Ziel von Rust wird installiert"
  rustup target add wasm32-unknown-unknown
fi
for component in rustfmt cargo-clippy; do
  [ -x "$sysroot/bin/$component" ] || rustup component add rustfmt clippy
done

# --- cargo-leptos and wasm-bindgen --------------------------------------------------------------------------------------
# Our own settings: these are tools, they need to be built fast. Only what goes over megabytes of the module is optimised.
settings=(--config 'profile.release.lto="off"' --config profile.release.opt-level=0 --config profile.release.codegen-units=16
  --config profile.release.debug=false)
for hot in wasm_split_cli_support wasmparser wasm-encoder walrus gimli brotli alloc-no-stdlib libflate libflate_lz77 md-5; do
  settings+=(--config "profile.release.package.$hot.opt-level=2")
done
# OpenSSL is part of a command that we do not use: where the machine has its headers, it need not be translated.
! pkg-config --exists openssl 2>/dev/null || export OPENSSL_NO_VENDOR=1
install_tool() { cargo install --quiet --force --root "$STELLWERK_TOOLS" "${settings[@]}" "$@"; }

version=$(cargo-leptos --version 2>/dev/null || true)
if [ "$version" != "cargo-leptos $cargo_leptos" ]; then
  say "cargo-leptos $cargo_leptos wird übersetzt (einmalig, 4 bis 9 Minuten)"
  # no_downloads: a missing tool is then a clear error instead of a download behind our back.
  install_tool cargo-leptos --version "$cargo_leptos" --locked --features no_downloads
fi
version=$(wasm-bindgen --version 2>/dev/null || true)
if [ "$version" != "wasm-bindgen $wasm_bindgen" ]; then
  say "wasm-bindgen $wasm_bindgen wird übersetzt (einmalig, 1 bis 2 Minuten)"
  # Without --locked: its lock file names a version that is not in the registry.
  install_tool wasm-bindgen-cli --version "$wasm_bindgen" --no-default-features --bin wasm-bindgen
fi

# --- wasm-opt, sass, and the browser tests' libraries -----------------------------------------------------------------
# The stamp is set after npm was done; a lock file that is newer has changed since.
if [ end2end/package-lock.json -nt end2end/node_modules/.stellwerk ]; then
  say "npm-Pakete werden installiert (wasm-opt, sass, Playwright)"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  touch end2end/node_modules/.stellwerk
fi

# --- a browser, for the tests only ------------------------------------------------------------------------------------
if [ "${1:-}" = "--browser" ] && [ -z "${CHROMIUM:-}" ]; then
  packages=()
  have chromium || packages+=(chromium)
  # Without any font the browser draws empty boxes, and nothing on the page has its width.
  have fc-list && [ -n "$(fc-list 2>/dev/null | head -n 1)" ] || packages+=(fontconfig fonts-dejavu)
  if [ "${#packages[@]}" -gt 0 ]; then
    install="apt-get install -y --no-install-recommends ${packages[*]}"
    if [ "$(id -u)" -eq 0 ] && have apt-get; then
      say "Für die Tests wird installiert: ${packages[*]}"
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive $install
    else
      fail "Für die Tests fehlt: ${packages[*]}. Bitte als Administrator: $install (oder CHROMIUM=/pfad/zu/chromium setzen)."
    fi
  fi
fi
