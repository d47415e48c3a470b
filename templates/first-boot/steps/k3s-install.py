"""Puts the K3s binary in place: from the card's payload, or downloaded; never without a matching sha256.

data: version, asset (k3s or k3s-arm64), sums (name of the release's sum file), mirror; sha256 where a lock pins it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import download
import files
import seed
from node import Node, Retry

FOLDER = "/usr/local/bin"
STAMP = "/var/lib/edgegen/k3s.json"
LINKS = ("kubectl", "crictl", "ctr")
# Until when (seconds since boot) a release whose content was wrong is left alone, and why.
REFUSED = "/run/edgegen/k3s-refused.json"
PAUSE_SECONDS = 15 * 60


def run(node: Node) -> None:
    folder = Path(node.path(FOLDER))
    files.make_folder(str(folder))
    if not installed(node, folder):
        wait_if_refused(node)
        expected = node.data.get("sha256") or released_sum(node)
        install(node, verified(node, folder, expected), expected)
    link(folder)


def installed(node: Node, folder: Path) -> bool:
    """The stamp alone is not enough: a card can lose a file."""
    known = json.loads(node.read(STAMP, "{}"))
    expected = node.data.get("sha256") or known.get("sha256")
    current = known.get("version") == node.data["version"] and known.get("sha256") == expected
    return current and matches(folder / "k3s", expected)


def release_url(node: Node, name: str) -> str:
    return f"{node.data['mirror']}/{quote(node.data['version'], safe='')}/{name}"


def released_sum(node: Node) -> str:
    """Without a lock the release vouches for itself: `<hex>  <asset>` in its own sum file."""
    url = release_url(node, node.data["sums"])
    for line in download.text(url).splitlines():
        words = line.split()
        if len(words) == 2 and words[1].lstrip("*") == node.data["asset"] and len(words[0]) == 64:
            return words[0].lower()
    raise Retry(f"{url} does not name {node.data['asset']}: is this a K3s mirror, or a log-in page of the network?")


def verified(node: Node, folder: Path, expected: str) -> Path:
    """A complete file with the expected sum, in the folder where it will stand: a rename stays on one file system."""
    part = folder / f".k3s-{node.data['version']}.part"
    for other in folder.glob(".k3s-*.part"):
        if other != part:
            other.unlink()
    if not copied_from_payload(node, part, expected) and not matches(part, expected):
        download.resume(release_url(node, node.data["asset"]), part, node.log)
    found = sha256(part)
    if found != expected:
        part.unlink()
        refuse(node, f"wrong checksum: expected sha256 {expected} of {node.data['asset']}, found {found}; deleted")
    return part


def refuse(node: Node, reason: str) -> None:
    """The runner tries again every minute; writing 70 MB each time would wear out the card."""
    node.write(REFUSED, json.dumps({"until": time.monotonic() + PAUSE_SECONDS, "reason": reason}))
    raise Retry(f"{reason}; downloading again in {PAUSE_SECONDS // 60} min")


def wait_if_refused(node: Node) -> None:
    refused = json.loads(node.read(REFUSED, "{}"))
    left = refused.get("until", 0) - time.monotonic()
    if left > 0:
        raise Retry(f"{refused['reason']}; downloading again in {left / 60:.0f} min")


def copied_from_payload(node: Node, part: Path, expected: str) -> bool:
    """Only a pinned sum makes a file from the card's FAT partition trustworthy."""
    if node.data.get("sha256") is None:
        return False
    try:
        with seed.opened(node.card, writable=False) as place:
            payload = Path(place.file(f"edgegen/payload/{node.data['asset']}"))
            if not matches(payload, expected):
                return False
            shutil.copyfile(payload, part)
    except seed.SeedMissing:
        return False
    node.log(f"using {node.data['asset']} from the card")
    return True


def install(node: Node, part: Path, expected: str) -> None:
    part.chmod(0o755)
    sync(part)
    os.replace(part, part.parent / "k3s")
    files.sync_folder(str(part.parent))
    node.write(STAMP, json.dumps({"version": node.data["version"], "sha256": expected}) + "\n")
    node.log(f"installed K3s {node.data['version']}")


def link(folder: Path) -> None:
    """K3s answers to these names; somebody's own program of that name stays."""
    for name in LINKS:
        path = folder / name
        if not path.exists() and not path.is_symlink():
            path.symlink_to("k3s")


def matches(path: Path, expected: str) -> bool:
    return path.exists() and sha256(path) == expected


def sha256(path: Path) -> str:
    # hashlib.file_digest would need Python 3.11.
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def sync(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
