"""A node in a temporary folder: its files, its card, and programs that only write down how they were called."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[2] / "templates"
FIRST_BOOT = TEMPLATES / "first-boot"
sys.dont_write_bytecode = True
sys.path.insert(0, str(FIRST_BOOT))

import files  # noqa: E402
from masking import Masker  # noqa: E402
from node import REBOOT_PATIENCE, Node, Stopped  # noqa: E402

INSTANCE = "dcn2-0a1b2c3d4e5f"


class NodeTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="edgegen-node-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.addCleanup(setattr, files, "ROOT", files.ROOT)
        files.ROOT = folder.name
        self.addCleanup(os.environ.__setitem__, "PATH", os.environ["PATH"])
        os.environ["PATH"] = f"{self.root}/fake:{os.environ['PATH']}"
        self.log: list[str] = []
        self.boots: list[str] = []

    def put(self, path: str, content: str | bytes = "", mode: int = 0o644) -> Path:
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        target.chmod(mode)
        return target

    def text(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text()

    def program(self, name: str, script: str = "") -> None:
        """A program in PATH that notes its arguments in calls() and then does what `script` (POSIX shell) says."""
        note = f'echo {name} "$@" >>"{self.root}/calls"'
        self.put(f"fake/{name}", f"#!/bin/sh\n{note}\n{textwrap.dedent(script)}\n", 0o755)

    def calls(self) -> list[str]:
        notes = self.root / "calls"
        return notes.read_text().splitlines() if notes.exists() else []

    def seed(self, folder: str = "/boot/firmware", instance: str = INSTANCE, status: int = 4096) -> None:
        self.put(f"{folder}/meta-data", f"instance-id: {instance}\nlocal-hostname: dcn2\ndsmode: local\n")
        self.put(f"{folder}/edgegen/status.txt", b" " * status)

    def card(self, **changes: Any) -> dict[str, Any]:
        return {
            "cluster": "lab",
            "node": "dcn2",
            "role": "worker",
            "address": "10.1.40.23",
            "prefix_length": 24,
            "interface": "eth0",
            "mac": None,
            "instance_id": INSTANCE,
            "boot_mount": "/boot/firmware",
            "cmdline": ["cgroup_enable=memory", "cgroup_memory=1"],
            "steps": [],
            "files": [],
            **changes,
        }

    def node(self, name: str = "test", data: dict[str, Any] | None = None, **card: Any) -> Node:
        step = {"name": name, "data": data or {}}
        node = Node(self.card(**card), step, self.log.append, Masker(), self.boots.append)
        node.sleep = no_time  # type: ignore[method-assign]
        return node


def no_time(seconds: float) -> None:
    """Waiting takes no time; who waits for a reboot gets it."""
    if seconds == REBOOT_PATIENCE:
        raise Stopped("rebooted")


def step(name: str, inputs: str = "000000000001", every_boot: bool = False, **data: Any) -> dict[str, Any]:
    return {"name": name, "inputs": inputs, "every_boot": every_boot, "data": data}


def described(path: str, content: str, mode: str = "0644") -> dict[str, str]:
    """An entry of card.json's `files`."""
    return {"path": path, "sha256": hashlib.sha256(content.encode()).hexdigest(), "mode": mode}


def load(name: str) -> Any:
    """The real module of a step."""
    import importlib.util

    path = FIRST_BOOT / "steps" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"step_{name.replace('-', '_')}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
