"""A stand-in for Rancher in edgegen's boot tests. It is NOT Rancher: it knows how a cluster is imported and nothing else.

What it accepts and answers follows Rancher's source at v2.13.8: /ping, the objects of an import and what its controllers make of
them, the manifest at /v3/import, the agent's connection by a token that it must know.
"""

from __future__ import annotations

import sys

import container
import controllers
import kubectl
import web
from datastore import Datastore


def main() -> int:
    store = Datastore(container.path("/var/lib/rancher/k3s/server/db"))
    match sys.argv[1:]:
        case []:
            container.check()
            controllers.start(store)
            return web.serve(store)
        case ["kubectl", *arguments]:
            return kubectl.main(store, arguments)
    print(f"not in this image: {sys.argv[1]}", file=sys.stderr)
    return 126


if __name__ == "__main__":
    try:
        sys.exit(main())
    except container.Fatal as problem:
        print(f"[FATAL] {problem}", file=sys.stderr, flush=True)
        sys.exit(1)
