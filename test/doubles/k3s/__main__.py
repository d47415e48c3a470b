"""A stand-in for K3s in edgegen's boot tests. It is NOT K3s: it runs no containers and knows only what a card touches.

It does what K3s was seen to do where a card depends on it: configuration with unknown keys refused, the CAs on disk, the CA pin of
agent tokens, node passwords, one registration per agent process, the manifests folder, Type=notify. What it checks follows K3s's
documentation and source, never what edgegen writes.
"""

from __future__ import annotations

import os
import sys

import config


def main() -> int:
    """Each command has modules of its own, so that kubectl does not load a server's."""
    arguments = sys.argv[1:]
    if os.path.basename(sys.argv[0]) == "kubectl":
        arguments = ["kubectl", *arguments]
    match arguments:
        case ["server"]:
            import server

            return server.main(config.read("server"))
        case ["agent"]:
            import agent

            return agent.main(config.read("agent"))
        case ["kubectl", *rest]:
            import kubectl

            return kubectl.main(rest)
    print(f"the double of K3s knows server, agent and kubectl, not {arguments}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except config.Fatal as problem:
        print(f'level=fatal msg="{problem}"', file=sys.stderr, flush=True)
        sys.exit(1)
