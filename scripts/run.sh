#!/usr/bin/env bash
# `make run`: sets up, builds a release and serves it. Settings by environment, see README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

port="${STELLWERK_PORT:-3000}"
database="${STELLWERK_DATABASE:-data/stellwerk.db}"

echo "Stellwerk: 1. Werkzeuge prüfen und fehlende installieren"
scripts/setup.sh
echo "Stellwerk: 2. Anwendung übersetzen (beim ersten Mal 6 bis 15 Minuten)"
scripts/build.sh
echo "Stellwerk: 3. Anwendung starten; die Datenbank liegt in $database"
echo "           Im Browser öffnen: http://127.0.0.1:$port   Beenden: Strg+C"
# exec: signals reach the server itself, so that it can end cleanly.
exec target/release/stellwerk serve
