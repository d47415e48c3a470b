#!/bin/sh
exec /usr/bin/python3 -B -E -s /usr/local/lib/edgegen/edge_pulse.py "$@"
