#!/bin/bash
# One power-on of one node, from boot-nodes.sh, in a network namespace of its own: lays the cable to the bridge, with the card's
# interface name and MAC from the first instant, and becomes the container, which takes the interface with it.
set -euo pipefail

node=$1 number=$2 layer=$3 interface=$4 mac=$5
disk=$STATE/$node
address=()
[ "$mac" = - ] || address=(address "$mac")
# The kernel takes the cable of the boot before away in its own time.
while ip -n "$LAN" link show "cable$number" >/dev/null 2>&1; do sleep 0.05; done
ip link add "$interface" "${address[@]}" type veth peer name "cable$number" netns "$LAN"
ip -n "$LAN" link set "cable$number" master lan0 up

mkdir -p "$CGROUP/$node"
echo $$ >"$CGROUP/$node/cgroup.procs"

# nspawn waits for udev to have seen the interface, and no udev looks into this namespace, unless /sys is read-only.
mount -o remount,bind,ro /sys

seed=/boot/firmware
cmdline=()
if [ "$layer" = generic ]; then
  seed=/var/lib/cloud/seed/nocloud
else
  # cloud-init and systemd read the kernel's command line from /proc/1/cmdline when they are in a container.
  read -r -a cmdline < <(find "$disk/boot" -name cmdline.txt -exec cat {} +)
fi
exec systemd-nspawn --quiet --register=no --keep-unit --boot --console=read-only --resolv-conf=off --timezone=off \
  --directory="$disk/merged" --machine="$node" --private-network --network-interface="$interface" \
  --bind="$disk/boot:$seed" "${cmdline[@]}" \
  systemd.show_status=yes systemd.journald.forward_to_console=yes systemd.journald.max_level_console=info
