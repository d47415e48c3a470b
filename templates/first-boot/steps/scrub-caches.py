"""Takes the secrets out of cloud-init's own caches, once it has finished.

user-data stays on the seed as a stub with the same instance-id, so the next boot finds the same instance and runs nothing again.
"""

from __future__ import annotations

import glob
import os

import files
from node import Node

SCRUBBED = "caches-scrubbed"
# cloud-init is in its last stage by now. What keeps it must not keep K3s.
PATIENCE = 60
FINISHED = "/run/cloud-init/result.json"
# Relative to each instance's folder; the stars also find what a cut of this step left behind.
CACHES = ["user-data.txt*", "vendor*", "cloud-config.txt*", "obj.pkl*", "network-config.json*", "scripts/runcmd*"]
SENSITIVE = ["/run/cloud-init/instance-data-sensitive.json", "/run/cloud-init/combined-cloud-config.json"]


def run(node: Node) -> str | None:
    if node.marked(SCRUBBED):
        return None
    for _ in range(PATIENCE):
        if node.exists(FINISHED):
            break
        node.sleep(1)
    else:
        return "cloud-init has not finished yet; its caches are scrubbed at the next boot"
    instances = node.path("/var/lib/cloud/instances")
    paths = [path for cache in CACHES for path in glob.glob(f"{instances}/*/{cache}") if os.path.isfile(path)]
    # Backwards: x.scrub before x, which becomes it.
    for path in sorted(paths, reverse=True):
        erase(path)
    for path in SENSITIVE:
        files.remove_quietly(node.path(path))
    node.mark(SCRUBBED)
    return f"{len(paths)} files erased" if paths else None


def erase(path: str) -> None:
    """Renamed first: cloud-init must never meet a cache full of zeros."""
    aside = path if path.endswith(".scrub") else f"{path}.scrub"
    os.rename(path, aside)
    files.sync_folder(os.path.dirname(path))
    files.overwrite(aside, b"\0" * os.path.getsize(aside))
    os.unlink(aside)
    files.sync_folder(os.path.dirname(path))
