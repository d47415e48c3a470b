#!/bin/bash
# Prints the folder of the virtual Pi's images, making them first if this recipe was never run here: raspios.img, laid out like
# Raspberry Pi OS trixie, and ubuntu.img, like Ubuntu Server 26.04 for Raspberry Pi. 4 GiB each, sparse. Debian trixie arm64 inside.
#
# Fast because nothing is emulated: make-root.sh has configured the same packages natively as amd64; here the arm64 packages are
# unpacked over that. No loop device, no mount of an image: mkfs.ext4 -d, mtools. Needs root and Debian; exit 3: it cannot be done.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# What a Pi's image has and the container's root does not. Unpacked, never configured: none of these needs it.
extra=(dosfstools busybox-static)
# Disks of -M virt; disks of -M raspi3b.
modules=(virtio_mmio virtio_pci virtio_blk bcm2835 sdhci_iproc mmc_block ext4 crc32c_generic)
needs=(mkfs.ext4:e2fsprogs mkfs.fat:dosfstools mcopy:mtools sfdisk:fdisk cpio:cpio xz:xz-utils dpkg-deb:dpkg)
# Raspberry Pi OS spells root= by it. Any will do.
signature=ed6e9e4a

fail() {
  printf 'make-images: %s\n' "$*" >&2
  exit 3
}

# apt, asking for arm64 packages of trixie from the archive that this machine itself installs from.
foreign_apt() {
  local tool=$1
  shift
  "$tool" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root -o Acquire::Languages=none \
    -o Dir::State="$new/apt/state" -o Dir::State::status="$new/apt/status" -o Dir::Cache="$new/apt/cache" \
    -o Dir::Etc::SourceList="$new/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Acquire::Retries=3 "$@"
}

archive() {
  local release
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # apt-get's own placeholder, not the shell's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' "Release: $release" 'Component: main' 'Identifier: Packages' | head -n 1
}

# Into debs/: what the root has in amd64's own packages, the extras, and the kernel.
download() {
  local uri wanted kernel
  uri=$(archive)
  [ -n "$uri" ] || fail "apt has no source for this machine's release"
  mkdir -p "$new/apt/state/lists/partial" "$new/apt/cache/archives/partial" "$new/debs"
  : >"$new/apt/status"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$uri" >"$new/apt/sources.list"
  foreign_apt apt-get update >&2
  kernel=$(foreign_apt apt-cache depends linux-image-arm64 | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
  wanted=$(awk '/^Package:/ { name = $2 } /^Architecture: amd64$/ { print name }' "$base/root/var/lib/dpkg/status")
  # Words, each a package.
  # shellcheck disable=SC2086
  (cd "$new/debs" && foreign_apt apt-get download $wanted "${extra[@]}" "$kernel" >&2)
  rm -rf "$new/apt"
}

# Over the configured root; its /etc is the product of that. No GPU, no sound, no manuals.
unpack() {
  local deb=$1 keep_etc=(--exclude=./etc)
  [[ $(basename "$deb") != linux-image-* ]] || keep_etc=()
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$new/pi" --numeric-owner --keep-directory-symlink --no-overwrite-dir "${keep_etc[@]}" \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/info/*' --exclude='./usr/share/locale/*' \
    --exclude='*/kernel/drivers/gpu/*' --exclude='*/kernel/drivers/media/*' --exclude='*/kernel/sound/*' \
    --exclude='*/kernel/drivers/net/wireless/*' --exclude='*/kernel/drivers/infiniband/*' --exclude='*/kernel/drivers/iio/*' \
    --exclude='*/kernel/drivers/scsi/*' --exclude='*/kernel/drivers/net/ethernet/*'
}

# What dpkg would say on a Pi.
record() {
  local deb info=$new/pi/var/lib/dpkg/info status=$new/pi/var/lib/dpkg/status file
  sed -i 's/^Architecture: amd64$/Architecture: arm64/' "$status"
  ! [ -e "$new/pi/var/lib/dpkg/arch" ] || echo arm64 >"$new/pi/var/lib/dpkg/arch"
  for file in "$info"/*:amd64.*; do mv "$file" "${file/:amd64./:arm64.}"; done
  sed -i 's/x86_64-linux-gnu/aarch64-linux-gnu/' "$info"/*.list
  for deb in "$new"/debs/{linux-image,busybox-static,dosfstools}*.deb; do
    { dpkg-deb -f "$deb" | sed '1a Status: install ok installed' && echo; } >>"$status"
    dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's:^\.::; s:/$::' >"$info/$(dpkg-deb -f "$deb" Package).list"
  done
}

# Set-uid bits, owners and groups that maintainer scripts gave.
restore_modes() {
  (cd "$base/root" && find . -xdev -type f \( -perm /7000 -o ! -user root -o ! -group root \) -print0) |
    while IFS= read -r -d '' file; do
      [ -f "$new/pi/$file" ] || continue
      chown --reference="$base/root/$file" "$new/pi/$file"
      chmod --reference="$base/root/$file" "$new/pi/$file"
    done
}

# kmod of the trixie root, looking at the Pi's modules.
native() {
  mountpoint -q "$base/root/mnt" || mount --bind "$new/pi" "$base/root/mnt"
  chroot "$base/root" "$@"
}

make_root() {
  cp -a "$base/root" "$new/pi"
  export -f unpack
  export new
  # shellcheck disable=SC2016
  find "$new/debs" -name '*.deb' -print0 | xargs -0 -P 2 -I{} "$BASH" -euo pipefail -c 'unpack "$1"' unpack {}
  record
  restore_modes
  rm -rf "$new/pi"/{lib64,usr/lib64,usr/lib/x86_64-linux-gnu,etc/ld.so.cache,var/lib/apt/lists,var/cache/apt}
  mkdir -p "$new/pi/var/lib/apt/lists/partial" "$new/pi/var/cache/apt/archives/partial"
  find "$new/pi/usr" -name '*x86_64-linux-gnu*' -prune -exec rm -rf {} +
  # A Pi's Ethernet is eth0: on the board because nothing else names it, here because this says so (systemd.link(5)).
  ln -sf /dev/null "$new/pi/etc/systemd/network/99-default.link"
  # Emulation is slower than any Pi: 90 s, systemd's own patience, can be too little for a partition to appear.
  mkdir -p "$new/pi/etc/systemd/system.conf.d"
  printf '[Manager]\nDefaultDeviceTimeoutSec=10min\nDefaultTimeoutStartSec=10min\n' >"$new/pi/etc/systemd/system.conf.d/50-emulated.conf"
  version=$(basename "$new"/pi/usr/lib/modules/*)
  native depmod -b /mnt "$version"
  compile
}

# What configuring the packages on a Pi would have left: modules of Python compiled (arm64's have other times than amd64's, which
# counts as changed), and systemd's caches in step with /usr (systemd-update-done.service(8)).
compile() {
  native python3 -m compileall -q -s /mnt -p / /mnt/usr/lib/python3 /mnt/usr/lib/python3.13 /mnt/usr/share/netplan >&2
  touch "$new"/pi/{etc,var}/.updated
}

make_initramfs() {
  local tree=$new/initramfs module file
  mkdir -p "$tree"/{bin,dev,proc,sys,run,root,modules}
  install -m 755 "$here/virtual-pi/init" "$tree/init"
  install -m 755 "$new/pi/usr/bin/busybox" "$tree/bin/busybox"
  for module in sh mount sed insmod findfs basename dirname readlink printf dd hexdump cat sleep poweroff switch_root echo; do
    ln -s busybox "$tree/bin/$module"
  done
  for module in "${modules[@]}"; do
    native modprobe -d /mnt -S "$version" --show-depends "$module" || fail "this kernel has no $module"
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$new/order"
  while read -r file; do
    file=$new/pi${file#/mnt}
    module=$(basename "$file")
    module=${module%.xz}
    case $file in
      *.xz) xz -dc "$file" >"$tree/modules/$module" ;;
      *) cp "$file" "$tree/modules/$module" ;;
    esac
    echo "$module" >>"$tree/modules/order"
  done <"$new/order"
  (cd "$tree" && find . | LC_ALL=C sort | cpio --quiet --reproducible -o -H newc | gzip -n -6) >"$new/initrd"
}

# The stock seeds: what a card replaces. The misspelt instance_id is the vendors' own, and cloud-init ignores it.
stock_seed() {
  local name=$1 seed=$2
  printf 'dsmode: local\ninstance_id: %s\n' "$name" >"$seed/meta-data"
  printf '#cloud-config\n{}\n' >"$seed/user-data"
  printf 'network:\n  version: 2\n  ethernets:\n    eth0:\n      dhcp4: true\n      optional: true\n' >"$seed/network-config"
}

raspios() {
  local root=$1 fat=$2 dropin=$1/etc/systemd/system/cloud-init-main.service.d
  cat >"$root/etc/fstab" <<EOF
proc            /proc           proc    defaults          0       0
PARTUUID=$signature-01  /boot/firmware  vfat    defaults          0       2
PARTUUID=$signature-02  /               ext4    defaults,noatime  0       1
EOF
  mkdir -p "$dropin"
  printf '[Unit]\nRequiresMountsFor=/boot/firmware\n' >"$dropin/41-rpi-firmware-mount.conf"
  cp "$new/kernel" "$fat/kernel8.img"
  cp "$new/initrd" "$fat/initramfs8"
  cp "$new/dtb" "$fat/bcm2710-rpi-3-b.dtb"
  printf '# stock\nauto_initramfs=1\narm_64bit=1\n\n[cm5]\ndtoverlay=dwc2,dr_mode=host\n\n[all]\n' >"$fat/config.txt"
  printf 'console=serial0,115200 console=tty1 root=PARTUUID=%s-02 rootfstype=ext4 fsck.repair=yes rootwait resize\n' \
    "$signature" >"$fat/cmdline.txt"
  stock_seed rpios-image "$fat"
}

ubuntu() {
  local root=$1 fat=$2
  printf 'LABEL=writable\t/\text4\tdefaults\t0 1\nLABEL=system-boot\t/boot/firmware\tvfat\tdefaults\t0 1\n' >"$root/etc/fstab"
  printf 'datasource_list: [ NoCloud, None ]\ndatasource:\n  NoCloud:\n    fs_label: system-boot\n' \
    >"$root/etc/cloud/cloud.cfg.d/99-fake-cloud.cfg"
  mkdir "$fat/current"
  cp "$new/kernel" "$fat/current/vmlinuz"
  cp "$new/initrd" "$fat/current/initrd.img"
  cp "$new/dtb" "$fat/current/bcm2710-rpi-3-b.dtb"
  echo good >"$fat/current/state"
  cat >"$fat/config.txt" <<'EOF'
[all]
kernel=vmlinuz
cmdline=cmdline.txt
initramfs initrd.img followkernel
arm_64bit=1

[tryboot]
os_prefix=new/

[all]
os_prefix=current/
EOF
  printf 'console=serial0,115200 multipath=off dwc_otg.lpm_enable=0 console=tty1 root=LABEL=writable rootfstype=ext4 panic=10 rootwait fixrtc\n' \
    >"$fat/current/cmdline.txt"
  # Tools that know no os_prefix leave one here; the firmware never reads it.
  printf 'dead=1 root=/dev/nowhere\n' >"$fat/cmdline.txt"
  stock_seed cloud-image "$fat"
}

# $1: layout. $2: first sector of the FAT. $3, $4: labels.
image() {
  local name=$1 start=$2 sectors=$((512 * 2048)) image=$new/$1.img root fat tree=$new/tree-$1
  local end=$((start + sectors))
  mkdir -p "$tree"/{upper,work,root,fat}
  root=$tree/root fat=$tree/fat
  mount -t overlay overlay -o "lowerdir=$base/$name:$new/pi,upperdir=$tree/upper,workdir=$tree/work" "$root"
  rm -rf "${root:?}/boot"/* && mkdir "$root/boot/firmware"
  "$name" "$root" "$fat"
  truncate -s 4G "$image"
  # Its size in KiB.
  mkfs.ext4 -q -L "$4" -O '^huge_file,^64bit' -E "offset=$((end * 512)),hash_seed=$uuid" -U "$uuid" -d "$root" "$image" $((4 * 1024 * 1024 - end / 2))
  sfdisk --quiet "$image" <<EOF
label: dos
label-id: 0x$signature
start=$start, size=$sectors, type=c
start=$end, type=83
EOF
  mkfs.fat --invariant -F 32 -s 1 -n "$3" --offset "$start" "$image" $((sectors / 2)) >&2
  MTOOLS_SKIP_CHECK=1 mcopy -s -m -i "$image@@$((start * 512))" "$fat"/* ::
  umount "$root"
  rm -rf "$tree"
}

build() {
  uuid=6564676e-0000-4000-8000-00000000aaaa
  new=$1
  download
  make_root
  make_initramfs
  cp "$new"/pi/boot/vmlinuz-* "$new/kernel"
  cp "$new"/pi/usr/lib/linux-image-*/broadcom/bcm2837-rpi-3-b.dtb "$new/dtb"
  image raspios 16384 bootfs rootfs
  image ubuntu 2048 system-boot writable
  umount "$base/root/mnt"
  rm -rf --one-file-system "$new"/{pi,debs,initramfs,initrd,order,kernel,dtb}
}

check_needs() {
  local each
  [ "$(id -u)" = 0 ] || fail "making an image needs root"
  for each in "${needs[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${each%%:*}" >/dev/null || fail "${each%%:*} is missing (package ${each##*:})"
  done
}

main() {
  local cache recipe fresh
  base=$("$here/make-root.sh")
  cache=$HOME/.cache/edgegen/virtual-pi
  recipe=$({ cat "$0" "$here/virtual-pi/init" && basename "$base"; } | sha256sum | cut -c1-16)
  if [ ! -d "$cache/$recipe" ]; then
    check_needs
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    # Under the lock whatever is half made is left over from a run that was cut.
    rm -rf --one-file-system "$cache"/.new.*
    if [ ! -d "$cache/$recipe" ]; then
      fresh=$(mktemp -d "$cache/.new.XXXXXX")
      build "$fresh"
      sync --file-system "$fresh"
      mv -T "$fresh" "$cache/$recipe"
    fi
  fi
  # Where `edgegen boot` looks when it is given no image.
  ln -sfn "$recipe" "$cache/latest"
  printf '%s\n' "$cache/$recipe"
}

export PATH=$PATH:/usr/sbin:/sbin
# Mounts in a namespace of their own go when the script goes, however it ends, and no clean-up can follow them.
if [ "$(id -u)" = 0 ] && [ "${1-}" != --inside ]; then
  exec unshare --mount -- "$BASH" "$0" --inside
fi
main
