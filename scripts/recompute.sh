#!/usr/bin/env bash
# `make recompute`: every formula of the workbooks that Stellwerk gives out, computed anew by LibreOffice and compared with the
# result that stands in the file and in the table as CSV. Not in `make test`, because LibreOffice takes some 300 MB; there a reader of
# our own computes the same formulas (src/export/sheets/tests).
#
#   scripts/recompute.sh       installs what is missing (as root under Debian, otherwise it says what), builds, exports, compares
#   SOFFICE=…                  another LibreOffice than the one in PATH
#   STELLWERK_BINARY=…         this program instead of a release build
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

if [ -z "${SOFFICE:-}" ] && ! command -v soffice >/dev/null 2>&1; then
  install="apt-get install -y --no-install-recommends libreoffice-calc"
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    printf '\n→ Für das Nachrechnen wird installiert: libreoffice-calc\n'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $install
  else
    printf '\n✗ Für das Nachrechnen fehlt LibreOffice Calc. Bitte als Administrator: %s (oder SOFFICE=/pfad/zu/soffice setzen).\n' "$install" >&2
    exit 1
  fi
fi
if [ -z "${STELLWERK_BINARY:-}" ]; then
  scripts/setup.sh
  scripts/build.sh
fi
node scripts/recompute.mjs
