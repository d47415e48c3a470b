"""Restarts the K3s agent when the cluster has lost this node.

A kubelet registers its Node once per process (kubernetes/kubernetes#71398). After the control plane was made anew from the
same bundle, agents stay connected but their nodes stay away until the agent is restarted. Three answers running that the
Node does not exist are a reason; a control plane that does not answer never is.
"""

from __future__ import annotations

import json
import subprocess

from files import read_text, write_durably
from reach import NotYet, get

AGENT = "/var/lib/rancher/k3s/agent"
COUNTER = "/run/edgegen/rejoin"
# The agent's own load balancer, which leads to the control plane.
API = "https://127.0.0.1:6444"
ENOUGH = 3


def main() -> None:
    node = json.loads(read_text("/etc/edgegen/card.json"))["node"]
    missed = int(read_text(COUNTER, "0")) + 1 if is_unknown(node) else 0
    if missed >= ENOUGH:
        print(f"the cluster has no node {node} any more, seen {missed} times running: restarting k3s-agent", flush=True)
        # --no-block: the agent reports itself ready only when it is back in the cluster.
        subprocess.run(["systemctl", "restart", "--no-block", "k3s-agent"], check=True)
        missed = 0
    write_durably(COUNTER, f"{missed}\n")


def is_unknown(node: str) -> bool:
    """True only when the API itself says that this Node does not exist. The kubelet's own certificate may read its own Node, so
    nothing has to be made for this purpose; before the first joining it is not there, which counts as no answer."""
    try:
        get(f"{API}/api/v1/nodes/{node}", f"{AGENT}/server-ca.crt", f"{AGENT}/client-kubelet")
        return False
    except NotYet as answer:
        return answer.status == 404 and says_not_found(answer.body, node)


def says_not_found(body: str, node: str) -> bool:
    try:
        status = json.loads(body)
        return status["reason"] == "NotFound" and status["details"]["name"] == node
    except (ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    main()
