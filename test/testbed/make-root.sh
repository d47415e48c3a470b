#!/bin/bash
# Prints the folder of a Debian trixie root (amd64, systemd, cloud-init 25.1), making it first if this recipe was never run here.
# In the folder: root/ (the base) and raspios/, ubuntu/, generic/ (overlay layers: what the images differ in).
# Needs root, Debian, mmdebstrap. Exit 3: the machine cannot do it; the reason is on stderr.
set -euo pipefail

packages=(
  systemd systemd-sysv libpam-systemd dbus udev kmod e2fsprogs
  cloud-init netplan.io network-manager systemd-resolved systemd-timesyncd
  openssh-server sudo python3 python3-yaml nftables iptables iproute2 iputils-ping procps
  unattended-upgrades locales tzdata ca-certificates
)
# Nobody reads manuals here; locale-gen needs /usr/share/i18n and the alias file.
excludes=(/usr/share/doc/ /usr/share/man/ /usr/share/info/ /usr/share/locale/)

fail() {
  printf 'make-root: %s\n' "$*" >&2
  exit 3
}

# The archive that this machine itself installs from, whatever form its sources are written in: no mirror is named here.
archive() {
  local release
  grep -qx ID=debian /etc/os-release || fail "this is not Debian"
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  sources | grep -q . || apt-get -q update >&2
  sources | awk -v release="$release" '$1 == release && $2 == "main" { print $3; exit }'
}

# Release, component and address of what apt knows; nothing before the first update.
sources() {
  # apt-get's own placeholders, not the shell's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages'
}

bootstrap() {
  local uri options=() path
  uri=$(archive)
  [ -n "$uri" ] || fail "apt has no source for this machine's release"
  for path in "${excludes[@]}"; do options+=(--dpkgopt="path-exclude=$path*"); done
  mmdebstrap --quiet --mode=root --variant=apt --architectures=amd64 "${options[@]}" \
    --dpkgopt=path-include=/usr/share/locale/locale.alias --dpkgopt=force-unsafe-io \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --include="$(IFS=, && printf %s "${packages[*]}")" trixie "$1" "deb $uri trixie main" >&2
}

# What both vendors' images have in common: no identity.
neutralize() {
  rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/hostname "$1"/etc/resolv.conf
  # Empty, not missing: systemd would take a missing one for a first boot and enable every unit again (machine-id(5)).
  : >"$1/etc/machine-id"
  mkdir -p "$1/boot/firmware"
}

seed_from() {
  printf 'datasource_list: [ NoCloud, None ]\ndatasource:\n  NoCloud:\n    seedfrom: file:///boot/firmware\n' >"$1"
}

networkd() {
  systemctl --quiet --root="$1" disable NetworkManager.service
  systemctl --quiet --root="$1" enable systemd-networkd.service systemd-resolved.service
  ln -s ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"
}

# Debian's locale-gen makes what /etc/locale.gen lists, whatever it is asked for. Ubuntu's makes what it is asked for, and so does
# cloud-init on Raspberry Pi OS (by raspi-config).
willing_locale_gen() {
  cat >"$1/usr/local/sbin/locale-gen" <<'EOT'
#!/bin/sh
[ -z "$1" ] || echo "$1 UTF-8" >>/etc/locale.gen
exec /usr/sbin/locale-gen
EOT
  chmod 755 "$1/usr/local/sbin/locale-gen"
}

# Raspberry Pi OS trixie: the cloud.cfg.d of rpi-cloud-init-mods, NetworkManager behind netplan, a volatile journal, sshd off.
raspios() {
  local cfg=$1/etc/cloud/cloud.cfg.d/99_raspberry-pi.cfg netplan=$1/usr/lib/netplan/00-network-manager-all.yaml path
  seed_from "$cfg"
  willing_locale_gen "$1"
  printf 'ssh:\n  emit_keys_to_console: false\nno_ssh_fingerprints: true\nssh_deletekeys: false\nssh_genkeytypes: []\n' >>"$cfg"
  systemctl --quiet --root="$1" disable ssh.service systemd-networkd.service
  # It has no resolved. By the package's own list: purging it would rewrite dpkg's records, which belong to another layer.
  while read -r path; do [ -d "$1$path" ] || rm -f "$1$path"; done <"$1/var/lib/dpkg/info/systemd-resolved.list"
  rm -f "$1"/etc/systemd/system/{dbus-org.freedesktop.resolve1.service,sysinit.target.wants/systemd-resolved.service}
  mkdir -p "$1/usr/lib/netplan" "$1/etc/systemd/journald.conf.d"
  printf 'network:\n  version: 2\n  renderer: NetworkManager\n' >"$netplan"
  chmod 600 "$netplan"
  printf '[Journal]\nStorage=volatile\n' >"$1/etc/systemd/journald.conf.d/40-volatile.conf"
  printf 'console=tty1 root=PARTUUID=00000000-02 rootfstype=ext4 rootwait\n' >"$1/boot/firmware/cmdline.txt"
  printf '[all]\narm_64bit=1\n' >"$1/boot/firmware/config.txt"
}

# Ubuntu Server for Raspberry Pi. Its datasource looks for the label system-boot; a container has no labels, so here too a folder.
ubuntu() {
  seed_from "$1/etc/cloud/cloud.cfg.d/99-fake-cloud.cfg"
  willing_locale_gen "$1"
  networkd "$1"
  mkdir -p "$1/boot/firmware/current"
  printf 'console=tty1 root=LABEL=writable rootfstype=ext4 rootwait fixrtc\n' >"$1/boot/firmware/current/cmdline.txt"
  printf '[all]\nos_prefix=current/\n' >"$1/boot/firmware/config.txt"
}

# Any other image with cloud-init: NoCloud finds the seed in its own folder (power-on.sh puts it there).
generic() {
  printf 'datasource_list: [ NoCloud, None ]\n' >"$1/etc/cloud/cloud.cfg.d/99-nocloud.cfg"
  networkd "$1"
}

# The changes of one variant as an overlay layer.
layer() {
  local new=$1 name=$2
  mkdir -p "$new/$name" "$new/.work" "$new/.merged"
  mount -t overlay overlay -o "lowerdir=$new/root,upperdir=$new/$name,workdir=$new/.work" "$new/.merged"
  "$name" "$new/.merged"
  umount "$new/.merged"
}

build() {
  local name
  bootstrap "$1/root"
  neutralize "$1/root"
  for name in raspios ubuntu generic; do layer "$1" "$name"; done
  rm -rf "$1/.work" "$1/.merged"
}

main() {
  local cache recipe new
  cache=$HOME/.cache/edgegen/testbed
  recipe=$(sha256sum "$0" | cut -c1-16)
  if [ ! -d "$cache/$recipe" ]; then
    [ "$(id -u)" = 0 ] || fail "making a Debian root needs root"
    command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing (package mmdebstrap)"
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    # Under the lock whatever is half made is left over from a run that was cut.
    rm -rf --one-file-system "$cache"/.new.*
    if [ ! -d "$cache/$recipe" ]; then
      new=$(mktemp -d "$cache/.new.XXXXXX")
      chmod 755 "$new"
      build "$new"
      sync --file-system "$new"
      mv -T "$new" "$cache/$recipe"
    fi
  fi
  printf '%s\n' "$cache/$recipe"
}

# mmdebstrap mounts /dev and /sys of this machine into the root; in a mount namespace of their own they go when the script goes,
# however it ends, and no clean-up can ever follow them.
if [ "$(id -u)" = 0 ] && [ "${1-}" != --inside ]; then
  exec unshare --mount -- "$BASH" "$0" --inside
fi
main
