"""What the kernel and the firmware say of this node, as numbers. Each function asks once and copes with what is not there."""

from __future__ import annotations

import glob
import json
import os
import re
from typing import Any, NamedTuple

import files
from pulse_run import fault, run

# https://www.raspberrypi.com/documentation/computers/os.html#get_throttled; 16 bits higher: since the boot.
THROTTLING = {0: "under_voltage", 1: "frequency_capped", 2: "throttled", 3: "soft_temperature_limit"}


class Swap(NamedTuple):
    device: str
    size: int
    used: int
    priority: int

    @property
    def kind(self) -> str:
        if self.device.startswith("/dev/zram"):
            return "zram"
        return "partition" if self.device.startswith("/dev/") else "file"


class Zram(NamedTuple):
    """Bytes. https://docs.kernel.org/admin-guide/blockdev/zram.html#stats"""

    device: str
    size: int
    original: int
    compressed: int
    memory: int
    algorithm: str

    @property
    def ratio(self) -> float:
        return self.original / self.compressed if self.compressed else 0.0


def meminfo() -> dict[str, int]:
    """Bytes by name; page counts stay what they are."""
    found = re.findall(r"^([\w()]+):\s+(\d+)( kB)?$", files.read_text("/proc/meminfo", ""), re.MULTILINE)
    return {name: int(value) * (1024 if unit else 1) for name, value, unit in found}


def swaps() -> list[Swap]:
    """Names with a space in them come as \\040; ours have none."""
    lines = [line.split() for line in files.read_text("/proc/swaps", "").splitlines()[1:]]
    return [Swap(at[0], int(at[2]) * 1024, int(at[3]) * 1024, int(at[4])) for at in lines if len(at) == 5]


def zrams() -> list[Zram]:
    """Those that are in use."""
    found = (_zram(os.path.basename(path)) for path in sorted(glob.glob(files.host_path("/sys/block/zram*"))))
    return [zram for zram in found if zram.size > 0]


def _zram(name: str) -> Zram:
    block = f"/sys/block/{name}"
    figures = [int(word) for word in files.read_text(f"{block}/mm_stat", "0 0 0").split()]
    size = int(files.read_text(f"{block}/disksize", "0") or 0)
    chosen = re.search(r"\[([\w-]+)\]", files.read_text(f"{block}/comp_algorithm", ""))
    return Zram(f"/dev/{name}", size, *figures[:3], chosen.group(1) if chosen else "unknown")


def vmstat() -> dict[str, int]:
    return {name: int(value) for name, value in re.findall(r"^(\w+) (\d+)$", files.read_text("/proc/vmstat", ""), re.MULTILINE)}


def pressure() -> dict[tuple[str, str], float]:
    """Seconds of waiting since the boot, by resource and kind; nothing unless the kernel runs with psi=1."""
    found = {}
    for resource in ("cpu", "io", "memory"):
        try:
            text = files.read_text(f"/proc/pressure/{resource}", "")
        except OSError:
            continue  # there, but switched off: the kernel answers EOPNOTSUPP
        for kind, total in re.findall(r"^(some|full) .*total=(\d+)$", text, re.MULTILINE):
            found[resource, kind] = int(total) / 1e6
    return found


def temperatures() -> dict[str, float]:
    found = {}
    for path in sorted(glob.glob(files.host_path("/sys/class/thermal/thermal_zone*/temp"))):
        try:
            with open(path, encoding="ascii") as file:
                found[os.path.basename(os.path.dirname(path)).removeprefix("thermal_zone")] = int(file.read()) / 1000
        except (OSError, ValueError):
            continue  # a sensor that cannot be read now
    return found


def frequencies() -> dict[str, int | None]:
    """kHz by core; None where nobody says."""
    cores = sorted(glob.glob(files.host_path("/sys/devices/system/cpu/cpu[0-9]*")), key=lambda path: int(path.rsplit("cpu", 1)[1]))
    return {path.rsplit("cpu", 1)[1]: _number(f"{path}/cpufreq/scaling_cur_freq") for path in cores}


def _number(path: str) -> int | None:
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def vcgencmd(question: str) -> str:
    """The firmware's answer as it prints it, or n/a."""
    answer = run(["vcgencmd", question], timeout=10)
    return "n/a" if fault(answer) or "=" not in answer.stdout else answer.stdout.strip()


def throttling(text: str) -> dict[tuple[str, str], int]:
    """`throttled=0x50005`, bit by bit."""
    found = re.fullmatch(r"throttled=0x([0-9a-fA-F]+)", text)
    if found is None:
        return {}
    bits = int(found.group(1), 16)
    since = {"now": 0, "since_boot": 16}
    return {(name, when): bits >> (bit + shift) & 1 for bit, name in THROTTLING.items() for when, shift in since.items()}


def written() -> dict[str, int]:
    """Bytes written since the boot to each whole disk: SD cards, USB disks, NVMe; not to what lives in memory."""
    found = {}
    for path in sorted(glob.glob(files.host_path("/sys/block/*/stat"))):
        name = os.path.basename(os.path.dirname(path))
        if re.match(r"(mmcblk|sd|nvme|vd)", name) and not re.search(r"boot\d|rpmb", name):
            with open(path, encoding="ascii") as file:
                # Field 7, in sectors of 512 bytes whatever the medium: https://docs.kernel.org/block/stat.html
                found[name] = int(file.read().split()[6]) * 512
    return found


def first_boot() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(files.read_text("/run/edgegen/status.json", "{}"))
        return found
    except ValueError:
        return {}
