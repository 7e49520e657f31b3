#!/usr/bin/env bash
# Installs what is missing, builds the preset `bench`, runs the micro benchmarks and every cell of
# bench/load beside its peers, and writes bench/results/DATE-NAME.md.
#   bench/run.sh                     everything, about ten minutes
#   bench/run.sh --quick --stdout    few rounds, printed
#   bench/run.sh --cells miss,score  some cells; python3 bench/load/run.py --help lists them
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install_packages.sh run test bench
. scripts/build_environment.sh
[ -e build/release/build.ninja ] && grep -q '^VITRINE_BENCH:BOOL=ON' build/release/CMakeCache.txt ||
  cmake --preset bench >/dev/null
cmake --build --preset bench

exec python3 bench/load/run.py "$@"
