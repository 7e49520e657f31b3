#!/usr/bin/env bash
# Installs the packages of the named sections of packages.txt that are missing.
#   scripts/install_packages.sh run test
# A second word on a line is a command: where it is there already, from wherever, the package is not
# needed (another distributor's nodejs brings npm along and conflicts with Debian's).
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=()
for section in "$@"; do
  while read -r package command; do
    [ -n "$command" ] && command -v "$command" >/dev/null || wanted+=("$package")
  done < <(
    awk -v section="[$section]" '
      /^\[/ { inside = ($0 == section); next }
      inside && NF && $0 !~ /^#/' packages.txt)
done

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
    missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
# A policy file keeps packages such as nginx from starting their services while they are installed.
policy=/usr/sbin/policy-rc.d
made_policy=no
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  made_policy=yes
fi
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
  { echo "apt-get could not install: ${missing[*]}" >&2; exit 1; }
[ "$made_policy" = no ] || "${as_root[@]}" rm -f "$policy"
