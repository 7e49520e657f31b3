#!/bin/sh
# Fails when a tiny GET costs more instructions or heap allocations than it may. Both are counted, not
# timed, so the result does not depend on what else the machine is doing.
#
# Builds the preset `bench` (folder build/release) first.
set -eu
cd "$(dirname "$0")/../.."
build=build/release
server=$build/bin/budget_server
instructions_max=3500
allocations_max=0
few=800
many=8800

cmake --preset bench > /dev/null
cmake --build "$build" --target budget_server > /dev/null

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Debian 12's valgrind does not understand the debug information of clang 19.
strip --strip-debug -o "$scratch/budget_server" "$server"
server=$scratch/budget_server

instructions() {
  valgrind --tool=callgrind --callgrind-out-file="$scratch/callgrind.$1" "$server" "$1" \
    > /dev/null 2> "$scratch/valgrind.log" || { cat "$scratch/valgrind.log" >&2; exit 1; }
  sed -n 's/^totals: //p' "$scratch/callgrind.$1"
}

per_request() {
  echo $((($2 - $1) / (many - few)))
}

instructions=$(per_request "$(instructions $few)" "$(instructions $many)")
# Not per request, for even one in a thousand requests is one too many.
allocations=$("$server" $many | sed -n 's/^allocations=//p')

echo "instructions per request: $instructions (at most $instructions_max)"
echo "allocations in $many requests: $allocations (at most $allocations_max)"
[ "$instructions" -le "$instructions_max" ] && [ "$allocations" -le "$allocations_max" ]
