"""Starts K3s, waits a while, and says what it sees. K3s itself goes on trying for ever, so nothing else waits for it.

data: unit (k3s or k3s-agent), version, private_folders, required, timers, wait_seconds, server (of an agent).
"""

from __future__ import annotations

import os
import re
import shutil
import time

import files
import service
import units
from node import Node, Retry

# As long as K3s's unit waits before it tries again.
PAUSE_SECONDS = 5

# What K3s writes when it will not get ready by waiting, and what that means here.
MEANINGS = (
    (
        r"Node password rejected",
        "the control plane knows {node} with another node password; there, run: "
        "k3s kubectl -n kube-system delete secret {node}.node-password.k3s",
    ),
    (
        r"token CA hash does not match",
        "the control plane has another cluster CA than this card, or this node's clock is wrong ({now})",
    ),
    (r"401 Unauthorized", "the control plane refuses this card's agent token: all cards must be built from one bundle"),
    (r"not yet valid|certificate has expired", "a certificate does not fit this node's clock ({now})"),
    (r"memory cgroup", "the kernel has no memory controller: is cgroup_enable=memory in the live cmdline.txt?"),
)
# A server that starts says such things of itself; of an agent they mean that the control plane is not there.
UNANSWERED = (
    r"connection refused|no route to host|network is unreachable|i/o timeout|deadline exceeded|Client\.Timeout",
    "no answer from {server} yet; the agent goes on trying",
)


# Where K3s unpacks its own programs. It flushes nothing and later only looks whether they are there.
UNPACKED = "/var/lib/rancher/k3s/data"


def run(node: Node) -> str | None:
    prepare(node)
    unit, timers = node.data["unit"], node.data["timers"]
    state = units.prepare(node, unit, *timers)[0]
    service.start(node, unit, forget_unflushed(node, unit, state))
    if timers:
        node.run(["systemctl", "start", *timers])
    return None if ready_in_time(node) else f"started; not yet ready: {explanation(node)}"


def forget_unflushed(node: Node, unit: str, state: str) -> str:
    """Without this step's stamp, an earlier try may have been cut: programs of K3s that are empty files would never be made again.
    A K3s that is up has proved them; one that is still starting must not lose them while it runs. Returns the state that is left."""
    if state == "active":
        return state
    stopped = state not in ("inactive", "failed")
    if stopped:
        node.run(["systemctl", "stop", unit], check=False, timeout=180)
    shutil.rmtree(node.path(UNPACKED), ignore_errors=True)
    return "inactive" if stopped else state


def prepare(node: Node) -> None:
    """cloud-init makes parent folders 0755. Without its CAs in place K3s would make its own, and no other card would fit."""
    for folder in node.data["private_folders"]:
        files.make_folder(node.path(folder))
        os.chmod(node.path(folder), 0o700)
    missing = [path for path in node.data["required"] if not node.exists(path)]
    if missing:
        raise Retry(f"not starting K3s without {', '.join(missing)}: write the card again")


def ready_in_time(node: Node) -> bool:
    """K3s tells systemd that it is up when its API answers; an agent, when its node is registered and its network configured."""
    deadline = time.monotonic() + node.data["wait_seconds"]
    while (left := deadline - time.monotonic()) > 0:
        # Joins the start that is going on, and comes back when that has ended.
        joined = node.run(["systemctl", "start", node.data["unit"]], timeout=left, check=False, quiet=True)
        if joined.returncode == 0:
            return True
        node.sleep(min(PAUSE_SECONDS, max(0, deadline - time.monotonic())))
    return False


def explanation(node: Node) -> str:
    server = node.data.get("server")
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    lines = service.journal(node, node.data["unit"])
    for line in reversed(lines):
        for pattern, meaning in (*MEANINGS, UNANSWERED) if server else MEANINGS:
            if re.search(pattern, line):
                return meaning.format(node=node.card["node"], server=server, now=now)
    return lines[-1] if lines else "no message in the journal yet"
