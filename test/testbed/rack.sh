#!/bin/bash
# Nodes that are switched one by one, for the boot tests: reads commands from stdin, one a line, and answers each with a line.
#
#   on NODE      power on; the disk is as it was left, or a card that was just written
#   off NODE     a clean power-off; who has not obeyed within a minute loses its power
#   cut NODE     the power is gone: every process is killed at once
#   shrink NODE  the disk is a small one, on which 200 MiB have room (before its first power-on)
#   flash NODE   the disk is lost, and the card is written anew before the next power-on (the node is off)
#
# Runs as the first process of its own mount and process namespaces (test/boot/rack.ts starts it): at the end of stdin all is over.
# In the environment: BASE, CLUSTER, STATE, LAN as in boot-nspawn.sh. There is no route out of the bridge's own network.
set -euo pipefail

# shellcheck source=test/testbed/nodes.sh disable=SC1091
. "$(dirname "$0")/nodes.sh"
nodes=("$@")

runs() {
  [ -n "${runners[$1]-}" ] && kill -0 "${runners[$1]}" 2>/dev/null
}

# The file comes when the node has a first process, and goes with it.
signal_leader() {
  local leader
  leader=$(cat "$STATE/$1/leader" 2>/dev/null || true)
  [ -z "$leader" ] || kill -s "$2" "$leader" 2>/dev/null || true
}

number_of() {
  local index
  for index in "${!nodes[@]}"; do
    [ "${nodes[$index]}" != "$1" ] || printf '%s' "$((index + 1))"
  done
}

on() {
  local number
  number=$(number_of "$1")
  mkdir -p "$STATE/$1"
  run_node "$1" "$number" >>"$STATE/$1.log" 2>&1 &
  runners[$1]=$!
}

# $2: what to send; $3: after how many seconds it is a power cut all the same.
end() {
  local deadline=$((SECONDS + $3))
  signal_leader "$1" "$2"
  while runs "$1"; do
    [ "$SECONDS" -lt "$deadline" ] || signal_leader "$1" KILL
    sleep 0.05
  done
  wait "${runners[$1]}" || true
}

shrink() {
  mkdir -p "$STATE/$1"
  mount -t tmpfs -o size=200m tmpfs "$STATE/$1"
}

flash() {
  rm -rf --one-file-system "${STATE:?}/${1:?}"/{upper,work,merged,boot}
}

read_cards
mount_cgroups
make_lan
# Whoever asks for a console finds one, if a blank one.
for node in "${nodes[@]}"; do : >"$STATE/$node.log"; done
printf 'ready\n'
while read -r verb node; do
  case $verb in
    on | flash | shrink) "$verb" "$node" ;;
    off) end "$node" RTMIN+4 60 ;;
    cut) end "$node" KILL 0 ;;
    *) exit 2 ;;
  esac
  printf 'done\n'
done
for node in "${nodes[@]}"; do
  if runs "$node"; then end "$node" KILL 0; fi
done
