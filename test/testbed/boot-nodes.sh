#!/bin/bash
# The inner half of boot-nspawn.sh: several nodes on one bridge, in a mount namespace of their own.
# In: the environment that boot-nspawn.sh exports, and the nodes' names. Exit 1: a node's cloud-init did not come to its end.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
nodes=("$@")
declare -A facts runners
failed=0
export CGROUP=/sys/fs/cgroup/$LAN

# systemd 257 boots only on cgroup v2; where the machine still mounts v1, the containers get the v2 tree, without controllers.
mount_cgroups() {
  [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ] || mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir "$CGROUP"
  # nspawn tidies up here and refuses where /run is on a disk.
  mkdir -p /run/systemd/nspawn
  mount -t tmpfs tmpfs /run/systemd/nspawn
  sed 's/\([a-z]*\)/+\1/g' "$CGROUP/cgroup.controllers" >"$CGROUP/cgroup.subtree_control"
}

# The bridge has the gateway's address: whoever looks for the gateway finds something, and nothing behind it.
make_lan() {
  local gateway prefix
  read -r _ _ _ gateway prefix _ <<<"${facts[${nodes[0]}]}"
  ip -n "$LAN" link set lo up
  ip -n "$LAN" link add lan0 type bridge
  ip -n "$LAN" address add "$gateway/$prefix" dev lan0
  ip -n "$LAN" link set lan0 up
}

# image interface mac gateway prefix_length link of a card, one word each: from the card.json inside its user-data, and the name
# that its network-config gives to the wired link.
card_facts() {
  local boot=$CLUSTER/$1/boot
  { cat "$boot/user-data" && printf '\n---\n' && cat "$boot/network-config"; } | chroot "$BASE/root" python3 -c '
import json, sys, yaml
user_data, network = yaml.safe_load_all(sys.stdin)
files = {f["path"]: f["content"] for f in user_data["write_files"]}
card = json.loads(files["/etc/edgegen/card.json"])
link = next(iter(network.get("network", network)["ethernets"]))
print(card["image"], card["interface"] or "enp1s0", card["mac"] or "-", card["gateway"], card["prefix_length"], link)
'
}

layer_of() {
  case $1 in raspios-*) echo raspios ;; ubuntu-*) echo ubuntu ;; *) echo generic ;; esac
}

# The card in its slot: what apply does with a real one. Only for a new disk; afterwards it belongs to the node.
insert_card() {
  local node=$1 layer=$2 disk=$STATE/$1 cmdline
  mkdir -p "$disk/upper" "$disk/work" "$disk/merged" "$disk/boot"
  if [ "$layer" != generic ]; then
    cp -a "$BASE/$layer/boot/firmware/." "$disk/boot/"
    cmdline=$(find "$disk/boot" -name cmdline.txt)
    printf '%s %s\n' "$(cat "$cmdline")" "$(tr -s '\n' ' ' <"$CLUSTER/$node/cmdline.append")" >"$cmdline.new"
    mv "$cmdline.new" "$cmdline"
    cat "$CLUSTER/$node/config.append" >>"$disk/boot/config.txt"
  fi
  cp -a "$CLUSTER/$node/boot/." "$disk/boot/"
}

# netplan makes networkd match a card's MAC as the permanent one, which a real interface has and a container's has not.
match_any_mac() {
  local dropin=$STATE/$1/upper/etc/systemd/network/10-netplan-$3.network.d
  mkdir -p "$dropin"
  printf '[Match]\nPermanentMACAddress=\nMACAddress=%s\n' "$2" >"$dropin/container.conf"
}

# One node until it is switched off: whoever reboots (133, from --keep-unit) is started again, as the board would.
run_node() {
  local node=$1 number=$2 image interface mac link layer disk=$STATE/$1 status=133 pid
  read -r image interface mac _ _ link <<<"${facts[$node]}"
  layer=$(layer_of "$image")
  [ -d "$disk/upper" ] || insert_card "$node" "$layer"
  [ "$mac" = - ] || match_any_mac "$node" "$mac" "$link"
  mount -t overlay overlay -o "lowerdir=$BASE/$layer:$BASE/root,upperdir=$disk/upper,workdir=$disk/work" "$disk/merged"
  while [ "$status" = 133 ]; do
    printf '\n=== power on: %s ===\n' "$node"
    unshare --net --mount "$BASH" "$here/power-on.sh" "$node" "$number" "$layer" "$interface" "$mac" </dev/null &
    pid=$!
    until pgrep --parent "$pid" --full '^/usr/lib/systemd/systemd ' >"$disk/leader" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    status=0
    wait "$pid" || status=$?
    rm -f "$disk/leader"
  done
  umount "$disk/merged"
}

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

for node in "${nodes[@]}"; do facts[$node]=$(card_facts "$node"); done
mount_cgroups
make_lan
trap 'trap "" INT TERM; power_off' EXIT
trap 'exit 130' INT TERM
for boot in $(seq "$BOOTS"); do one_boot "$boot"; done
exit "$failed"
