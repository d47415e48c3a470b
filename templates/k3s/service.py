"""Starting a unit that may take for ever to be ready, and saying what it waits for."""

from __future__ import annotations

from node import Node


def start(node: Node, unit: str, state: str) -> None:
    """Starts `unit`, which is in `state`, without waiting. A unit that already runs is restarted once for each set of the step's
    inputs, since it may have read the old ones. The note of that lies in /run: after a boot the unit has read them anyway, and
    one restart too many does no harm."""
    note = f"/run/edgegen/{node.name}.started"
    inputs = next(each["inputs"] for each in node.card["steps"] if each["name"] == node.name)
    stale = state != "inactive" and node.read(note, "") != inputs
    node.run(["systemctl", "restart" if stale else "start", "--no-block", unit])
    node.write(note, inputs)


def journal(node: Node, unit: str) -> list[str]:
    """The last lines of the unit since this boot, oldest first."""
    command = ["journalctl", "--unit", unit, "--boot", "--lines", "40", "--output", "cat", "--no-pager"]
    result = node.run(command, check=False, quiet=True)
    return [line.strip() for line in result.stdout.splitlines() if line.strip()]
