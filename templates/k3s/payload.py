"""What the card brings along for the first boot, in edgegen/payload/ of its FAT partition: used without a network, then removed."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import files
import seed
from node import Node, Retry

FOLDER = "edgegen/payload"
# A verdict holds until the next boot: reading hundreds of megabytes again each minute changes nothing about it.
VERDICT = "/run/edgegen/payload-{}.txt"
BLOCK = 1 << 20


class Unusable(Exception):
    """The card does not have the file as it should be. The text says which, and why."""


def take(node: Node, name: str, expected: str, target: Path) -> None:
    """Copies a file of the payload to `target`, whole, with the expected sha256, and flushed."""
    verdict = VERDICT.format(name)
    if known := node.read(verdict, "").strip():
        raise Unusable(known)
    try:
        _take(node, name, expected, target)
    except Unusable as problem:
        files.remove_quietly(str(target))
        node.write(verdict, f"{problem}\n")
        raise
    except OSError as problem:
        files.remove_quietly(str(target))
        raise Retry(f"cannot copy {name} from the card: {problem.strerror}") from problem


def _take(node: Node, name: str, expected: str, target: Path) -> None:
    try:
        with seed.opened(node.card, writable=False) as place:
            source = Path(place.file(f"{FOLDER}/{name}"))
            if not source.is_file():
                raise Unusable(f"{name} is not on the card")
            found = _copy(source, target)
    except seed.SeedMissing as problem:
        raise Unusable(f"{name} cannot be read: {problem}") from problem
    if found != expected:
        raise Unusable(f"{name} on the card is damaged: sha256 {found} instead of {expected}")
    node.log(f"using {name} from the card")


def _copy(source: Path, target: Path) -> str:
    """The sha256 of what was copied."""
    digest = hashlib.sha256()
    with open(source, "rb") as reading, open(target, "wb") as writing:
        while block := _read(reading, source):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _read(file, source: Path) -> bytes:
    """A card that is worn out gives errors and no wrong bytes."""
    try:
        return file.read(BLOCK)
    except OSError as problem:
        raise Unusable(f"{source.name} on the card cannot be read: {problem.strerror}") from problem


def clear(node: Node) -> None:
    """Gives the room back, which the system's own updates want. What another card has brought since is left to that one."""
    try:
        with seed.opened(node.card, writable=True) as place:
            folder = place.file(FOLDER)
            if not os.path.isdir(folder) or seed.instance_of(place) != node.card["instance_id"]:
                return
            if place.read_only:
                node.log(f"{folder} stays: the medium is read-only")
                return
            shutil.rmtree(folder)
            files.sync_folder(os.path.dirname(folder))
            node.log(f"removed {folder}: it is installed")
    except (seed.SeedMissing, OSError) as problem:
        node.log(f"the payload stays on the card: {problem}")
