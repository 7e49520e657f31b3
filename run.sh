#!/usr/bin/env bash
# Installs what is missing, builds Vitrine, and serves the demo: real photographs in any size on
# http://127.0.0.1:7000. Further arguments go to `vitrine serve`, for example
#   ./run.sh --server-port 8080        another port
#   ./run.sh -e shop                   your own config/shop.json instead of the demo
#   ./run.sh --build-only              stop after the build; the binary is build/release/bin/vitrine
set -euo pipefail
cd "$(dirname "$0")"

build_only=no
arguments=()
for argument in "$@"; do
  if [ "$argument" = --build-only ]; then build_only=yes; else arguments+=("$argument"); fi
done
case " ${arguments[*]-} " in *" -e "*) ;; *) arguments=(-e demo "${arguments[@]}") ;; esac

scripts/install_packages.sh run
. scripts/build_environment.sh
[ -e build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target vitrine
ln -sf bin/vitrine build/release/vitrine
[ "$build_only" = no ] || exit 0
exec build/release/vitrine serve "${arguments[@]}"
