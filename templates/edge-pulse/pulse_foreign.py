"""The operating system's own swap: switched off so that there is one owner, remembered so that rollback can bring it back."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from typing import Any

import files
from pulse_kernel import swaps
from pulse_run import Run, complaint, worked

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


def silencers() -> dict[str, str]:
    """Files by which the generators that are installed here keep still."""
    present = [entry for program, entry in GENERATORS.items() if os.path.exists(files.host_path(program))]
    return dict(present)


def take_over(run: Run, state: dict[str, Any], own: set[str], remember: Any) -> list[str]:
    """Switches off what is on and is not ours; `remember` writes the state down before each change. What did not go is returned."""
    notes = []
    for service in enabled(run, SERVICES):
        _add(state["services"], service, remember)
        run(["systemctl", "disable", "--now", service], timeout=900)
    for unit in configured():
        # fstab and generators would bring it back at the next boot.
        _add(state["masked"], unit, remember)
        run(["systemctl", "mask", unit])
    for swap in swaps():
        if swap.device in own:
            continue
        _add(state["swaps"], {"device": swap.device, "priority": swap.priority}, remember)
        left = run(["swapoff", swap.device], timeout=900)
        if not worked(left):
            notes.append(f"{swap.device} of the system stays in use until the next boot: {complaint(left)}")
    return notes


def enabled(run: Run, units: Sequence[str]) -> list[str]:
    """One question for all: each call costs a Pi most of a second. The answers come a block each, of missing units too."""
    blocks = run(["systemctl", "show", "--property=UnitFileState", *units]).stdout.strip("\n").split("\n\n")
    return [unit for unit, block in zip(units, blocks) if block.strip() == "UnitFileState=enabled"]


def configured() -> list[str]:
    """Swap units that have a file: fstab's, generators' and somebody's own, but not what is masked already."""
    folders = ("/run/systemd/generator", "/run/systemd/generator.early", "/run/systemd/generator.late", "/etc/systemd/system")
    found = [path for folder in folders for path in sorted(glob.glob(files.host_path(f"{folder}/*.swap")))]
    masked = {os.path.basename(path) for path in found if os.path.realpath(path) == "/dev/null"}
    return [name for name in dict.fromkeys(map(os.path.basename, found)) if name not in masked]


def _add(known: list[Any], item: Any, remember: Any) -> None:
    if item not in known:
        known.append(item)
        remember()


def give_back(run: Run, state: dict[str, Any]) -> None:
    for unit in state["masked"]:
        run(["systemctl", "unmask", unit])
    run(["systemctl", "daemon-reload"])
    for service in state["services"]:
        run(["systemctl", "enable", "--now", service], timeout=300)
    # What generators and fstab want, then what somebody had switched on by hand.
    run(["systemctl", "start", "swap.target"], timeout=300)
    active = {swap.device for swap in swaps()}
    for swap in state["swaps"]:
        if swap["device"] not in active and not swap["device"].startswith("/dev/zram"):
            priority = ["--priority", str(swap["priority"])] if swap["priority"] >= 0 else []
            run(["swapon", *priority, swap["device"]])
