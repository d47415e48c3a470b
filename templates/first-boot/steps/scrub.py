"""Takes the secrets off the FAT partition, where anybody who holds the card could read them.

Each file is overwritten where it lies, with the same length. user-data and meta-data stay, and so does the instance-id: without
them cloud-init would fall back to no datasource, take the node for a new one, and give it a new network configuration.
Looks at every boot, in case the same card was copied onto the partition again.
"""

from __future__ import annotations

import os
import re

import files
import seed
from node import Node, Retry

# A user-data that says nothing, of any length: cloud-init reads it at every boot, and takes a Pi seconds for as much YAML, be it
# comments. Behind the last boundary no reader of MIME looks (RFC 2046, 5.1.1), so a scrub that was cut makes no broken YAML either.
# `{}` because cloud-init calls a part with nothing but comments broken.
STUB = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="edgegen"

edgegen: what stood here is on the node's own disk now; the secrets were overwritten.
To start this node afresh, write its card again.

--edgegen
Content-Type: text/cloud-config

#cloud-config
{}
--edgegen--
"""
# Copies that an editor or a person may have left beside the seed.
LEFTOVER = re.compile(r"[.]?(user-data|network-config|vendor-data)([.~_-].*|~)", re.IGNORECASE)
SECRET_KEY = re.compile(
    rb"""^(?P<key>[ \t-]*["']?(?:password|psk|passphrase)["']?[ \t]*:[ \t]*)"""
    rb"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'][^\r\n]*)""",
    re.MULTILINE | re.DOTALL,
)


def run(node: Node) -> str | None:
    try:
        with seed.opened(node.card, writable=True) as place:
            return scrub(node, place)
    except seed.SeedMissing as problem:
        # The node is worth more than this: the same secrets lie on its root partition. The next boot tries again.
        return f"nothing was scrubbed: {problem}"


def scrub(node: Node, place: seed.Seed) -> str | None:
    found = seed.instance_of(place)
    if found != node.card["instance_id"]:
        return f"left as it is: the seed there is that of {found}, which this node has not become yet"
    changes = {path: data for path in secret_files(place) if (data := scrubbed(path)) is not None}
    leftovers = [entry.path for entry in os.scandir(place.folder) if entry.is_file() and LEFTOVER.fullmatch(entry.name)]
    if not changes and not leftovers:
        return None
    if place.read_only:
        return f"secrets are still on {place.folder}, which is read-only: keep the medium safe (it must stay attached)"
    for path, data in changes.items():
        replace(node, path, data)
    for path in leftovers:
        remove(node, path)
    return "secrets overwritten"


def secret_files(place: seed.Seed) -> list[str]:
    return [path for name in ("user-data", "network-config") if os.path.isfile(path := place.file(name))]


def scrubbed(path: str) -> bytes | None:
    """What the file must become; None when it is that already."""
    with open(path, "rb") as file:
        old = file.read()
    new = stub(len(old)) if os.path.basename(path) == "user-data" else without_passwords(old)
    return new if new != old else None


def stub(length: int) -> bytes:
    """Whole lines of `#` behind the text."""
    filler = "#" * 99 + "\n"
    text = STUB + filler * (length // len(filler) + 1)
    return (text[: length - 1] + "\n").encode() if length > 0 else b""


def without_passwords(old: bytes) -> bytes:
    """Values become letters x: a `*` would be an alias in YAML."""

    def mask(found: re.Match[bytes]) -> bytes:
        value = found["value"]
        quote = value[:1] if value[:1] in (b'"', b"'") else b""
        return found["key"] + quote + b"x" * (len(value) - 2 * len(quote)) + quote

    return SECRET_KEY.sub(mask, old)


def replace(node: Node, path: str, data: bytes) -> None:
    files.overwrite(path, data)
    if files.read_from_medium(path) != data:
        raise Retry(f"{path} was overwritten but reads back otherwise: the card may be worn out or fake")
    node.log(f"overwritten: {path}, {len(data)} bytes")


def remove(node: Node, path: str) -> None:
    files.overwrite(path, b"\0" * os.path.getsize(path))
    os.unlink(path)
    files.sync_folder(os.path.dirname(path))
    node.log(f"overwritten and removed: {path}")
