"""systemd's units: asked about once, enabled and read again only where something changed, since each call costs a Pi seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from node import Node

PROPERTIES = "ActiveState,UnitFileState,NeedDaemonReload"
# Static units have no [Install]: a timer or another unit starts them.
SETTLED = ("enabled", "static")


def prepare(node: Node, *units: str) -> list[str]:
    """Has systemd read what changed, makes sure that the units start at the boots to come, and returns the state of each. A card
    that was applied to a running node brings other units than those that systemd has read. For this boot somebody starts them, so
    the links are made without systemd (`--root=/`): it would hold every unit for changed until it has read all of them again."""
    seen = [properties(block) for block in ask(node, units)]
    if any(each.get("NeedDaemonReload") == "yes" for each in seen):
        node.run(["systemctl", "daemon-reload"])
    wanting = [unit for unit, each in zip(units, seen) if each.get("UnitFileState") not in SETTLED]
    if wanting:
        node.run(["systemctl", "--root=/", "enable", *wanting])
    return [each.get("ActiveState", "inactive") for each in seen]


def ask(node: Node, units: tuple[str, ...]) -> list[str]:
    """A block for each unit, in the order of the question."""
    shown = node.run(["systemctl", "show", f"--property={PROPERTIES}", *units], check=False, quiet=True)
    blocks = shown.stdout.strip().split("\n\n")
    return blocks if len(blocks) == len(units) else [""] * len(units)


def properties(block: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
