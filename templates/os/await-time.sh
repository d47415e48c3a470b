#!/bin/sh
# Waits until the kernel says that its clock is synchronised, whichever daemon does it; at most two minutes, since a site without
# time servers must start too. Where the clock is still that of the hardware (a Pi 5 with a battery), so that nothing had to raise it,
# it is about right already: half a minute.
set -eu
synchronised() {
  [ -e /run/systemd/timesync/synchronized ] || [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ]
}
if synchronised; then exit 0; fi
hardware=$(cat /sys/class/rtc/rtc0/since_epoch 2>/dev/null || echo 0)
off=$(($(date +%s) - hardware))
if [ "$off" -ge -2 ] && [ "$off" -le 2 ]; then patience=30; else patience=120; fi
# By the time since power-on: the clock itself may jump.
now() {
  cut -d. -f1 /proc/uptime
}
limit=$(($(now) + patience))
while [ "$(now)" -lt "$limit" ]; do
  sleep 1
  if synchronised; then exit 0; fi
done
echo "not synchronised after $patience s; going on"
