#!/bin/bash
# Runs commands in the trixie root, for root.ts: each folder of $1 is a job with `lower` (overlay layers, top first), `argv` (words
# that end with NUL) and `stdin`; it gets `output` and `status`. No network; mounts and processes end with the namespaces.
set -euo pipefail

run_job() {
  cd "$1"
  local argv scratch=$1/scratch
  mapfile -d '' -t argv <argv
  mkdir "$scratch"
  mount -t tmpfs tmpfs "$scratch"
  mkdir "$scratch/upper" "$scratch/work" "$scratch/root"
  mount -t overlay overlay -o "lowerdir=$(cat lower),upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
  mount -t proc proc "$scratch/root/proc"
  mount -t tmpfs tmpfs "$scratch/root/tmp"
  mount -t tmpfs tmpfs "$scratch/root/run"
  mkdir -m 755 "$scratch/root/run/sshd"
  local status=0
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    chroot "$scratch/root" "${argv[@]}" <stdin >output 2>&1 || status=$?
  printf '%s\n' "$status" >status
}

case ${1-} in
  --job) run_job "$2" ;;
  --all) find "$2" -mindepth 1 -maxdepth 1 -print0 | sort -z | xargs -0 -P 2 -I {} unshare --mount "$BASH" "$0" --job {} ;;
  *) exec unshare --mount --net --ipc --uts --pid --mount-proc --fork --kill-child "$BASH" "$0" --all "$1" ;;
esac
