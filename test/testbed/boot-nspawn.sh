#!/bin/bash
# Boots the cards of a built cluster in containers, by hand: real systemd, real cloud-init, no board needed.
#
#   boot-nspawn.sh [options] out/CLUSTER [NODE...]     (all nodes when none is named)
#     --boots N       boot N times on the same disks, with a clean power-off between (default 1)
#     --cut SECONDS   cut the power of the first boot after so many seconds: nothing is shut down
#     --wait SECONDS  how long cloud-init may take in one boot (default 180)
#     --for SECONDS   after cloud-init's end, let each boot run on for so long (default 0)
#     --stay          let the last boot run until Ctrl-C
#     --state DIR     where the disks and logs go; an existing one is booted again with the disks as they are
#     --keep          leave the state folder behind
#
# While it runs, in another terminal (STATE and LAN are printed at the start):
#   boot-nspawn.sh --enter STATE NODE [COMMAND...]    a shell, or a command, in a node
#   ip netns exec LAN COMMAND...                      from the laptop's place on the nodes' network
#
# Nothing leaves the machine: the bridge lives in a network namespace that has no other link. Each node is one overlay over the
# trixie root, with the card's boot/ as a plain folder (a container has no partitions). Needs root and systemd-container.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export BASE CLUSTER STATE='' LAN=edgegen-$$ BOOTS=1 CUT='' WAIT=180 RUN_ON=0 STAY=''
keep=''

fail() {
  printf 'boot-nspawn: %s\n' "$*" >&2
  exit 2
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      --boots) BOOTS=$2 && shift 2 ;;
      --cut) CUT=$2 && shift 2 ;;
      --wait) WAIT=$2 && shift 2 ;;
      --for) RUN_ON=$2 && shift 2 ;;
      --state) STATE=$2 && keep=1 && shift 2 ;;
      --stay) STAY=1 && shift ;;
      --keep) keep=1 && shift ;;
      -*) fail "unknown option $1" ;;
      *) break ;;
    esac
  done
  if [ $# = 0 ] || [ ! -d "$1" ]; then fail "which cluster? (a folder that build wrote)"; fi
  CLUSTER=$1
  shift
  nodes=("$@")
  [ ${#nodes[@]} -gt 0 ] || mapfile -t nodes < <(cd "$CLUSTER" && printf '%s\n' */boot | sed 's:/boot$::')
  local node
  for node in "${nodes[@]}"; do
    [ -f "$CLUSTER/$node/boot/user-data" ] || fail "$CLUSTER has no card for $node"
  done
}

enter() {
  local state=$1 node=$2
  shift 2
  if [ ! -s "$state/inner" ] || [ ! -s "$state/$node/leader" ]; then fail "$node is not running in $state"; fi
  exec nsenter --all --target "$(cat "$state/inner")" nsenter --all --target "$(cat "$state/$node/leader")" "${@:-bash}"
}

prepare() {
  command -v systemd-nspawn >/dev/null || fail "systemd-nspawn is missing (package systemd-container)"
  BASE=$("$here/make-root.sh")
  STATE=${STATE:-$(mktemp -d "${TMPDIR:-/tmp}/edgegen-boot.XXXXXX")}
  mkdir -p "$STATE"
  STATE=$(realpath "$STATE")
  ip netns add "$LAN"
}

clean_up() {
  ip netns del "$LAN"
  find /sys/fs/cgroup/{,unified/}"$LAN" -depth -type d -exec rmdir {} + 2>/dev/null || true
  if [ -n "$keep" ]; then printf 'kept %s\n' "$STATE"; else rm -rf --one-file-system "$STATE"; fi
}

# Everything else happens in mount and process namespaces of its own: whatever ends them, all that was started in them ends too.
run() {
  local inner status=0
  setsid unshare --mount --pid --mount-proc --fork --kill-child "$BASH" "$here/boot-nodes.sh" "${nodes[@]}" &
  inner=$!
  until pgrep --parent "$inner" >"$STATE/inner" || ! kill -0 "$inner"; do sleep 0.01; done
  trap 'kill -TERM "$(cat "$STATE/inner")" 2>/dev/null || true' INT TERM
  while kill -0 "$inner" 2>/dev/null; do
    status=0
    wait "$inner" || status=$?
  done
  rm -f "$STATE/inner"
  return "$status"
}

[ "$(id -u)" = 0 ] || fail "needs root"
[ "${1-}" != --enter ] || enter "${@:2}"
parse "$@"
prepare
trap clean_up EXIT
printf 'state %s, network namespace %s\n' "$STATE" "$LAN"
run
