# shellcheck shell=bash disable=SC2154
# What happens to a card before its kernel runs, for boot-qemu.sh: a person puts it on, the Pi's firmware reads it.

# The FAT partition, for mtools; its place is in the MBR's first entry.
fat() {
  local start
  start=$(od -An -tu4 -j 454 -N 4 "$disk")
  printf '%s@@%d' "$disk" $((start * 512))
}

# One setting of config.txt (https://www.raspberrypi.com/documentation/computers/config_txt.html): outside all filters or under
# [all]; the last one counts.
setting() {
  tr -d '\r' <"$state/config.txt" | awk -v key="$1" -v otherwise="$2" '
    /^\[/ { out = ($0 != "[all]") }
    !out && index($0, key) == 1 && match($0, /[= ]/) == length(key) + 1 { value = substr($0, length(key) + 2) }
    END { sub(/ followkernel$/, "", value); print (value == "" ? otherwise : value) }'
}

read_config() {
  mcopy -n -o -i "$(fat)" ::config.txt "$state/config.txt"
  prefix=$(setting os_prefix '')
  live=$prefix$(setting cmdline cmdline.txt)
}

# As README.txt of the cluster's folder says. The files' dates do not matter.
put_card() {
  cp --sparse=always --reflink=auto "$image" "$disk"
  mcopy -s -o -i "$(fat)" "$card"/boot/* ::
  read_config
  mcopy -n -o -i "$(fat)" "::$live" "$state/cmdline.txt"
  printf '%s %s\n' "$(head -n 1 "$state/cmdline.txt")" "$(cat "$card/cmdline.append")" >"$state/cmdline.new"
  mcopy -o -i "$(fat)" "$state/cmdline.new" "::$live"
  { cat "$state/config.txt" && printf '\n[all]\n' && cat "$card/config.append"; } >"$state/config.new"
  mcopy -o -i "$(fat)" "$state/config.new" ::config.txt
}

# Sets kernel, initrd, live and cmdline, and copies what QEMU needs out of the partition.
firmware() {
  read_config
  kernel=$prefix$(setting kernel kernel8.img)
  initrd=$prefix$(setting initramfs "$([ "$(setting auto_initramfs 0)" = 0 ] || echo initramfs8)")
  mcopy -n -o -i "$(fat)" "::$kernel" "$state/kernel"
  mcopy -n -o -i "$(fat)" "::$initrd" "$state/initrd"
  mcopy -n -o -i "$(fat)" "::$live" "$state/cmdline.txt"
  [ "$machine" = virt ] || mcopy -n -o -i "$(fat)" "::${prefix}bcm2710-rpi-3-b.dtb" "$state/dtb"
  # The firmware knows which UART is on the pins. No screen here, and /dev/console is the last one named.
  local uart=ttyAMA0
  [ "$machine" = virt ] || uart=ttyS1
  cmdline=$(head -n 1 "$state/cmdline.txt" | tr -d '\r' | sed "s/console=serial0/console=$uart/; s/ *console=tty1//")
  cmdline="${before:+$before }$cmdline"
}
