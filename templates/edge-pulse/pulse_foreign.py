"""The operating system's own swap: switched off so that there is one owner, remembered so that rollback can bring it back."""

from __future__ import annotations

import glob
import os
from typing import Any

import files
from pulse_kernel import swaps
from pulse_run import Run, fault

# Services: dphys-swapfile (Raspberry Pi OS up to bookworm), zram-tools, Ubuntu's zram-config.
SERVICES = ("dphys-swapfile.service", "zramswap.service", "zram-config.service")
# Generators make units at every boot from a configuration; each has its own word for "none". rpi-swap(5), zram-generator.conf(5).
GENERATORS = {
    "/usr/lib/systemd/system-generators/rpi-swap-generator": ("/etc/rpi/swap.conf.d/90-edge-pulse.conf", "[Main]\nMechanism=none\n"),
    "/usr/lib/systemd/system-generators/zram-generator": (
        "/etc/systemd/zram-generator.conf.d/90-edge-pulse.conf",
        "[zram0]\nzram-size = 0\n",
    ),
}
GENERATED = ("/run/systemd/generator", "/run/systemd/generator.early", "/run/systemd/generator.late")

# What the state keeps it as, and what is kept.
Found = list[tuple[str, Any]]


def silencers() -> dict[str, str]:
    """Files by which the generators that are installed here keep still."""
    return dict(entry for program, entry in GENERATORS.items() if os.path.exists(files.host_path(program)))


def found(run: Run, own: set[str]) -> Found:
    """What is on or would come at the next boot, and is not ours."""
    return [
        *(("services", service) for service in SERVICES if is_linked(service)),
        # fstab and generators would bring it back at the next boot.
        *(("masked", unit) for unit in configured()),
        *(("swaps", {"device": swap.device, "priority": swap.priority}) for swap in swaps() if swap.device not in own),
    ]


def switch_off(run: Run, foreign: Found) -> list[str]:
    """What did not go is returned."""
    notes = []
    for kind, item in foreign:
        if kind == "services":
            run(["systemctl", "disable", "--now", item], timeout=900)
        elif kind == "masked":
            run(["systemctl", "mask", item])
        elif any(swap.device == item["device"] for swap in swaps()):
            if problem := fault(run(["swapoff", item["device"]], timeout=900)):
                notes.append(f"{item['device']} of the system stays in use until the next boot: {problem}")
    return notes


def is_linked(unit: str) -> bool:
    """Enabled, as `systemctl is-enabled` finds it, which takes a Pi most of a second."""
    return bool(glob.glob(files.host_path(f"/etc/systemd/system/*.wants/{unit}")))


def configured() -> list[str]:
    """Swap units that have a file: fstab's and somebody's own, not what is masked already nor what a silenced generator has made: that
    may bear the name of our own device."""
    paths = [path for folder in (*GENERATED, "/etc/systemd/system") for path in sorted(glob.glob(files.host_path(f"{folder}/*.swap")))]
    settled = {os.path.basename(path) for path in paths if os.path.realpath(path) == "/dev/null" or is_silenced(path)}
    return [name for name in dict.fromkeys(map(os.path.basename, paths)) if name not in settled]


def is_silenced(unit: str) -> bool:
    """A link that leads nowhere is nobody's."""
    if not os.path.exists(unit):
        return False
    with open(unit, encoding="utf-8", errors="replace") as file:
        text = file.read()
    return any(os.path.basename(program) in text for program in GENERATORS)


def give_back(run: Run, state: dict[str, Any]) -> None:
    if state["masked"]:
        run(["systemctl", "unmask", *state["masked"]])
    run(["systemctl", "daemon-reload"])
    if state["services"]:
        run(["systemctl", "enable", "--now", *state["services"]], timeout=300)
    # What generators and fstab want, then what somebody had switched on by hand.
    run(["systemctl", "start", "swap.target"], timeout=300)
    active = {swap.device for swap in swaps()}
    for swap in state["swaps"]:
        if swap["device"] not in active and not swap["device"].startswith("/dev/zram"):
            priority = ["--priority", str(swap["priority"])] if swap["priority"] >= 0 else []
            run(["swapon", *priority, swap["device"]])
