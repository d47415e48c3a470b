#!/bin/bash
# The inner half of boot-nspawn.sh: several nodes on one bridge, in a mount namespace of their own.
# In: the environment that boot-nspawn.sh exports, and the nodes' names. Exit 1: a node's cloud-init did not come to its end.
set -euo pipefail

# Judged by itself on standard input, where shellcheck follows nothing.
# shellcheck source=test/testbed/nodes.sh disable=SC1091
. "$(dirname "$0")/nodes.sh"
nodes=("$@")
declare -A facts runners
failed=0

inside() {
  local node=$1
  shift
  nsenter --all --target "$(cat "$STATE/$node/leader")" "$@"
}

# Waits for cloud-init's own word that it is through.
await() {
  local node=$1 deadline=$((SECONDS + WAIT)) leader
  while [ "$SECONDS" -lt "$deadline" ] && kill -0 "${runners[$node]}" 2>/dev/null; do
    leader=$(cat "$STATE/$node/leader" 2>/dev/null || true)
    if [ -n "$leader" ] && [ -e "/proc/$leader/root/run/cloud-init/result.json" ]; then return 0; fi
    sleep 0.1
  done
  printf '%-12s cloud-init did not end within %s s: %s\n' "$node" "$WAIT" "$STATE/$node/console.log"
  return 1
}

tell() {
  local node=$1 interface
  read -r _ interface _ <<<"${facts[$node]}"
  printf '%-12s cloud-init: %s; %s: %s; failed units: %s\n' "$node" \
    "$(inside "$node" cloud-init status --format json | sed -n 's/.*"extended_status": "\([^"]*\)".*/\1/p')" \
    "$interface" "$(inside "$node" ip -4 -brief address show dev "$interface" | awk '{ print $3 }')" \
    "$(inside "$node" systemctl --failed --plain --no-legend | awk '{ printf "%s ", $1 } END { if (!NR) printf "none" }')"
}

signal_all() {
  local node
  for node in "${nodes[@]}"; do
    if [ -s "$STATE/$node/leader" ]; then kill -s "$1" "$(cat "$STATE/$node/leader")" 2>/dev/null || true; fi
  done
}

running() {
  local node
  for node in "${!runners[@]}"; do kill -0 "${runners[$node]}" 2>/dev/null && return 0; done
  return 1
}

# systemd's own signal for it (systemd(1)); who has not obeyed within a minute loses its power.
power_off() {
  local deadline=$((SECONDS + 60))
  signal_all RTMIN+4
  while running; do
    [ "$SECONDS" -lt "$deadline" ] || signal_all KILL
    sleep 0.1
  done
}

pause() {
  sleep "$1" &
  wait $!
}

one_boot() {
  local boot=$1 number=0 node started=$EPOCHREALTIME
  for node in "${nodes[@]}"; do
    number=$((number + 1))
    mkdir -p "$STATE/$node"
    run_node "$node" "$number" >>"$STATE/$node/console.log" 2>&1 &
    runners[$node]=$!
  done
  if [ "$boot" = 1 ] && [ -n "$CUT" ]; then
    pause "$CUT"
    while running; do signal_all KILL; done
    printf 'boot %s: power cut after %s s\n' "$boot" "$CUT"
    return
  fi
  for node in "${nodes[@]}"; do
    await "$node" || { failed=1 && continue; }
    awk -v n="$boot" -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "boot %d, %5.1f s: ", n, b - a }'
    tell "$node"
  done
  pause "$RUN_ON"
  if [ "$boot" = "$BOOTS" ] && [ -n "$STAY" ]; then
    printf 'up until Ctrl-C\n'
    wait "${runners[@]}"
  fi
  power_off
}

read_cards
mount_cgroups
make_lan
trap 'trap "" INT TERM; power_off' EXIT
trap 'exit 130' INT TERM
for boot in $(seq "$BOOTS"); do one_boot "$boot"; done
exit "$failed"
