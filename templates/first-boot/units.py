"""systemd's units: enabled and read again only where something changed, since each reload costs a Pi seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from node import Node


def enable(node: Node, *units: str) -> None:
    """Makes sure that they start at the boots to come. For this one somebody starts them."""
    shown = node.run(["systemctl", "is-enabled", *units], check=False, quiet=True).stdout.split()
    if shown != ["enabled"] * len(units):
        node.run(["systemctl", "enable", "--no-reload", *units])


def read_changes(node: Node, *units: str) -> None:
    """A card that was applied to a running node brings other units than those that systemd has read."""
    shown = node.run(["systemctl", "show", "--property=NeedDaemonReload", "--value", *units], check=False, quiet=True)
    if "yes" in shown.stdout.split():
        node.run(["systemctl", "daemon-reload"])
