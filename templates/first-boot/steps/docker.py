"""Docker from the distribution, touched only when it is missing. data: packages, optional (installed where apt knows them)."""

from __future__ import annotations

import shutil

import dpkg
from node import Node


def run(node: Node) -> None:
    packages = node.data["packages"]
    if dpkg.missing(node, packages) or shutil.which("docker") is None:
        dpkg.install(node, packages, node.data["optional"])
    node.run(["systemctl", "enable", "docker.service"])
    # The daemon reads its log limits only when it starts.
    node.run(["systemctl", "restart", "docker.service"], timeout=300)
