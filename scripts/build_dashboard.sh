#!/usr/bin/env bash
# Builds the dashboard (web/dashboard) once for every build of the server, and packs its files with
# their compressed forms into the file that is named, which the server is linked with. Does nothing
# when its sources are those of the last time; CMake calls it whenever one of them is newer.
#
#   scripts/build_dashboard.sh build/dashboard/files.pack
set -euo pipefail
cd "$(dirname "$0")/.."
pack=$(realpath -m "$1")
folder=$(dirname "$pack")
mkdir -p "$folder"

# Two builds at once (release and dev) share node_modules and dist.
exec 9>"$folder/lock"
flock 9

signature=$({
  cat scripts/build_dashboard.sh scripts/pack_dashboard.mjs
  cd web/dashboard
  find . \( -path ./node_modules -o -path ./dist -o -path ./tests \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum)
[ -s "$pack" ] && [ "$(cat "$folder/signature" 2>/dev/null)" = "$signature" ] && exit 0

if ! command -v npm >/dev/null; then
  echo "The dashboard is built with npm, which is not here: install the packages nodejs and npm, or" \
    "configure with -DVITRINE_DASHBOARD=OFF for a server without it." >&2
  exit 1
fi

cd web/dashboard
installed=$(sha256sum package-lock.json)
if [ ! -d node_modules ] || [ "$(cat "$folder/installed" 2>/dev/null)" != "$PWD $installed" ]; then
  if ! npm ci --no-audit --no-fund --loglevel=error >"$folder/npm.log" 2>&1; then
    cat "$folder/npm.log" >&2
    echo "npm could not install what the dashboard is built with (web/dashboard/package-lock.json)." \
      "Without a network, put a filled npm cache in place, or configure with" \
      "-DVITRINE_DASHBOARD=OFF for a server without the dashboard." >&2
    exit 1
  fi
  echo "$PWD $installed" >"$folder/installed"
fi
if ! npm run build --silent >"$folder/build.log" 2>&1; then
  cat "$folder/build.log" >&2
  exit 1
fi
node ../../scripts/pack_dashboard.mjs dist "$folder/new.pack"
# The same bytes keep their time, so that nothing is linked again.
if cmp -s "$folder/new.pack" "$pack"; then rm "$folder/new.pack"; else mv "$folder/new.pack" "$pack"; fi
echo "$signature" >"$folder/signature"
