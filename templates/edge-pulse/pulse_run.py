"""How Edge-Pulse runs programs, and where it keeps what it must remember."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import files
from processes import execute

# Not below /var/lib/edgegen: what is there belongs to one card and goes when another is applied.
FOLDER = "/var/lib/edge-pulse"
SETTINGS = "/etc/edgegen/edge-pulse.json"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run(argv: Sequence[str], timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Never raises: 127 is a program that is missing, 124 one that did not end."""
    try:
        return execute(argv, timeout)
    except FileNotFoundError:
        return subprocess.CompletedProcess(list(argv), 127, "", f"{argv[0]} is not installed")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(list(argv), 124, "", f"it did not end within {timeout:g} seconds")


def fault(result: subprocess.CompletedProcess[str]) -> str:
    """What a program that failed said last; nothing of one that worked."""
    lines = [f"code {result.returncode}", *f"{result.stdout}\n{result.stderr}".split("\n")]
    return "" if result.returncode == 0 else [line.strip() for line in lines if line.strip()][-1]


def settings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files.read_text(SETTINGS))
    return found


def in_container() -> bool:
    """There swap, kernel settings and mounts are the host's business."""
    return os.path.exists(files.host_path("/run/systemd/container"))


@contextmanager
def one_at_a_time(what: str = "lock") -> Iterator[None]:
    """The first boot's step, units and somebody at the keyboard do not do the same thing at once."""
    folder = files.host_path(FOLDER)
    files.make_folder(folder)
    with open(os.path.join(folder, what), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
