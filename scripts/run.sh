#!/usr/bin/env bash
# `make run`: sets up, builds a release and serves it as a demonstration: for this machine only, without passwords. Settings by environment, see README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

echo "Stellwerk: 1. Werkzeuge prüfen und fehlende installieren"
scripts/setup.sh
echo "Stellwerk: 2. Anwendung übersetzen (beim ersten Mal 6 bis 15 Minuten)"
scripts/build.sh
echo "Stellwerk: 3. Anwendung starten"
# The server itself says where to go, once it listens. exec: signals reach it directly, so that it can end cleanly.
exec target/release/stellwerk serve --demo
