"""Debian packages, installed with care: only when one is missing, after whatever a power cut interrupted, without questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from outcome import Retry

if TYPE_CHECKING:
    from node import Node

_ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    "DEBIAN_PRIORITY": "critical",
    # Ubuntu's needrestart would ask which services to restart, or restart K3s under our hands.
    "NEEDRESTART_SUSPEND": "1",
    "UCF_FORCE_CONFFOLD": "1",
}
_KEEP_OLD = ["--force-confdef", "--force-confold"]
# apt's own timers run at the same time on a young system: wait for their lock instead of failing.
_OPTIONS = ["-q", "-y", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=2"] + [
    part for option in _KEEP_OLD for part in ("-o", f"Dpkg::Options::={option}")
]


def missing(node: Node, packages: Iterable[str]) -> list[str]:
    """Those that are not installed, or not completely."""
    return [name for name in packages if not _installed(node, name)]


def _installed(node: Node, name: str) -> bool:
    status = node.run(["dpkg-query", "-W", "-f=${db:Status-Status}", name], check=False, quiet=True)
    return status.returncode == 0 and status.stdout.strip() == "installed"


def install(node: Node, packages: Sequence[str], optional: Sequence[str] = ()) -> list[str]:
    """Makes sure of packages, returns those that were missing. With none missing, neither apt nor the network is touched, but for
    `optional` ones: they come along where apt knows them, which only fresh lists tell (docker-cli exists on some releases only)."""
    absent = missing(node, packages)
    if absent or optional:
        _apt(
            node,
            lambda: ["install", "--no-install-recommends", *absent, *(name for name in optional if _available(node, name))],
            f"{', '.join(absent or optional)} cannot be installed",
        )
    return absent


def _available(node: Node, name: str) -> bool:
    shown = node.run(["apt-cache", "show", "--no-all-versions", name], check=False, quiet=True)
    return shown.returncode == 0


def upgrade_all(node: Node) -> None:
    _apt(node, lambda: ["dist-upgrade"], "the upgrade did not go through")


def _apt(node: Node, command: Callable[[], list[str]], failure: str) -> None:
    """Finishes what a power cut interrupted, fetches the package lists, and does it.

    A cut may leave a package unpacked before one that it depends on: dpkg alone cannot configure that and says so at every try;
    apt's own repair can, once it has the lists.
    """
    unread = ""
    node.run(["dpkg", *_KEEP_OLD, "--configure", "-a"], timeout=1800, env=_ENVIRONMENT, check=False)
    try:
        unread = _unread(node.run(["apt-get", "update", *_OPTIONS], timeout=900, env=_ENVIRONMENT).stderr)
        node.run(["apt-get", "install", "--fix-broken", *_OPTIONS], timeout=3600, env=_ENVIRONMENT)
        node.run(["apt-get", *command(), *_OPTIONS], timeout=7200, env=_ENVIRONMENT)
    except Retry as problem:
        raise Retry(f"{failure}: {problem}{unread}. It is tried again when apt works (internet, time, disk space)") from None


def _unread(complaints: str) -> str:
    """apt is content when it could fetch no list at all; what comes of it then is not the reason."""
    found = re.search(r"^[WE]: Failed to fetch (.*)", complaints, re.MULTILINE)
    return f" (package lists: {' '.join(found[1].split())})" if found else ""
