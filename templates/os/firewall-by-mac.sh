#!/bin/sh
# Loads the packet filter for the network card with this node's MAC, under whatever name the system gave it.
set -eu
mac={{sh mac}}

# Bridges, bonds and VLANs may wear the same address; they have other interfaces below them.
stacked() {
  for lower in "$1"/lower_*; do
    if [ -e "$lower" ]; then return 0; fi
  done
  return 1
}

interface_of() {
  for entry in /sys/class/net/*; do
    if [ "$(cat "$entry/address" 2>/dev/null)" = "$1" ] && ! stacked "$entry"; then
      basename "$entry"
      return 0
    fi
  done
  return 1
}

tries=30
until lan=$(interface_of "$mac"); do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "no network card has the address $mac" >&2
    exit 1
  fi
  sleep 1
done

{
  printf 'define lan = "%s"\n' "$lan"
  cat /etc/edgegen/firewall.nft
} | nft -f -
