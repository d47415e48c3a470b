#!/bin/bash
# Prints the path of a chronyd, Debian's own: the time server of test networks. Unpacked and not installed: a daemon that begins to
# set this machine's clock, and a package that throws out another, are not a test's to bring. Needs root and Debian, for its libraries.
set -euo pipefail

cache=$HOME/.cache/edgegen/chrony
program=$cache/usr/sbin/chronyd
if [ ! -x "$program" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  apt-cache show chrony >/dev/null 2>&1 || apt-get -q update >&2
  apt-get -q download chrony >&2
  mapfile -t libraries < <(dpkg-deb -f chrony_*.deb Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ ]*\).*/\1/p')
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${libraries[@]}" >&2
  dpkg-deb -x chrony_*.deb new
  mkdir -p "$(dirname "$cache")"
  rm -rf "$cache"
  mv new "$cache"
fi
printf '%s\n' "$program"
