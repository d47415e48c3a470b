# cloud-init is not safe against power cuts: it notes that a module has run before the module runs, and flushes nothing
# (canonical/cloud-init#5699). This runs first at every boot, until the seed is scrubbed. If an earlier boot got into cloud-init but
# never to the point where everything was verified and flushed, all of cloud-init's work is done anew.
edgegen_instance={{sh instanceId}}
edgegen_state=/var/lib/edgegen/$edgegen_instance
edgegen_cloud=/var/lib/cloud

edgegen_say() {
  echo "edgegen: $1"
  echo "edgegen: $1" 2>/dev/null >/dev/console || :
}

# The second sign is for a cut that left the first one's file empty.
edgegen_was_cut() {
  [ ! -e "$edgegen_state/seeded" ] || return 1
  [ "$(cat "$edgegen_cloud/data/previous-instance-id" 2>/dev/null)" != "$edgegen_instance" ] || return 0
  [ -e "$edgegen_cloud/instances/$edgegen_instance/sem/config_write_files" ]
}

edgegen_count() {
  case $(cat "$edgegen_state/recoveries" 2>/dev/null) in
    [0-9]) cat "$edgegen_state/recoveries" ;;
    "") echo 0 ;;
    *) echo 10 ;;
  esac
}

edgegen_start_over() {
  edgegen_say "an earlier first boot did not get through; starting it over (time $(($1 + 1)))"
  mkdir -p "$edgegen_state"
  echo "$(($1 + 1))" >"$edgegen_state/recoveries"
  cloud-init clean
  sync
  systemctl reboot -ff
  # A reboot that takes a moment must not let the rest of cloud-init begin.
  sleep 120
}

# Raspberry Pi OS asks for a user's name at its first start, before multi-user.target is reached: cloud-init's last stage, which comes
# after that target, would wait for an answer that nobody gives. The card makes the user; the question is skipped.
edgegen_wizard=userconfig.service
if [ -e "/usr/lib/systemd/system/$edgegen_wizard" ] && [ ! -e "/etc/systemd/system/$edgegen_wizard.d/edgegen.conf" ]; then
  mkdir -p "/etc/systemd/system/$edgegen_wizard.d"
  printf '[Unit]\nConditionPathExists=/run/edgegen/ask-for-a-user\n' >"/etc/systemd/system/$edgegen_wizard.d/edgegen.conf"
  systemctl daemon-reload
fi

if edgegen_was_cut; then
  edgegen_tried=$(edgegen_count)
  if [ "$edgegen_tried" -lt 10 ]; then
    edgegen_start_over "$edgegen_tried"
  else
    # Not for ever: without a reboot, the modules of this boot are at least run again.
    edgegen_say "the first boot was started over $edgegen_tried times and never got through; going on without another reboot"
    rm -f "$edgegen_cloud/instances/$edgegen_instance/sem"/config_*
  fi
elif [ ! -e "$edgegen_state/seeded" ]; then
  # What cloud-init wrote before this, network-config.json among it. A power cut would leave it empty (ext4 allocates late), and on an
  # empty one cloud-init fails at the next start, before it gets here.
  sync
fi
