#!/bin/sh
# Waits until the kernel says that its clock is synchronised, whichever daemon does it; at most two minutes, since a site without
# time servers must start too.
set -eu
left=120
while [ "$left" -gt 0 ]; do
  if [ -e /run/systemd/timesync/synchronized ]; then exit 0; fi
  if [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ]; then exit 0; fi
  left=$((left - 1))
  sleep 1
done
echo 'not synchronised after two minutes; going on'
