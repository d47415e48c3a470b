#!/bin/bash
# Prints the path of a promtool, Debian's own. Unpacked and not installed: the package would start a Prometheus on this machine.
# Needs Debian and apt's lists.
set -euo pipefail

cache=$HOME/.cache/edgegen/prometheus
program=$cache/usr/bin/promtool
if [ ! -x "$program" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  apt-cache show prometheus >/dev/null 2>&1 || apt-get -q update >&2
  apt-get -q download prometheus >&2
  mkdir new
  dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x -C new ./usr/bin/promtool
  mkdir -p "$(dirname "$cache")"
  rm -rf "$cache"
  mv new "$cache"
fi
printf '%s\n' "$program"
