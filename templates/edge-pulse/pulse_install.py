"""Puts Edge-Pulse's files into /etc and takes them out again, leaving what was there before.

What it is about to change is written to the state first: whatever instant the power fails, the next run knows what was before. The
files lie ready below STAGE, by their paths; the state says which of them stand in /etc and where the copy of what they replaced is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from typing import Any

import files
import pulse_foreign
import pulse_memory
from pulse_run import FOLDER, Run, in_container, one_at_a_time

STAGE = "/usr/local/lib/edgegen/edge-pulse"
STATE = f"{FOLDER}/state.json"
UNITS = ("edge-pulse-zram.service", "edge-pulse-swap.service", "edge-pulse-card.service", "edge-pulse-api.socket")
SYSCTLS = "/etc/sysctl.d/91-edge-pulse.conf"
JOURNAL = "/etc/systemd/journald.conf.d/60-edge-pulse.conf"
TRIM = "fstrim.timer"
NEW: dict[str, Any] = {
    "phase": "new",
    "inputs": "",
    "version": 0,
    "files": {},
    "folders": [],
    "sysctls": {},
    "services": [],
    "masked": [],
    "swaps": [],
    "enabled": [],
}


def load() -> dict[str, Any]:
    return {**json.loads(json.dumps(NEW)), **json.loads(files.read_text(STATE, "{}"))}


def save(state: dict[str, Any]) -> None:
    files.write_durably(STATE, json.dumps(state, indent=1) + "\n", 0o600)


def converge(run: Run, inputs: str) -> str:
    """At every boot: finishes what was cut, installs what the card brought, leaves alone what somebody rolled back."""
    with one_at_a_time():
        state = load()
        if state["phase"] == "rolling-back":
            roll_back(run)
            state = load()
        if state["phase"] == "rolled-back" and state["inputs"] == inputs:
            return "rolled back on this node; `edge-pulse install` brings it back"
        if state["phase"] == "installed" and state["inputs"] == inputs and not displaced(state):
            return summary([])
        return summary(install(run, inputs))


def take_out(run: Run) -> str | None:
    """A card without Edge-Pulse was applied to a node that had it."""
    if not is_installed(load()):
        return None
    with one_at_a_time():
        return "; ".join(["an earlier card's Edge-Pulse is rolled back", *roll_back(run)])


def is_installed(state: dict[str, Any]) -> bool:
    """Wholly or partly."""
    return state["phase"] not in ("new", "rolled-back")


def displaced(state: dict[str, Any]) -> bool:
    """Something is missing. What somebody has edited stays edited."""
    return not all(os.path.exists(files.host_path(path)) for path in state["files"])


def summary(notes: list[str]) -> str:
    """What the units said of themselves, and what else there is to say."""
    said = [files.read_text(f"/run/edgegen/background/edge-pulse-{name}.json", "") for name in ("zram", "swap")]
    texts = [json.loads(text)["text"] for text in said if text]
    return "; ".join(dict.fromkeys([*texts, *notes]))


def install(run: Run, inputs: str) -> list[str]:
    state = load()
    state.update(phase="installing", inputs=inputs, version=state["version"] + 1)
    save(state)
    wanted = staged() | {path: (text.encode(), 0o644) for path, text in pulse_foreign.silencers().items()}
    units = [unit for unit in UNITS if f"/etc/systemd/system/{unit}" in wanted]
    for unit in UNITS:
        if unit not in units and f"/etc/systemd/system/{unit}" in state["files"]:
            run(["systemctl", "disable", "--now", unit])
    for path in [path for path in state["files"] if path not in wanted]:
        restore(state, path)
    remember_sysctls(state, wanted.get(SYSCTLS, (b"", 0))[0].decode())
    for path, (content, mode) in wanted.items():
        place(state, path, content, mode)
    notes = [] if in_container() else pulse_foreign.take_over(run, state, own_swaps(), lambda: save(state))
    start(run, state, units, JOURNAL in wanted)
    state["phase"] = "installed"
    save(state)
    return notes


def own_swaps() -> set[str]:
    """A partition that is named for Edge-Pulse is ours, whoever has switched it on."""
    choice = pulse_memory.settings()["swap_device"]
    name = f"LABEL={pulse_memory.LABEL}" if choice == "auto" else choice
    partition = pulse_memory.named_partition(name) if "=" in name else None
    zram = files.read_text(pulse_memory.OURS, "").strip()
    return {each for each in (pulse_memory.SWAP_FILE, zram, partition) if each}


def start(run: Run, state: dict[str, Any], units: list[str], protect: bool) -> None:
    """`enable` makes systemd read all that is new."""
    trim = [TRIM] if protect and not pulse_foreign.enabled(run, [TRIM]) else []
    if trim and TRIM not in state["enabled"]:
        state["enabled"].append(TRIM)
        save(state)
    run(["systemctl", "enable", *units, *trim])
    if state["version"] > 1:
        # The program that answers may be an older one.
        run(["systemctl", "stop", "edge-pulse-api.service"])
    readers = ["systemd-sysctl.service", *(["systemd-journald.service"] if protect else [])]
    run(["systemctl", "restart", *readers, *trim, *units], timeout=1800)


def staged() -> dict[str, tuple[bytes, int]]:
    top = files.host_path(STAGE)
    found = {}
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found["/" + os.path.relpath(path, top)] = (file.read(), stat.S_IMODE(os.stat(path).st_mode))
    return found


def digest(path: str) -> str:
    try:
        with open(files.host_path(path), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def place(state: dict[str, Any], path: str, content: bytes, mode: int) -> None:
    """Backs up what is there, unless it is ours from an earlier time."""
    entry = state["files"].get(path)
    found = digest(path)
    new = hashlib.sha256(content).hexdigest()
    if entry is None:
        entry = {"backup": backup(state, path) if found else None}
    elif found not in ("", entry["sha256"], new):
        backup(state, path)  # somebody's edit of our file
    state["files"][path] = {**entry, "sha256": new}
    remember_folders(state, path)
    save(state)
    files.write_durably(path, content, mode)


def backup(state: dict[str, Any], path: str) -> str:
    """A copy under this installation's number, with owner, mode and time."""
    copy = f"{FOLDER}/backups/{state['version']:04}{path}"
    target = files.host_path(copy)
    files.make_folder(os.path.dirname(target))
    shutil.copy2(files.host_path(path), target)
    with open(target, "rb") as file:
        os.fsync(file.fileno())
    files.sync_folder(os.path.dirname(target))
    return copy


def remember_folders(state: dict[str, Any], path: str) -> None:
    folder = os.path.dirname(path)
    while not os.path.isdir(files.host_path(folder)):
        if folder not in state["folders"]:
            state["folders"].append(folder)
        folder = os.path.dirname(folder)


def restore(state: dict[str, Any], path: str) -> None:
    """The file as it was before Edge-Pulse, or none. An edit of ours since is kept among the backups."""
    entry = state["files"][path]
    if digest(path) not in ("", entry["sha256"]):
        backup(state, path)
    target = files.host_path(path)
    if entry["backup"]:
        beside = f"{target}.edge-pulse-old"
        shutil.copy2(files.host_path(entry["backup"]), beside)
        os.rename(beside, target)
    else:
        files.remove_quietly(target)
    if os.path.isdir(os.path.dirname(target)):
        files.sync_folder(os.path.dirname(target))
    del state["files"][path]
    save(state)


def remember_sysctls(state: dict[str, Any], text: str) -> None:
    """The values of before; a second installation would take its own for them."""
    lines = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    keys = [line.split("=")[0].strip() for line in lines]
    # The kernel takes either bytes or a ratio; only the ratio can be given back.
    ratios = [key.replace("_bytes", "_ratio") for key in keys if key.endswith("_bytes")]
    for key in [*keys, *ratios]:
        if key not in state["sysctls"]:
            state["sysctls"][key] = files.read_text(sysctl_path(key), "").strip()
    save(state)


def sysctl_path(key: str) -> str:
    return f"/proc/sys/{key.replace('.', '/')}"


def rollback_plan(state: dict[str, Any]) -> list[str]:
    """What rollback would do, for a person."""
    units = [unit for unit in UNITS if f"/etc/systemd/system/{unit}" in state["files"]]
    swap = [f"switch off and delete {pulse_memory.SWAP_FILE}"] if pulse_memory.is_ours() else []
    return [
        *(f"stop and disable {unit}" for unit in units),
        "switch off the compressed swap",
        *swap,
        *(f"put back {path} as it was" if entry["backup"] else f"delete {path}" for path, entry in sorted(state["files"].items())),
        *(f"delete {folder} if it is empty" for folder in sorted(state["folders"])),
        *(f"set {key} to {value} again" for key, value in sorted(state["sysctls"].items()) if value),
        *(f"unmask {unit}" for unit in state["masked"]),
        *(f"disable {unit}" for unit in state["enabled"]),
        *(f"enable and start {service}" for service in state["services"]),
        *(f"switch on {swap['device']}" for swap in state["swaps"]),
    ]


def roll_back(run: Run) -> list[str]:
    """Everything back. Returns what is left to say; run again, it goes on where it was cut. Swap that memory is too short to give up
    goes with the next boot, and the rest of it then."""
    state = load()
    if not is_installed(state):
        return []
    state.update(phase="rolling-back", version=state["version"] + 1)
    save(state)
    units = [unit for unit in UNITS if f"/etc/systemd/system/{unit}" in state["files"]]
    if units:
        run(["systemctl", "disable", "--now", *units], timeout=300)
    run(["systemctl", "stop", "edge-pulse-api.service"])
    held = [] if in_container() else memory_back()
    for path in list(state["files"]):
        restore(state, path)
    for folder in sorted(state["folders"], key=len, reverse=True):
        remove_if_empty(folder)
    run(["systemctl", "daemon-reload"])
    settings_back(run, state)
    pulse_foreign.give_back(run, state)
    phase = "rolling-back" if held else "rolled-back"
    save({**NEW, "phase": phase, "inputs": state["inputs"], "version": state["version"]})
    return held or [note for note in [pulse_memory.remove_file()] if note]


def memory_back() -> list[str]:
    """What is still in use, and why."""
    return [note for note in [pulse_memory.zram_off(), *map(pulse_memory.swap_off, disk_swaps())] if note]


def disk_swaps() -> list[str]:
    """Ours by priority as well: a partition that somebody has switched on himself stays."""
    own = own_swaps()
    return [
        swap.device for swap in pulse_memory.swaps() if swap.device in own and swap.priority == pulse_memory.DISK_PRIORITY
    ]


def settings_back(run: Run, state: dict[str, Any]) -> None:
    for unit in state["enabled"]:
        run(["systemctl", "disable", "--now", unit])
    for key, value in state["sysctls"].items():
        path = files.host_path(sysctl_path(key))
        if value and os.access(path, os.W_OK):
            quietly(lambda path=path, value=value: write_setting(path, value))
    run(["systemctl", "restart", "systemd-journald.service"])


def write_setting(path: str, value: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(value)


def remove_if_empty(folder: str) -> None:
    quietly(lambda: os.rmdir(files.host_path(folder)))


def quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except OSError:
        pass  # the kernel may refuse, a folder may hold somebody's file
