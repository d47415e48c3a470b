"""Rancher's image, its unit, and the unit that makes it expect the cluster. data: image, modules, wait_seconds."""

from __future__ import annotations

import os
import time

import service
import units
from node import Node, Retry
from rancher_import import ping
from reach import NotYet

UNIT = "rancher.service"
IMPORT = "edgegen-rancher-import.service"
SECRETS = "/etc/edgegen/rancher"
FIRST_PAUSE = 1
LONGEST_PAUSE = 10


def run(node: Node) -> str | None:
    os.chmod(node.path(SECRETS), 0o700)
    load_modules(node)
    pull(node)
    service.start(node, UNIT, units.prepare(node, UNIT, IMPORT)[0])
    node.run(["systemctl", "restart", "--no-block", IMPORT])
    return ready_in_time(node)


def load_modules(node: Node) -> None:
    """They also stand in modules-load.d; here it is about saying what is wrong with this kernel."""
    for module in node.data["modules"]:
        if node.run(["modprobe", module], check=False).returncode != 0:
            node.log(f"this kernel has no module {module}: Rancher up to 2.14 needs it, 2.15 does not (rancher/rancher#54862)")


def pull(node: Node) -> None:
    """Here and not in the unit, so that the status says why there is no image. Docker keeps layers that are complete."""
    image = node.data["image"]
    if node.run(["docker", "image", "inspect", image], check=False, quiet=True).returncode == 0:
        return
    node.log(f"pulling {image}, more than 1 GB")
    pulled = node.run(["docker", "pull", "--quiet", image], timeout=4 * 3600, check=False)
    if pulled.returncode != 0:
        raise Retry(f"cannot pull {image}: {(pulled.stderr.strip().splitlines() or ['no message'])[-1]}")


def ready_in_time(node: Node) -> str | None:
    deadline = time.monotonic() + node.data["wait_seconds"]
    pause = FIRST_PAUSE
    while True:
        try:
            return ping()
        except NotYet as reason:
            if time.monotonic() > deadline:
                return f"started; not yet ready: {reason}; {(service.journal(node, UNIT) or ['its journal is empty'])[-1]}"
        node.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
