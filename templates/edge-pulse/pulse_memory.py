"""Switches Edge-Pulse's own swap on: compressed in memory at priority 100, behind it a file or a partition at priority 50.

What cannot be is left out and said: a node without a zram module, or with a full card, comes up all the same. Units run this at
every boot, so everything here bears being done twice, and being cut at any instant.
"""

from __future__ import annotations

import glob
import os
import re
import sys
import time
from typing import Any

import files
from progress import report
from pulse_kernel import Swap, meminfo, swaps
from pulse_run import FOLDER, fault, in_container, one_at_a_time, run, settings

ZRAM_PRIORITY = 100
DISK_PRIORITY = 50
ALGORITHMS = ("lz4", "zstd", "lzo-rle")
CONTROL = "/sys/class/zram-control"
# udev looks at a new device, and zramctl does not get it meanwhile.
ZRAM_TRIES = 5
# Which zram device is ours; gone with the boot, as the device is.
OURS = "/run/edgegen/edge-pulse-zram"

SWAP_FILE = f"{FOLDER}/swapfile"
SWAP_UUID = f"{FOLDER}/swapfile.uuid"
# This node has found a partition before, so one that is late is waited for.
PARTITION = f"{FOLDER}/partition"
LABEL = "edge-swap"
MIB = 1 << 20
# What the card keeps free besides, and the least that is worth having.
ROOM_MIB = 1024
LEAST_MIB = 64
USB_PATIENCE = 20


def zram_on(wanted: dict[str, Any]) -> str:
    size = meminfo()["MemTotal"] * wanted["zram_percent"] // 100 // MIB * MIB
    present = own_zram()
    if present and abs(present.size - size) < MIB:
        return zram_text(present.device, size)
    if present:
        zram_off()
    if not os.path.exists(files.host_path(CONTROL)):
        run(["modprobe", "zram"])
    if not os.path.exists(files.host_path(CONTROL)):
        return "no compressed swap: this kernel has no zram module (Ubuntu: package linux-modules-extra-raspi)"
    problem = ""
    for algorithm in known_algorithms():
        for _ in range(ZRAM_TRIES):
            made = run(["zramctl", "--find", "--size", str(size), "--algorithm", algorithm])
            problem = fault(made)
            if not problem:
                return zram_used(made.stdout.strip(), size)
            time.sleep(0.5)
    return f"no compressed swap: {problem}"


def algorithms(device: str) -> str:
    """As the kernel lists them, with brackets around the one in use."""
    return files.read_text(f"/sys/block/{os.path.basename(device)}/comp_algorithm", "")


def known_algorithms() -> list[str]:
    known = re.findall(r"[\w-]+", " ".join(map(algorithms, glob.glob(files.host_path("/sys/block/zram*")))))
    return [each for each in ALGORITHMS if each in known] or list(ALGORITHMS)


def zram_used(device: str, size: int) -> str:
    files.write_durably(OURS, f"{device}\n")
    for argv in (["mkswap", device], ["swapon", "--priority", str(ZRAM_PRIORITY), device]):
        if problem := fault(run(argv)):
            run(["zramctl", "--reset", device])
            return f"no compressed swap: {problem}"
    return zram_text(device, size)


def zram_text(device: str, size: int) -> str:
    used = re.search(r"\[([\w-]+)\]", algorithms(device))
    return f"{shown(size)} of compressed swap{f' ({used.group(1)})' if used else ''}"


def active_swap(device: str) -> Swap | None:
    return next((swap for swap in swaps() if swap.device == device), None)


def own_zram() -> Swap | None:
    return active_swap(files.read_text(OURS, "").strip())


def zram_off() -> str:
    """What keeps it from going, if anything."""
    device = files.read_text(OURS, "").strip()
    if not device:
        return ""
    if problem := swap_off(device):
        return problem
    run(["zramctl", "--reset", device])
    files.remove_quietly(files.host_path(OURS))
    return ""


def swap_on(wanted: dict[str, Any]) -> str:
    choice = wanted["swap_device"]
    if choice == "none":
        return "no disk swap: the profile wants none"
    if choice == "sd":
        return file_on(wanted["swap_size_mib"])
    seen = choice != "auto" or os.path.exists(files.host_path(PARTITION))
    partition = named_partition(f"LABEL={LABEL}" if choice == "auto" else choice, USB_PATIENCE if seen else 0)
    if partition and header(partition):
        files.write_durably(PARTITION, "")
        return activated(partition, partition)
    # Nothing is ever formatted.
    why = f"{partition} is no swap area; make it one with: mkswap -L {LABEL} {partition}" if partition else ""
    if choice == "auto":
        files.remove_quietly(files.host_path(PARTITION))
        return "; ".join(filter(None, [file_on(wanted["swap_size_mib"]), why]))
    return f"no disk swap: {why or f'there is no {choice} (it is not looked for again before the next boot)'}"


def named_partition(name: str, patience: int = 0) -> str | None:
    """A USB disk takes its time to appear."""
    kind, value = name.split("=", 1)
    link = files.host_path(f"/dev/disk/by-{kind.lower()}/{value}")
    for _ in range(patience):
        if os.path.exists(link):
            break
        time.sleep(1)
    return os.path.realpath(link) if os.path.exists(link) else None


def file_on(wanted_mib: int) -> str:
    target = files.host_path(SWAP_FILE)
    active = active_swap(SWAP_FILE)
    if active and abs(active.size // MIB - wanted_mib) <= 1:
        return f"{shown(active.size)} of swap on the card"
    if problem := swap_off(SWAP_FILE):
        return f"{shown(active.size if active else 0)} of swap on the card, another size at the next boot: {problem}"
    if os.path.exists(target) and not is_ours():
        return f"no disk swap: {SWAP_FILE} is somebody else's"
    size = room_for(wanted_mib, target)
    if size < LEAST_MIB:
        remove_file()
        return "no disk swap: the card is full"
    problem = "" if size_of(target) == size * MIB else make_file(target, size)
    if problem:
        return f"no disk swap: {problem}"
    less = "" if size == wanted_mib else f", not {shown(wanted_mib * MIB)}: the card is nearly full"
    return activated(SWAP_FILE, "the card") + less


def size_of(path: str) -> int:
    return os.stat(path).st_size if os.path.exists(path) else 0


def room_for(wanted_mib: int, target: str) -> int:
    """MiB: what is wanted, or as much of it as leaves the card room to breathe."""
    files.make_folder(os.path.dirname(target))
    place = os.statvfs(os.path.dirname(target))
    own = size_of(target) // MIB
    free = place.f_bavail * place.f_frsize // MIB + own - ROOM_MIB
    return wanted_mib if own == wanted_mib else max(0, min(wanted_mib, free // LEAST_MIB * LEAST_MIB))


def make_file(target: str, size_mib: int) -> str:
    """Beside its place under a UUID that is on record before it exists: a cut leaves nothing that looks like a swap file and is none."""
    beside = f"{target}.new"
    remove_file()
    identity = recorded_uuid() or files.read_text("/proc/sys/kernel/random/uuid").strip()
    files.write_durably(SWAP_UUID, f"{identity}\n", 0o600)
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, size_mib * MIB)
            if problem := fault(run(["mkswap", "--uuid", identity, beside])):
                raise OSError(problem)
            os.fsync(file.fileno())
        os.rename(beside, target)
        files.sync_folder(os.path.dirname(target))
        return ""
    except OSError as error:
        files.remove_quietly(beside)
        return error.strerror or str(error)


def activated(device: str, place: str) -> str:
    present = active_swap(device)
    if present and present.priority != DISK_PRIORITY:
        # The system found it first, at a priority of its own.
        swap_off(device)
        present = None
    if present is None:
        if problem := fault(run(["swapon", "--priority", str(DISK_PRIORITY), device])):
            return f"no disk swap: {problem}"
        present = active_swap(device)
    return f"{shown(present.size) if present else 'some'} of swap on {place}"


def header(path: str) -> str | None:
    """The UUID of a swap area, if it is one: union swap_header in the kernel's include/linux/swap.h, for the usual page sizes."""
    try:
        with open(files.host_path(path) if path.startswith("/var/") else path, "rb") as file:
            start = file.read(65536)
    except OSError:
        return None
    if not any(start[page - 10 : page] == b"SWAPSPACE2" for page in (4096, 16384, 65536)):
        return None
    return re.sub(r"(.{8})(.{4})(.{4})(.{4})", r"\1-\2-\3-\4-", start[1036:1052].hex())


def recorded_uuid() -> str | None:
    text = files.read_text(SWAP_UUID, "").strip()
    return text if re.fullmatch(r"[0-9a-f-]{36}", text) else None


def is_ours() -> bool:
    return header(SWAP_FILE) is not None and header(SWAP_FILE) == recorded_uuid()


def remove_file() -> str:
    """Only the file that carries the recorded UUID. What keeps it, if anything."""
    target = files.host_path(SWAP_FILE)
    files.remove_quietly(f"{target}.new")
    if not os.path.exists(target):
        return ""
    if not is_ours():
        return f"{SWAP_FILE} does not carry the recorded UUID, so it stays"
    os.unlink(target)
    files.sync_folder(os.path.dirname(target))
    return ""


def swap_off(device: str) -> str:
    """What keeps it from going, if anything."""
    if active_swap(device) is None:
        return ""
    problem = fault(run(["swapoff", device], timeout=900))
    return f"{device} stays in use until the next boot: {problem}" if problem else ""


def shown(size: int) -> str:
    return f"{round(size / MIB)} MiB"


def switch_on(what: str) -> None:
    with one_at_a_time(what):
        if in_container():
            report(f"edge-pulse-{what}", "a container has its host's swap", done=True)
            return
        text = (zram_on if what == "zram" else swap_on)(settings())
        report(f"edge-pulse-{what}", text, done=not text.startswith("no ") or "wants none" in text)


if __name__ == "__main__":
    switch_on(sys.argv[1])
