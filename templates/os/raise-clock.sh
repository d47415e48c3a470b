#!/bin/sh
# A Raspberry Pi has no clock that runs while it is off. Certificates of this card are valid from a week before its making on, and K3s's
# own from the day that it made them, so nothing may believe that it is earlier. Never sets the clock back; the true time comes from
# the network.
set -eu
floor={{sh buildEpoch}}
for witness in /var/lib/systemd/timesync/clock /var/lib/chrony/chrony.drift \
  /var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt /var/lib/rancher/k3s/agent/client-kubelet.crt; do
  seen=$(stat -c %Y "$witness" 2>/dev/null || echo 0)
  if [ "$seen" -gt "$floor" ]; then floor=$seen; fi
done
if [ "$(date +%s)" -lt "$floor" ]; then
  # Without --utc: @ counts from 1970 in UTC, and Ubuntu 26.04's date takes the option for a change of zone.
  date --set="@$floor"
fi
