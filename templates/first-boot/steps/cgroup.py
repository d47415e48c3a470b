"""K3s needs the memory controller, which the Raspberry Pi's firmware switches off. The card's cmdline.txt has switched it on
before the first boot; this is for the day that something else has rewritten that file.

Asks /sys/fs/cgroup, never /proc/cgroups: the latter has no memory row on kernels without cgroup v1 even when all is well.
"""

from __future__ import annotations

import os

import cmdline
import files
import seed
from node import Node, Retry

REBOOTED = "cgroup-reboot"


def run(node: Node) -> str | None:
    if "memory" in node.read("/sys/fs/cgroup/cgroup.controllers", "").split():
        node.unmark(REBOOTED)
        return None
    if node.container:
        return "the memory cgroup controller is off; in a container that is the host's business"
    if not node.card["cmdline"]:
        return "the memory cgroup controller is off, K3s will not run: switch it on in this machine's boot loader"
    changed = mend(node)
    if node.marked(REBOOTED):
        raise Retry(
            "the memory cgroup controller is off although the kernel command line asks for it "
            f"({node.read('/proc/cmdline', '').strip()}): this kernel does not know it. Use a stock image of this system"
        )
    node.mark(REBOOTED)
    node.reboot("the memory cgroup controller " + ("is in cmdline.txt again" if changed else "is not on yet"))


def mend(node: Node) -> bool:
    """Puts the card's tokens into the command line that the firmware reads. True when a file changed."""
    wanted = [*node.card["cmdline"], f"ds=nocloud;i={node.card['instance_id']}"]
    try:
        with seed.opened(node.card, writable=True) as place:
            live = cmdline.live_files(place.folder)
            if not live:
                raise Retry(f"{place.folder} holds no cmdline.txt: is it the boot partition?")
            return any([mend_file(node, path, wanted) for path in live])
    except seed.SeedMissing as problem:
        raise Retry(f"the memory cgroup controller is off, and cmdline.txt cannot be mended: {problem}") from None


def mend_file(node: Node, path: str, wanted: list[str]) -> bool:
    with open(path, encoding="utf-8") as file:
        old = file.read()
    try:
        new = cmdline.with_tokens(old, wanted)
    except cmdline.NotACommandLine as problem:
        raise Retry(f"{path} is left alone: {problem}") from None
    if new == old:
        return False
    node.log(f"{path}: {old.strip()!r} becomes {new.strip()!r}")
    write_beside(path, new)
    return True


def write_beside(path: str, text: str) -> None:
    beside = f"{path}.new"
    with open(beside, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(beside, path)
    files.sync_folder(os.path.dirname(path))
