"""The FAT partition (or other medium) that this node's card came from: where user-data, cmdline.txt and status.txt lie."""

from __future__ import annotations

import glob
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import files
from processes import execute

# Generic images have no fixed place for it: NoCloud's own folders, else a medium with NoCloud's label (in either case).
NOCLOUD_FOLDERS = ("/var/lib/cloud/seed/nocloud", "/var/lib/cloud/seed/nocloud-net")
NOCLOUD_LABELS = ("CIDATA", "cidata")
MOUNT_POINT = "/run/edgegen/seed"


class SeedMissing(Exception):
    """The medium is not there. The text says what was looked for."""


@dataclass(frozen=True)
class Seed:
    folder: str
    """A path of this process."""
    read_only: bool

    def file(self, name: str) -> str:
        return os.path.join(self.folder, name)


@contextmanager
def opened(card: Mapping[str, Any], writable: bool) -> Iterator[Seed]:
    """The seed, mounted if it must be, writable if it can be; afterwards as it was before."""
    if card["boot_mount"] is None:
        with _generic(writable) as seed:
            yield seed
        return
    folder = files.host_path(card["boot_mount"])
    problem = "" if is_seed(folder) else _complaint(["mount", folder])
    if not is_seed(folder):
        raise SeedMissing(f"{card['boot_mount']} holds no meta-data: not mounted, or not this card's partition. {problem}")
    with _made_writable(folder, writable):
        yield Seed(folder, _is_read_only(folder))


def is_seed(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, "meta-data"))


def instance_of(seed: Seed) -> str | None:
    """The instance-id in meta-data: whether this seed is what the node runs now, or something that was put there since."""
    with open(seed.file("meta-data"), encoding="utf-8", errors="replace") as file:
        found = re.search(r"""^["']?instance-id["']?:\s*["']?([^"'\s]+)""", file.read(), re.MULTILINE)
    return found.group(1) if found else None


@contextmanager
def _generic(writable: bool) -> Iterator[Seed]:
    for folder in map(files.host_path, NOCLOUD_FOLDERS):
        if is_seed(folder):
            yield Seed(folder, _is_read_only(folder))
            return
    device = _labelled_device()
    if device is None:
        raise SeedMissing("no medium labelled CIDATA is there any more")
    folder = files.host_path(MOUNT_POINT)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    options = f"{'rw' if writable else 'ro'},nosuid,nodev,noexec"
    problem = _complaint(["mount", "-o", options, device, folder])
    if problem:
        raise SeedMissing(f"{device}, labelled CIDATA, cannot be mounted: {problem}")
    try:
        if not is_seed(folder):
            raise SeedMissing(f"{device} is labelled CIDATA but holds no meta-data")
        yield Seed(folder, _is_read_only(folder))
    finally:
        _complaint(["umount", folder])


def _labelled_device() -> str | None:
    for label in NOCLOUD_LABELS:
        for link in glob.glob(files.host_path(f"/dev/disk/by-label/{label}")):
            return os.path.realpath(link)
    return None


def _complaint(argv: list[str]) -> str:
    """What mount(8) or umount(8) says against it; empty when it worked, as when it mounts a protected medium read-only."""
    try:
        done = execute(argv, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    return "" if done.returncode == 0 else done.stderr.strip().split("\n")[0]


@contextmanager
def _made_writable(folder: str, writable: bool) -> Iterator[None]:
    """Some set-ups mount the boot partition read-only to spare it."""
    remount = writable and _is_read_only(folder) and os.path.ismount(folder)
    if remount:
        _complaint(["mount", "-o", "remount,rw", folder])
    try:
        yield
    finally:
        if remount:
            _complaint(["mount", "-o", "remount,ro", folder])


def _is_read_only(folder: str) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
