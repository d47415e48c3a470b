"""A Raspberry Pi has no clock of its own. Nothing that speaks TLS may run while it is years behind."""

from __future__ import annotations

from node import Node

RAISE = "/usr/local/lib/edgegen/raise-clock.sh"
# Waits for at most two minutes, half a one where a hardware clock has the time; at later boots K3s and Rancher come after it.
WAIT = "edgegen-time.service"
PATIENCE = 240
# Under NetworkManager nobody tells timesyncd that the network is up: having asked too early, it asks again ever later. Once started
# anew it asks at once. chrony asks often enough by itself, and would only lose the answers it has.
DEAF = "systemd-timesyncd.service"


def run(node: Node) -> str | None:
    if node.container:
        return "a container has its host's clock"
    node.run(["/bin/sh", node.path(RAISE)])
    if synchronized(node):
        return None
    node.run(["systemctl", "try-restart", DEAF], check=False, quiet=True)
    node.run(["systemctl", "start", WAIT], check=False, timeout=PATIENCE)
    if synchronized(node):
        return None
    servers = ", ".join(node.data["ntp"])
    return f"not synchronized (servers: {servers}); going on, the clock is at least past the card's making"


def synchronized(node: Node) -> bool:
    """The kernel knows, whichever daemon disciplines it; timesyncd leaves a mark besides."""
    if node.exists("/run/systemd/timesync/synchronized"):
        return True
    shown = node.run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"], check=False, quiet=True)
    return shown.stdout.strip() == "yes"
