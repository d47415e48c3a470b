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
from typing import Any

import files
import pulse_foreign
import pulse_memory
from pulse_run import FOLDER, Run, in_container, one_at_a_time

STAGE = "/usr/local/lib/edgegen/edge-pulse"
STATE = f"{FOLDER}/state.json"
ETC_UNITS = "/etc/systemd/system"
MEMORY = ("edge-pulse-zram.service", "edge-pulse-swap.service")
UNITS = (*MEMORY, "edge-pulse-card.service", "edge-pulse-api.socket")
API = "edge-pulse-api.service"
GUARDED = ("system.slice", "user.slice", "ssh.service")
SYSCTLS = "/etc/sysctl.d/91-edge-pulse.conf"
JOURNAL = "/etc/systemd/journald.conf.d/60-edge-pulse.conf"
TRIM = "fstrim.timer"
LISTS = ("folders", "services", "masked", "swaps", "enabled")
Wanted = dict[str, tuple[bytes, int]]
State = dict[str, Any]


def load() -> State:
    new = {"phase": "new", "inputs": "", "version": 0, "files": {}, "sysctls": {}, **{name: [] for name in LISTS}}
    return {**new, **json.loads(files.read_text(STATE, "{}"))}


def save(state: State) -> None:
    files.write_durably(STATE, json.dumps(state, indent=1) + "\n", 0o600)


def converge(run: Run, inputs: str) -> str:
    """At every boot: finishes what was cut, installs what the card brought, leaves alone what somebody rolled back."""
    with one_at_a_time():
        if load()["phase"] == "rolling-back":
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


def is_installed(state: State) -> bool:
    """Wholly or partly."""
    return state["phase"] not in ("new", "rolled-back")


def displaced(state: State) -> bool:
    """Something is missing. What somebody has edited stays edited."""
    return not all(os.path.exists(files.host_path(path)) for path in state["files"])


def summary(notes: list[str]) -> str:
    """What switching swap on came to, and what else there is to say."""
    said = [files.read_text(f"/run/edgegen/background/edge-pulse-{name}.json", "") for name in ("zram", "swap")]
    texts = [json.loads(text)["text"] for text in said if text]
    return "; ".join(dict.fromkeys([*texts, *notes]))


def install(run: Run, inputs: str) -> list[str]:
    state = load()
    state.update(phase="installing", inputs=inputs, version=state["version"] + 1)
    wanted = staged() | {path: (text.encode(), 0o644) for path, text in pulse_foreign.silencers().items()}
    foreign = [] if in_container() else pulse_foreign.found(run, own_swaps())
    remember(state, wanted, foreign)
    save(state)
    take_away(run, state, [path for path in state["files"] if path not in wanted])
    place(wanted)
    notes = pulse_foreign.switch_off(run, foreign)
    settings = settings_in(wanted)
    # What an earlier card set and this one does not; and ratios before bytes, each of which resets the other.
    set_kernel({key: value for key, value in state["sysctls"].items() if key not in settings})
    set_kernel(settings)
    for what in ("zram", "swap"):
        pulse_memory.switch_on(what)
    start(run, state, wanted)
    state["phase"] = "installed"
    save(state)
    return notes


def staged() -> Wanted:
    top = files.host_path(STAGE)
    found = {}
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found["/" + os.path.relpath(path, top)] = (file.read(), stat.S_IMODE(os.stat(path).st_mode))
    return found


def place(wanted: Wanted) -> None:
    """Flushed all at once: a flush costs a card as much as a program, and until the state says `installed` all of it is done again."""
    for path, (content, mode) in wanted.items():
        if digest(path) != hashlib.sha256(content).hexdigest() or mode != stat.S_IMODE(os.stat(files.host_path(path)).st_mode):
            target = files.host_path(path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(f"{target}.edge-pulse-new", "wb") as file:
                file.write(content)
            os.chmod(f"{target}.edge-pulse-new", mode)
            os.rename(f"{target}.edge-pulse-new", target)
    os.sync()


def own_swaps() -> set[str]:
    """A partition that is named for Edge-Pulse is ours, whoever has switched it on."""
    choice = pulse_memory.settings()["swap_device"]
    name = f"LABEL={pulse_memory.LABEL}" if choice == "auto" else choice
    partition = pulse_memory.named_partition(name) if "=" in name else None
    zram = files.read_text(pulse_memory.OURS, "").strip()
    return {each for each in (pulse_memory.SWAP_FILE, zram, partition) if each}


def remember(state: State, wanted: Wanted, foreign: pulse_foreign.Found) -> None:
    """How everything was before. What an earlier installation has noted stays: it would take its own for the system's."""
    for path, (content, _) in wanted.items():
        state["files"][path] = {"backup": first_copy(state, path, content), "sha256": hashlib.sha256(content).hexdigest()}
        folder = os.path.dirname(path)
        while not os.path.isdir(files.host_path(folder)):
            note(state, "folders", folder)
            folder = os.path.dirname(folder)
    if JOURNAL in wanted and os.path.exists(files.host_path(f"/usr/lib/systemd/system/{TRIM}")) and not pulse_foreign.is_linked(TRIM):
        note(state, "enabled", TRIM)
    for kind, item in foreign:
        note(state, kind, item)
    keys = settings_in(wanted)
    # The kernel takes either bytes or a ratio; only the ratio can be given back.
    for key in [*keys, *(key.replace("_bytes", "_ratio") for key in keys if key.endswith("_bytes"))]:
        state["sysctls"].setdefault(key, files.read_text(sysctl_path(key), "").strip())


def note(state: State, kind: str, item: Any) -> None:
    if item not in state[kind]:
        state[kind].append(item)


def first_copy(state: State, path: str, content: bytes) -> str | None:
    """Where what was there before Edge-Pulse is kept. Somebody's edit of our own file is kept as well."""
    entry, there = state["files"].get(path), digest(path)
    if there and (entry is None or there not in (entry["sha256"], hashlib.sha256(content).hexdigest())):
        copy = backup(state, path)
        return entry["backup"] if entry else copy
    return entry["backup"] if entry else None


def digest(path: str) -> str:
    try:
        with open(files.host_path(path), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def backup(state: State, path: str) -> str:
    """A copy under this installation's number, with owner, mode and time."""
    copy = f"{FOLDER}/backups/{state['version']:04}{path}"
    target = files.host_path(copy)
    files.make_folder(os.path.dirname(target))
    shutil.copy2(files.host_path(path), target)
    with open(target, "rb") as file:
        os.fsync(file.fileno())
    files.sync_folder(os.path.dirname(target))
    return copy


def start(run: Run, state: State, wanted: Wanted) -> None:
    """Nobody waits for what is started: swap is on already, and K3s stands behind those units in systemd's own order."""
    units = [*(unit for unit in UNITS if f"{ETC_UNITS}/{unit}" in wanted), *state["enabled"]]
    run(["systemctl", "--root=/", "enable", *units])
    if state["version"] == 1:
        guard(run, wanted)
    else:
        unguard()
        run(["systemctl", "daemon-reload"])
        # The program that answers may be an older one, and its socket cannot be opened anew while it runs.
        run(["systemctl", "stop", API])
    journal = ["systemd-journald.service"] if JOURNAL in wanted else []
    run(["systemctl", "restart", "--no-block", *journal, *units])


def guard(run: Run, wanted: Wanted) -> None:
    """What a reload would do with the drop-ins of units that run already, in a fifth of its time: that calls every generator, of which
    cloud-init's alone takes a Pi a second. Units that systemd has never seen it reads by itself."""
    for unit in GUARDED:
        text = wanted.get(f"{ETC_UNITS}/{unit}.d/50-edge-pulse.conf", (b"", 0))[0].decode()
        kept = [line for line in text.splitlines() if line.startswith("MemoryMin=")]
        if kept:
            run(["systemctl", "set-property", "--runtime", unit, *kept])


def unguard() -> None:
    """Takes effect with the reload to come."""
    for unit in GUARDED:
        files.remove_quietly(files.host_path(f"/run/systemd/system.control/{unit}.d/50-MemoryMin.conf"))


def take_away(run: Run, state: State, paths: list[str]) -> None:
    """Files as they were before Edge-Pulse, or none. An edit of ours since is kept among the backups."""
    units = [unit for unit in UNITS if f"{ETC_UNITS}/{unit}" in paths]
    if units:
        run(["systemctl", "disable", "--now", *units], timeout=300)
    for path in paths:
        entry, target = state["files"][path], files.host_path(path)
        if digest(path) not in ("", entry["sha256"]):
            backup(state, path)
        if entry["backup"]:
            beside = f"{target}.edge-pulse-old"
            shutil.copy2(files.host_path(entry["backup"]), beside)
            os.rename(beside, target)
        else:
            files.remove_quietly(target)
    if paths:
        for folder in filter(os.path.isdir, sorted({os.path.dirname(files.host_path(path)) for path in paths})):
            files.sync_folder(folder)
        state["files"] = {path: entry for path, entry in state["files"].items() if path not in paths}
        save(state)


def rollback_plan(state: State) -> list[str]:
    """What rollback would do, for a person."""
    units = [unit for unit in UNITS if f"{ETC_UNITS}/{unit}" in state["files"]]
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
    journal = JOURNAL in state["files"]
    take_away(run, state, list(state["files"]))
    run(["systemctl", "stop", API])
    held = [] if in_container() else memory_back()
    for folder in sorted(state["folders"], key=len, reverse=True):
        remove_if_empty(folder)
    if state["enabled"]:
        run(["systemctl", "disable", "--now", *state["enabled"]])
    set_kernel(state["sysctls"])
    unguard()
    pulse_foreign.give_back(run, state)
    if journal:
        run(["systemctl", "restart", "--no-block", "systemd-journald.service"])
    left = {"phase": "rolling-back" if held else "rolled-back", "inputs": state["inputs"], "version": state["version"]}
    note = "" if held else pulse_memory.remove_file()
    save(left)
    return held or [each for each in [note] if each]


def memory_back() -> list[str]:
    """What is still in use, and why. Ours by priority as well: a partition that somebody has switched on himself stays."""
    own = own_swaps()
    disks = [swap.device for swap in pulse_memory.swaps() if swap.device in own and swap.priority == pulse_memory.DISK_PRIORITY]
    return [each for each in [pulse_memory.zram_off(), *map(pulse_memory.swap_off, disks)] if each]


def settings_in(wanted: Wanted) -> dict[str, str]:
    lines = wanted.get(SYSCTLS, (b"", 0))[0].decode().splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return {key.strip(): value.strip() for key, value in pairs}


def sysctl_path(key: str) -> str:
    return f"/proc/sys/{key.replace('.', '/')}"


def set_kernel(values: dict[str, str]) -> None:
    """What systemd-sysctl does at the boots to come."""
    for key, value in {} if in_container() else values.items():
        path = files.host_path(sysctl_path(key))
        if value and os.access(path, os.W_OK):
            try:
                with open(path, "w", encoding="ascii") as file:
                    file.write(value)
            except OSError:
                pass  # the kernel may refuse


def remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(files.host_path(folder))
    except OSError:
        pass  # it may hold somebody's file
