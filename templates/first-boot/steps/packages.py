"""Extra packages and the wanted kind of upgrade, last of all: nothing of the cluster waits for apt."""

from __future__ import annotations

import dpkg
from node import Node

UPGRADED = "upgraded"
REBOOT_REQUIRED = "/run/reboot-required"


def run(node: Node) -> str | None:
    installed = dpkg.install(node, node.data["packages"])
    notes = [f"installed {', '.join(installed)}"] if installed else []
    if "nftables" in installed:
        node.run(["systemctl", "restart", "edgegen-firewall.service"], check=False)
    if node.data["upgrade"] == "full" and not node.marked(UPGRADED):
        upgrade(node)
        notes.append("upgraded")
    return "; ".join(notes) or None


def upgrade(node: Node) -> None:
    """Once for this card. The mark comes before the reboot: a system that always asks for one must not get it for ever."""
    dpkg.upgrade_all(node)
    node.mark(UPGRADED)
    if node.exists(REBOOT_REQUIRED):
        node.reboot("the upgrade asks for it")
