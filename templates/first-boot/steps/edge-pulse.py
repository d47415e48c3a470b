"""Installs Edge-Pulse from what the card brought; where it is switched off, takes out what an earlier card had installed.

data: enabled. Looks at every boot, so that an installation or a rollback that was cut comes to its end.
"""

from __future__ import annotations

from node import Node

STATE = "/var/lib/edge-pulse/state.json"


def run(node: Node) -> str | None:
    if not node.data["enabled"] and not node.exists(STATE):
        return None
    # Only here: a card without Edge-Pulse does not bring it, but one from before may have.
    import pulse_install

    def program(argv: list[str], timeout: float = 120):
        return node.run(argv, timeout=timeout, check=False)

    if not node.data["enabled"]:
        return pulse_install.take_out(program)
    inputs = next(step["inputs"] for step in node.card["steps"] if step["name"] == node.name)
    return pulse_install.converge(program, inputs) or None
