"""What an earlier card wrote and this one does not: a node that changes its role must not run both, nor keep the other's secrets."""

from __future__ import annotations

import json
import os
import re

import files
from node import STATE, Node

LIST = f"{STATE}/written.json"
UNIT = re.compile(r"/etc/systemd/system/[^/]+")
CONNECTION = re.compile(r"/etc/NetworkManager/system-connections/")
# Programs do nothing by themselves; those of Edge-Pulse, and its settings, are what its own step takes an earlier installation out by.
KEPT = re.compile(r"/usr/local/lib/edgegen/(?!edge-pulse/)|/etc/edgegen/edge-pulse\.json$")


def take_away(node: Node) -> None:
    stale = [path for path in written(node) if not KEPT.match(path) and os.path.lexists(node.path(path))]
    units = [os.path.basename(path) for path in stale if UNIT.fullmatch(path)]
    if units:
        node.run(["systemctl", "disable", "--now", *units], check=False, timeout=300)
    for path in stale:
        node.log(f"an earlier card's, removed: {path}")
        files.remove_quietly(node.path(path))
    for folder in sorted({os.path.dirname(path) for path in stale}):
        files.sync_folder(node.path(folder))
    if any(path.startswith("/etc/systemd/") for path in stale):
        node.run(["systemctl", "daemon-reload"])
    if any(map(CONNECTION.match, stale)):
        node.run(["nmcli", "connection", "reload"], check=False)


def written(node: Node) -> list[str]:
    """By earlier cards only."""
    try:
        noted = json.loads(node.read(LIST, "[]"))
    except ValueError:
        return []
    return [path for path in noted if path not in own(node)]


def own(node: Node) -> set[str]:
    return {file["path"] for file in node.card["files"]}


def remember(node: Node) -> None:
    node.write(LIST, json.dumps(sorted(own(node))) + "\n", 0o600)
