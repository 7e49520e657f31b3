#!/usr/bin/env bash
# Installs what is missing and runs every test. One step or several by name: ./test.sh dev asan
# ./test.sh --list says what there is.
set -uo pipefail
cd "$(dirname "$0")"

declare -A about=(
  [format]="clang-format 19 has nothing to change"
  [dev]="debug build with warnings as errors; every room's tests, the repository's own lint, the service tests, the dashboard in Chromium"
  [asan]="the same under AddressSanitizer and UndefinedBehaviorSanitizer"
  [tsan]="the same under ThreadSanitizer"
  [fuzz]="each fuzz target over its corpus, then ${FUZZ_SECONDS:-20} s of new inputs"
  [budget]="release build: 0 allocations and at most 3,500 instructions for a tiny GET"
  [tidy]="clang-tidy 19 over the sources that the last commit changed (all of src with TIDY_ALL=1)"
)
order=(format dev asan tsan fuzz budget tidy)

if [ "${1-}" = --list ]; then
  for step in "${order[@]}"; do printf '%-8s %s\n' "$step" "${about[$step]}"; done
  exit 0
fi
for step in "$@"; do
  [ -n "${about[$step]-}" ] || { echo "test.sh: no step \"$step\"; ./test.sh --list" >&2; exit 2; }
done
[ $# -eq 0 ] || order=("$@")

scripts/install_packages.sh run test || exit 1
. scripts/build_environment.sh
jobs=$(nproc)

configure() { [ -e "build/$1/build.ninja" ] || cmake --preset "$1" >/dev/null; }

step_format() {
  git ls-files '*.h' '*.cpp' | xargs clang-format-19 --dry-run --Werror
}
run_tests() {
  local preset=$1
  shift
  configure "$preset" && cmake --build --preset "$preset" -- --quiet &&
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error "$@"
}
step_dev() { run_tests dev; }
step_asan() {
  ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 \
  LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0 \
  UBSAN_OPTIONS=print_stacktrace=1 run_tests asan
}
# It sees the memory that libvips and its codecs touch but not their locks, which GLib builds on
# futexes, so it would call every picture a race. Our own code stays watched.
step_tsan() {
  TSAN_OPTIONS=suppressions=$PWD/tests/tsan.supp:ignore_noninstrumented_modules=1 run_tests tsan
}
step_fuzz() {
  configure fuzz && cmake --build --preset fuzz -- --quiet || return 1
  local name output
  # CI tries the same inputs each time, so that what it refuses was broken by the change. Everyone
  # else hunts with new ones (0), and adds what is found to fuzz/corpus.
  local seed=${FUZZ_SEED:-$([ "${CI-}" = true ] && echo 1 || echo 0)}
  for target in build/fuzz/bin/*_fuzz; do
    name=${target##*/} name=${name%_fuzz}
    mkdir -p "build/fuzz/corpus/$name"
    if output=$("$target" -seed="$seed" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 \
      -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" \
      "build/fuzz/corpus/$name" "fuzz/corpus/$name" 2>&1); then
      printf '%s: %s\n' "$name" "$(grep -o 'number_of_executed_units: *[0-9]*' <<<"$output")"
    else
      tail -n 40 <<<"$output"
      echo "${name}_fuzz failed; its input is in build/fuzz/"
      return 1
    fi
  done
}
step_budget() { bench/budget/check.sh; }
step_tidy() {
  configure dev
  local files
  if [ "${TIDY_ALL-}" = 1 ]; then
    files=$(git ls-files 'src/*.cpp')
  else
    files=$(git diff --name-only --diff-filter=d HEAD~1 -- 'src/*.cpp' 2>/dev/null)
  fi
  [ -n "$files" ] || { echo "no source changed"; return 0; }
  echo "$files" | xargs -P "$jobs" -n 1 clang-tidy-19 -p build/dev --quiet 2>/dev/null
}

passed=0
failed=()
for step in "${order[@]}"; do
  printf '\n== %s: %s\n' "$step" "${about[$step]}"
  started=$SECONDS
  if "step_$step"; then passed=$((passed + 1)); else failed+=("$step"); fi
  printf '== %s took %d s\n' "$step" $((SECONDS - started))
done
[ ${#failed[@]} -eq 0 ] || printf 'failed steps: %s\n' "${failed[*]}"
printf 'steps: %d passed, %d failed\n' "$passed" "${#failed[@]}"
[ ${#failed[@]} -eq 0 ]
