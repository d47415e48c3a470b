#!/bin/bash
# Functions for boot-nodes.sh and rack.sh, which source this file: nodes on one bridge, in a mount namespace of their own.
# In: BASE, CLUSTER, STATE, LAN from the environment; `nodes`, an array of names.
set -euo pipefail

testbed=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # runners: the shells that hold the nodes, for whoever sources this file
declare -A facts runners
export CGROUP=/sys/fs/cgroup/$LAN

# systemd 257 boots only on cgroup v2; where the machine still mounts v1, the containers get the v2 tree, without controllers.
mount_cgroups() {
  [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ] || mount -t cgroup2 cgroup2 /sys/fs/cgroup
  # A run that was killed leaves its own behind, and the numbers of processes come again.
  [ ! -d "$CGROUP" ] || find "$CGROUP" -depth -type d -exec rmdir {} +
  mkdir "$CGROUP"
  # nspawn tidies up here and refuses where /run is on a disk.
  mkdir -p /run/systemd/nspawn
  mount -t tmpfs tmpfs /run/systemd/nspawn
  sed 's/\([a-z]*\)/+\1/g' "$CGROUP/cgroup.controllers" >"$CGROUP/cgroup.subtree_control"
}

# The bridge has the gateway's address: whoever looks for the gateway finds something, and nothing behind it.
make_lan() {
  local gateway prefix
  # shellcheck disable=SC2154 # whoever sources this file says which nodes there are
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
  # What the network would deliver is somewhere else in a test: apt's sources, for one.
  [ ! -d "$STATE/extra" ] || cp -a "$STATE/extra/." "$disk/upper/"
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
    unshare --net --mount "$BASH" "$testbed/power-on.sh" "$node" "$number" "$layer" "$interface" "$mac" </dev/null &
    pid=$!
    until pgrep --parent "$pid" --full '^/usr/lib/systemd/systemd ' >"$disk/leader" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    status=0
    wait "$pid" || status=$?
    rm -f "$disk/leader"
  done
  umount "$disk/merged"
}

read_cards() {
  local node
  for node in "${nodes[@]}"; do facts[$node]=$(card_facts "$node"); done
}
