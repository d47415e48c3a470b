"""Hands the import to a unit of its own: another machine's absence must not hold up this one's first boot. data: timer."""

from __future__ import annotations

import units
from node import Node


def run(node: Node) -> str:
    timer = node.data["timer"]
    units.prepare(node, timer, timer.replace(".timer", ".service"))
    # restart, not start: a changed address or token counts from now on.
    node.run(["systemctl", "restart", timer])
    return f"{timer} goes on by itself, also while Rancher is away"
