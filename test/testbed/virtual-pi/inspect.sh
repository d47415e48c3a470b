#!/bin/bash
# Looks at the disk of a virtual Pi that is off, without mounting anything: inspect.sh STATE CARD
# Both file systems, what the FAT partition still tells whoever finds the card, status.txt, and K3s's files with their modes.
# Exit 1: a file system is damaged, or a secret of the card is on the FAT partition.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin
state=$1 card=$2
disk=$state/disk.img
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

start() {
  od -An -tu4 -j "$1" -N 4 "$disk" | tr -d ' '
}

bad() {
  printf 'BAD: %s\n' "$*"
  status=1
}

# 454 and 470: the first sector of the MBR's first and second entry; 458: the first's length.
fat=$(start 454) length=$(start 458)
root="$disk?offset=$(($(start 470) * 512))"
dd if="$disk" of="$work/fat" bs=1M iflag=skip_bytes,count_bytes skip=$((fat * 512)) count=$((length * 512)) conv=sparse status=none

fsck.fat -n "$work/fat" || bad "fsck.fat"
e2fsck -fn "$root" 2>&1 || bad "e2fsck"

mcopy -s -n -i "$work/fat" ::user-data ::meta-data ::network-config ::edgegen "$work/"
printf 'user-data: %s bytes, on the card %s\n' "$(stat -c %s "$work/user-data")" "$(stat -c %s "$card/boot/user-data")"
head -n 3 "$work/user-data"
printf 'status.txt: %s bytes, before %s\n' "$(stat -c %s "$work/edgegen/status.txt")" "$(stat -c %s "$card/boot/edgegen/status.txt")"
sed "s/[ \r]*$//" "$work/edgegen/status.txt"

# Long secrets only: keys, tokens, passwords as they stand in write_files. Looked for in the whole partition, free space too.
grep -oE '[A-Za-z0-9+/]{40,}={0,2}|K10[0-9a-f]{64}::[a-z]+:[^" ]+' "$card/boot/user-data" | LC_ALL=C sort -u >"$work/secrets" || true
printf 'words of the seed that are still on the partition: %s of %s\n' \
  "$(grep -aoFf "$work/secrets" "$work/fat" | LC_ALL=C sort -u | tee "$work/left" | wc -l)" "$(wc -l <"$work/secrets")"
[ ! -s "$work/left" ] || bad "the seed's words are on the partition"

for path in /etc/edgegen /etc/rancher/k3s /etc/rancher/node /var/lib/rancher/k3s/server/tls /var/lib/rancher/k3s/server \
  /var/lib/edgegen/steps /etc/netplan /etc/NetworkManager/system-connections; do
  printf '%s\n' "$path"
  debugfs -R "ls -l $path" "$root" 2>/dev/null | awk 'NF > 6 && $NF !~ /^\.\.?$/ { print "  " $2, $4 ":" $5, $6, $NF }' | tr -d '()'
done
exit "$status"
