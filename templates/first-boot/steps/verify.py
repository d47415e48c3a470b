"""Checks that every file of the card stands on the node's own disk as it was written, and flushes it all.

Only then is `seeded` stamped: until it is, a cut boot makes cloud-init write everything again (see bootcmd.sh), which is possible
as long as the seed has not been scrubbed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat

import earlier
import files
import units
from node import Node, Retry

# Damage that comes back each time is no power cut: say so instead of rebooting for ever.
MOST_RECOVERIES = 3


def run(node: Node) -> str | None:
    if node.marked("seeded"):
        return None
    damaged = [problem for file in node.card["files"] if (problem := fault(node, file))]
    if damaged:
        write_again(node, damaged)
    earlier.take_away(node)
    # cloud-init's runcmd has done this on a first boot; on a node to which a new card was applied it may still be on its way.
    units.prepare(node, *node.data["units"])
    forget_other_cards(node)
    flush(node)
    earlier.remember(node)
    node.mark("seeded")
    return cloud_init_problems(node)


def fault(node: Node, file: dict[str, str]) -> str | None:
    """What is wrong with a file, if anything."""
    path = node.path(file["path"])
    try:
        mode = stat.S_IMODE(os.lstat(path).st_mode)
        with open(path, "rb") as content:
            digest = hashlib.sha256(content.read()).hexdigest()
    except OSError as problem:
        return f"{file['path']}: {problem.strerror}"
    if digest != file["sha256"]:
        return f"{file['path']}: its content is not what the card wrote"
    if mode != int(file["mode"], 8):
        return f"{file['path']}: its mode is {mode:04o}, not {file['mode']}"
    return None


def write_again(node: Node, damaged: list[str]) -> None:
    """The next boot starts cloud-init over, since `seeded` is missing. Ends in a reboot or in Retry."""
    for problem in damaged:
        node.log(problem)
    others = f", and {len(damaged) - 1} more" if len(damaged) > 1 else ""
    summary = f"the card's files do not stand on the disk as they should: {damaged[0]}{others}"
    for time in range(1, MOST_RECOVERIES + 1):
        if not node.marked(f"rewrite-{time}"):
            node.mark(f"rewrite-{time}")
            node.reboot(f"{summary}; cloud-init will write them again")
    raise Retry(f"{summary}. {MOST_RECOVERIES} new starts did not help: is the disk full? Else write this node's card again")


def forget_other_cards(node: Node) -> None:
    """What cloud-init and this runner remember of earlier cards: going back to one of them must be a first boot again, and none of
    its secrets may stay behind."""
    own = node.card["instance_id"]
    for folder in ("/var/lib/cloud/instances", "/var/lib/edgegen"):
        for entry in list(os.scandir(node.path(folder))) if node.exists(folder) else []:
            if entry.is_dir(follow_symlinks=False) and entry.name not in (own, "steps"):
                shutil.rmtree(entry.path, ignore_errors=True)


def flush(node: Node) -> None:
    """fsync as well as sync: only it reports a medium that cannot take the data."""
    os.sync()
    folders = set()
    for file in node.card["files"]:
        path = node.path(file["path"])
        with open(path, "rb") as content:
            os.fsync(content.fileno())
        folders.add(os.path.dirname(path))
    for folder in sorted(folders):
        files.sync_folder(folder)


def cloud_init_problems(node: Node) -> str | None:
    """cloud-init goes on after errors; somebody should hear of them."""
    try:
        stages = json.loads(node.read("/run/cloud-init/status.json", "{}")).get("v1", {})
    except ValueError:
        return None
    problems = [str(text) for stage in stages.values() if isinstance(stage, dict) for text in stage.get("errors", [])]
    for text in problems:
        node.log(f"cloud-init says: {text}")
    return f"cloud-init reported {len(problems)} errors, the first: {problems[0]}" if problems else None
