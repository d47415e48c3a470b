"""Puts the K3s binary in place: from the card's payload, or downloaded; never without a matching sha256.

data: version, asset (k3s or k3s-arm64), sums (name of the release's sum file), mirror; sha256 where a lock pins it; payload, when
the card brings it along; images (asset, sha256), when the card also brings those that K3s would pull.
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
import payload
from node import Node, Retry

FOLDER = "/usr/local/bin"
IMAGES = "/var/lib/rancher/k3s/agent/images"
STAMP = "/var/lib/edgegen/k3s.json"
LINKS = ("kubectl", "crictl", "ctr")
# Until when (seconds since boot) a release whose content was wrong is left alone, and why.
REFUSED = "/run/edgegen/k3s-refused.json"
PAUSE_SECONDS = 15 * 60


def run(node: Node) -> str | None:
    folder = Path(node.path(FOLDER))
    files.make_folder(str(folder))
    problems = []
    if not installed(node, folder):
        problems += install_binary(node, folder)
    link(folder)
    problems += preload_images(node)
    if node.data.get("payload"):
        payload.clear(node)
    return "; ".join(problems) or None


def install_binary(node: Node, folder: Path) -> list[str]:
    """From the card if it can be. What is wrong with that is told when the network helps, and when it does not."""
    for old in folder.glob(".k3s-*.part"):
        if old != part_path(node, folder):
            old.unlink()
    if not node.data.get("payload"):
        install_downloaded(node, folder)
        return []
    expected = node.data["sha256"]
    part = folder / ".k3s-card.part"
    try:
        payload.take(node, node.data["asset"], expected, part)
    except payload.Unusable as problem:
        try:
            install_downloaded(node, folder)
        except Retry as second:
            raise Retry(f"{problem}; {second}") from second
        return [f"{problem}; downloaded instead"]
    install(node, part, expected)
    return []


def install_downloaded(node: Node, folder: Path) -> None:
    wait_if_refused(node)
    expected = node.data.get("sha256") or released_sum(node)
    install(node, downloaded(node, part_path(node, folder), expected), expected)


def preload_images(node: Node) -> list[str]:
    """K3s imports what lies there before the kubelet starts; with a .cache.json beside it, only once."""
    images = node.data.get("images")
    if images is None:
        return []
    target = Path(node.path(IMAGES)) / images["asset"]
    if matches(target, images["sha256"]):
        return []
    files.make_folder(str(target.parent))
    part = target.parent / f".{images['asset']}.part"
    try:
        payload.take(node, images["asset"], images["sha256"], part)
    except payload.Unusable as problem:
        return [f"{problem}; K3s pulls its images from the network"]
    os.replace(part, target)
    files.sync_folder(str(target.parent))
    if not node.exists(f"{IMAGES}/.cache.json"):
        node.write(f"{IMAGES}/.cache.json", "")
    return []


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


def part_path(node: Node, folder: Path) -> Path:
    """In the folder where it will stand: a rename stays on one file system."""
    return folder / f".k3s-{node.data['version']}.part"


def downloaded(node: Node, part: Path, expected: str) -> Path:
    """A complete file with the expected sum."""
    if not matches(part, expected):
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
