"""The kernel command line that the Raspberry Pi's firmware really reads, and how tokens get into it.

Rules: https://www.raspberrypi.com/documentation/computers/config_txt.html (os_prefix, cmdline, conditional filters) and
https://www.raspberrypi.com/documentation/computers/configuration.html#kernel-command-line-cmdline-txt (one line).
"""

from __future__ import annotations

import os
from collections.abc import Iterable


# Configuration for cloud-init: a token without `=`.
CLOUD_CONFIG = "cc:runcmd:"


class NotACommandLine(Exception):
    """The file is not what it should be; it must not be touched."""


def live_files(folder: str) -> list[str]:
    """The command line of the next boot, and the one that an Ubuntu A/B update has staged in new/. Paths of this process.

    Ubuntu from 25.10 on has `os_prefix=current/` in config.txt; a cmdline.txt in the root is then never read.
    """
    settings = _settings(_text(_find(folder, "config.txt")))
    name = settings.get("cmdline", "cmdline.txt")
    # The firmware ignores a prefix under which it finds no boot files.
    live = _find(folder, settings.get("os_prefix", "") + name) or _find(folder, name)
    staged = _find(folder, f"new/{name}")
    return [path for path in (live, staged) if path]


def _settings(text: str) -> dict[str, str]:
    """What config.txt says to every board: lines before any filter, and those under [all]. The last one counts."""
    settings: dict[str, str] = {}
    applies = True
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            applies = line.lower() == "[all]"
        elif applies and "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            settings[key.strip().lower()] = value.strip()
    return settings


def _find(folder: str, relative: str) -> str | None:
    """FAT names have no case; neither has this search, wherever the folder lies."""
    for part in [part for part in relative.split("/") if part]:
        try:
            names = os.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return None
        found = next((name for name in names if name.lower() == part.lower()), None)
        if found is None:
            return None
        folder = os.path.join(folder, found)
    return folder if os.path.isfile(folder) else None


def _text(path: str | None) -> str:
    if path is None:
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def with_tokens(text: str, wanted: Iterable[str]) -> str:
    """The command line with each wanted token in it exactly once; the same text when that is so already.

    A token replaces others of its key (`ds=...`); keys that may stand several times (cgroup_enable) only their twin.
    """
    wanted = list(wanted)
    line = next((line for line in text.splitlines() if _has_root(line)), None)
    if line is None:
        raise NotACommandLine("it names no root= file system")
    tokens = line.split()
    kept = [token for token in tokens if not any(_replaces(new, token) for new in wanted)]
    lines = [each for each in text.splitlines() if each.strip()]
    if len(lines) == 1 and len(kept) + len(wanted) == len(tokens) and all(tokens.count(new) == 1 for new in wanted):
        return text
    return " ".join(kept + wanted) + "\n"


def _has_root(line: str) -> bool:
    return any(token.startswith("root=") for token in line.split())


def _replaces(new: str, old: str) -> bool:
    if new.startswith(CLOUD_CONFIG):
        return old.startswith(CLOUD_CONFIG)
    key, _, value = new.partition("=")
    old_key, _, old_value = old.partition("=")
    if key == "cgroup_enable":
        return old_key in ("cgroup_enable", "cgroup_disable") and old_value == value
    return old_key == key
