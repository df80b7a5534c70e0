#!/usr/bin/env bash
# Compares the engine with SimPy, Ciw and salabim on the same models (benches/peers/). The three are installed once, in
# pinned versions, into an environment of their own in the cache directory, never into the system.
#
# Ends with 0 after a comparison, 1 where the tools disagree on a model, 3 where the others cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

packages=(simpy==4.1.2 ciw==3.2.7 salabim==26.0.9)
environment="$STELLWERK_TOOLS/peers"

skip() {
  printf '\n✗ Der Vergleich mit SimPy, Ciw und salabim entfällt: %s\n' "$*" >&2
  exit 3
}
command -v python3 >/dev/null 2>&1 || skip "python3 fehlt. Unter Debian: apt-get install -y python3 python3-venv"
python=$environment/bin/python
if [ "$(cat "$environment/.stamp" 2>/dev/null)" != "${packages[*]}" ] || ! "$python" -c '' 2>/dev/null; then
  printf '\n→ Nach %s wird installiert: %s\n' "$environment" "${packages[*]}"
  rm -rf "$environment"
  mkdir -p "$STELLWERK_TOOLS"
  python3 -m venv "$environment" || skip "python3 hat kein venv. Unter Debian: apt-get install -y python3-venv"
  timeout 120 "$python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 "${packages[@]}" ||
    skip "PyPI ist nicht erreichbar oder hat ${packages[*]} nicht für $(python3 --version)."
  echo "${packages[*]}" >"$environment/.stamp"
fi

models=$PWD/benches/peers/models.json
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
cargo bench --quiet --no-default-features --bench peers -- "$models" >"$lines"
timeout 480 "$python" benches/peers/peers.py "$models" >>"$lines" || skip "ein Lauf brach ab oder dauerte über acht Minuten."

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
printf '\n%s, %s cores, load %s; %s; %s\n\n' "${processor:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" \
  "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo '?')" "$(rustc --version)" "$("$python" --version)"
"$python" benches/peers/table.py "$models" "$lines"
