#!/bin/sh
# A Raspberry Pi has no clock that runs while it is off. Certificates of this card are valid from a week before its making on, so
# nothing may believe that it is earlier. Never sets the clock back; the true time comes from the network.
set -eu
floor={{sh buildEpoch}}
if [ "$(date +%s)" -lt "$floor" ]; then
  date --utc --set="@$floor"
fi
