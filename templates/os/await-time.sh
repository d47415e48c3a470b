#!/bin/sh
# Waits until the kernel says that its clock is synchronised, whichever daemon does it; at most two minutes, since a site without
# time servers must start too.
set -eu
# By the time since power-on: the clock itself may jump.
now() {
  cut -d. -f1 /proc/uptime
}
limit=$(($(now) + 120))
while [ "$(now)" -lt "$limit" ]; do
  if [ -e /run/systemd/timesync/synchronized ]; then exit 0; fi
  if [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ]; then exit 0; fi
  sleep 1
done
echo 'not synchronised after two minutes; going on'
