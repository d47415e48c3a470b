#!/bin/bash
# Boots a card on the virtual Pi, by hand: real firmware files, kernel, systemd and cloud-init on an emulated arm64 machine.
#
#   boot-qemu.sh [options] IMAGE CARD     (an image of make-images.sh; a folder such as out/CLUSTER/NODE)
#     --boots N         boot N times on the same disk, with a clean power-off between (default 1)
#     --cut SECONDS     cut the power of the first boot so many seconds after its start: nothing is shut down
#     --cut-at TEXT     the same, as soon as the console shows this
#     --until REGEX     what ends a boot (default: all steps are done, or one has said what it waits for)
#     --for SECONDS     then let it run on for so long (default 0)
#     --wait SECONDS    how long a boot may take (default 600)
#     --memory MIB      of -M virt (default 2048; a raspi3b has 1024)
#     --machine NAME    virt (default) or raspi3b
#     --before TOKENS   what the firmware's device tree puts before cmdline.txt
#     --rtc BASE        where the clock stands at power-on (qemu's -rtc base=)
#     --state DIR       where disk and logs go, kept; a disk that is there is booted as it is, and the card is not put on again
#     --log FILE        a copy of the whole console
#
# The image is never changed. The guest's only network is QEMU's own, which answers as the gateway and lets nothing out. A guest that
# reboots itself gets a new look at its FAT partition, as by the Pi's firmware, and is counted. Exit 1: a boot did not get there.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export before=''
boots=1 cut='' cut_at='' until='' run_on=0 patience=600 memory=2048 machine=virt rtc='' state='' log='' keep='' reboots=0
PATH=$PATH:/usr/sbin:/sbin

fail() {
  printf 'boot-qemu: %s\n' "$*" >&2
  exit 2
}

# shellcheck source=/dev/null
. "$here/virtual-pi/firmware.sh"

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      --boots) boots=$2 ;;
      --cut) cut=$2 ;;
      --cut-at) cut_at=$2 ;;
      --until) until=$2 ;;
      --for) run_on=$2 ;;
      --wait) patience=$2 ;;
      --memory) memory=$2 ;;
      --machine) machine=$2 ;;
      --before) before=$2 ;;
      --rtc) rtc=$2 ;;
      --state) state=$2 keep=1 ;;
      --log) log=$2 ;;
      -*) fail "unknown option $1" ;;
      *) break ;;
    esac
    shift 2
  done
  [ $# = 2 ] || fail "give an image and the folder of a card"
  image=$1 card=$2
  [ -f "$image" ] || fail "there is no image $image"
  [ -f "$card/boot/user-data" ] || fail "$card is not a card"
  [[ $machine = virt || $machine = raspi3b ]] || fail "machine is virt or raspi3b"
  command -v qemu-system-aarch64 >/dev/null || fail "qemu-system-aarch64 is missing (package qemu-system-arm)"
}

value() {
  sed -n "s/^ *-\{0,1\} *$1\"\{0,1\}\([^\"]*\)\"\{0,1\}.*/\1/p" "$card/boot/network-config" | head -n 1
}

# The network of the card: its gateway is QEMU. `restrict`: nothing reaches the host or goes beyond.
network() {
  local address gateway mac
  address=$(sed -n 's/^ *- "\{0,1\}\([0-9.]*\/[0-9]*\)"\{0,1\}$/\1/p' "$card/boot/network-config" | head -n 1)
  gateway=$(value 'via: *')
  mac=$(value 'macaddress: *')
  lan="user,id=lan,restrict=on,net=$address,host=$gateway"
  # Raspberry Pi's own prefix.
  nic="netdev=lan,mac=${mac:-d8:3a:dd:00:00:01}"
}

start_qemu() {
  local hardware=()
  case $machine in
    virt)
      hardware=(-M virt -cpu cortex-a72 -smp 2 -m "$memory" -drive "file=$disk,format=raw,if=none,id=card"
        -device "virtio-blk-pci,drive=card" -device "virtio-net-pci,$nic,romfile=" -serial chardev:console)
      ;;
    raspi3b)
      # Its second UART is the one on the pins. There is no power button, but a keyboard.
      hardware=(-M raspi3b -dtb "$state/dtb" -drive "file=$disk,format=raw,if=sd" -device "usb-net,$nic" -device usb-kbd
        -serial null -serial chardev:console)
      ;;
  esac
  [ -z "$rtc" ] || hardware+=(-rtc "base=$rtc")
  mkfifo "$state/qmp.in"
  qemu-system-aarch64 "${hardware[@]}" -display none -no-reboot -netdev "$lan" -chardev "file,id=console,path=$console" -qmp stdio \
    -kernel "$state/kernel" -initrd "$state/initrd" -append "$cmdline" <"$state/qmp.in" >"$state/qmp.out" 2>"$state/qemu.err" &
  qemu=$!
  exec 8>"$state/qmp.in"
  rm "$state/qmp.in"
  echo '{"execute": "qmp_capabilities"}' >&8
}

seconds() {
  local now=${EPOCHREALTIME/./}
  printf '%d.%d' $(((now - started) / 1000000)) $(((now - started) / 100000 % 10))
}

say() {
  printf '%7s s  %s\n' "$(seconds)" "$*"
}

past() {
  ((${EPOCHREALTIME/./} > started + $1 * 1000000))
}

between() {
  [[ ! $line =~ $1($2) ]] || printf %s "${BASH_REMATCH[1]}"
}

# One console line. Sets `outcome` when this is what the boot waits for.
look_at() {
  local line=${1//$'\r'/} node
  node=$(basename "$card")
  case $line in
    *'Linux version'*) say kernel ;;
    *"Cloud-init v. "*running*) say "cloud-init: $(between "running '" "[^']*")" ;;
    *"Cloud-init v. "*finished*) say "cloud-init finished, $(between 'Up ' '[0-9.]* seconds') after the kernel's start" ;;
    *"edgegen: "*) say "${line#*edgegen: }" ;;
    *'Kernel panic'* | 'initramfs: '*) say "$line" ;;
  esac
  if [ -n "$cut_at" ] && [[ $line == *"$cut_at"* ]]; then outcome='cut'; fi
  if [ -n "$until" ]; then
    [[ ! $line =~ $until ]] || outcome=reached
  elif [[ $line == *"edgegen: $node: ready: "* ]] || [[ $line =~ "edgegen: $node: step "[a-z0-9-]+": " && $line != *": done in "* ]]; then
    outcome=reached
  fi
}

# Reads the console until something ends the boot.
watch() {
  local line part=''
  outcome=''
  exec 7<"$console"
  while [ -z "$outcome" ]; do
    if IFS= read -r line <&7; then
      look_at "$part$line"
      part=''
      continue
    fi
    part+=$line
    if ! kill -0 "$qemu" 2>/dev/null; then
      outcome=off
    elif [ -n "$cut" ] && past "$cut"; then
      outcome='cut'
    elif past "$patience"; then
      outcome='not there in time'
    else
      sleep 0.2
    fi
  done
  exec 7<&-
}

power_off() {
  case $machine in
    virt) echo '{"execute": "system_powerdown"}' >&8 ;;
    raspi3b) printf '{"execute": "send-key", "arguments": {"keys": [%s]}}\n' \
      '{"type":"qcode","data":"ctrl"},{"type":"qcode","data":"alt"},{"type":"qcode","data":"delete"}' >&8 ;;
  esac
  for _ in {1..600}; do
    kill -0 "$qemu" 2>/dev/null || return 0
    sleep 0.2
  done
  say "does not switch off; cut"
  kill -KILL "$qemu"
}

ended() {
  exec 8>&-
  wait "$qemu" 2>/dev/null || true
  cat "$console" >>"$state/console.log"
  cat "$state/qemu.err" >&2
}

# From power-on until the boot has ended, through the guest's own reboots.
boot() {
  local kernel initrd live cmdline
  console=$state/console started=${EPOCHREALTIME/./}
  while :; do
    : >"$console"
    firmware
    say "firmware: $kernel $initrd, $live: $cmdline"
    start_qemu
    watch
    if [ "$outcome" != off ] || ! grep -q '"guest-reset"' "$state/qmp.out"; then break; fi
    ended
    reboots=$((reboots + 1))
    say "the node rebooted itself"
  done
  case $outcome in
    cut) kill -KILL "$qemu" && say "power cut" ;;
    reached) sleep "$run_on" && power_off && say "switched off" ;;
    off) say "the machine has gone off" ;;
    *) kill -KILL "$qemu" && say "$outcome" ;;
  esac
  ended
  cut='' cut_at=''
  [[ $outcome = cut || $outcome = reached ]]
}

stop() {
  [ -z "${qemu-}" ] || kill -KILL "$qemu" 2>/dev/null || true
  [ -z "$log" ] || cp "$state/console.log" "$log"
  [ -n "$keep" ] || rm -rf "$state"
}

main() {
  local number status=0
  parse "$@"
  state=${state:-$(mktemp -d "${TMPDIR:-/tmp}/edgegen-qemu.XXXXXX")}
  mkdir -p "$state"
  disk=$state/disk.img
  trap stop EXIT
  trap 'exit 143' INT TERM
  network
  [ -f "$disk" ] || put_card
  for ((number = 1; number <= boots; number++)); do
    printf 'boot %d\n' "$number"
    boot || status=1
  done
  printf 'reboots by the node itself: %d\n' "$reboots"
  return "$status"
}

main "$@"
