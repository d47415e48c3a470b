"""The text of status.txt on the card's FAT partition, and its way there.

It is for the day on which the node never appears on the network: the card is put into any PC and opened in any editor. The
file keeps its size and its blocks, since it is overwritten in place: nothing in the FAT changes, whatever instant the power fails.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping
from typing import Any

import files
import seed

STATUS_TEXT = "edgegen/status.txt"
# Where the card brought no status.txt.
DEFAULT_SIZE = 4096


def head(status: Mapping[str, Any]) -> list[str]:
    """What stands above the log. Takes what status.json holds."""
    lines = [
        f"edgegen status of {status['node']} ({status['role']} of cluster {status['cluster']}, {status['address']})",
        "",
        f"now:      {status['phase']}: {status['message']}",
        f"written:  {status['updated']} by the node's clock, {_uptime()} after its start",
        f"card:     {status['instance_id']}",
        "",
        *(_step_line(step) for step in status["steps"]),
    ]
    return [part for line in lines for part in _wrapped(line)]


def _step_line(step: Mapping[str, Any]) -> str:
    attempts = f", attempt {step['attempts']}" if step["attempts"] > 1 else ""
    seconds = f", {step['seconds']:g} s" if step["seconds"] else ""
    message = f": {step['message']}" if step["message"] else ""
    return f"  {step['name']:<14}{step['state']}{seconds}{attempts}{message}"


def _wrapped(line: str) -> list[str]:
    """Editors do not wrap by themselves."""
    indent = " " * 10
    return textwrap.wrap(line, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _uptime() -> str:
    seconds = int(float(files.read_text("/proc/uptime", "0").split()[0]))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def write(card: Mapping[str, Any], top: list[str], log: list[str]) -> None:
    """Overwrites status.txt in place. Raises SeedMissing or OSError when the card's medium is gone or read-only."""
    with seed.opened(card, writable=True) as place:
        if seed.instance_of(place) != card["instance_id"]:
            raise seed.SeedMissing("the seed there is not the one that this node was made from")
        if place.read_only:
            raise seed.SeedMissing(f"{place.folder} is read-only")
        path = place.file(STATUS_TEXT)
        size = os.path.getsize(path) if os.path.exists(path) else 0
        if size > 0:
            files.overwrite(path, fitted(top, log, size))
            return
        files.make_folder(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(fitted(top, log, DEFAULT_SIZE))
            file.flush()
            os.fsync(file.fileno())


def fitted(above: list[str], log: list[str], size: int) -> bytes:
    """Exactly `size` bytes for any editor: ASCII, CRLF, filled with spaces. The oldest log lines go first when room is short."""
    room = size - 2
    top = _lines(above)
    below = _lines(["", "last lines of this step's log:"]) if log else b""
    last = [_lines([line[:200]]) for line in log]
    while last and len(top) + len(below) + sum(map(len, last)) > room:
        del last[0]
    return (top + below + b"".join(last))[:room].ljust(room) + b"\r\n"


def _lines(lines: list[str]) -> bytes:
    return b"".join(line.encode("ascii", "replace") + b"\r\n" for line in lines)
