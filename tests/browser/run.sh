#!/usr/bin/env bash
# Drives the dashboard of a built server in Chromium:  run.sh build/dev/bin/vitrine build/dev
# Packages are installed below the second one, so that the source tree stays as it is; pictures of
# each page are left in its folder `screenshots`.
set -euo pipefail
program=$(realpath "$1")
folder=$(realpath "$2")
cd "$(dirname "$0")"
place=$folder/browser
mkdir -p "$place"
if ! cmp -s package-lock.json "$place/installed.json"; then
  cp package.json package-lock.json "$place"
  (cd "$place" && npm ci --no-audit --no-fund --loglevel=error) || {
    echo "npm could not install what tests/browser/package-lock.json names" >&2
    exit 1
  }
  cp package-lock.json "$place/installed.json"
fi
rm -f "$place"/*.mjs
cp ./*.mjs "$place"
cd "$place"
shift 2
[ $# -gt 0 ] || set -- ./*.test.mjs
export PROGRAM=$program SCREENSHOTS=$folder/screenshots
exec node --test --test-concurrency=1 --test-force-exit --test-reporter=spec "$@"
