"""What a step may ask of the node it runs on.

A step is a module below steps/ with one function:

    from node import Retry

    def run(node):
        if not node.read("/etc/something", ""):
            raise Retry("what is wrong; what it waits for, or what to do")
        return "an optional short text for the status"

It may be cut by a power failure at any instant and is then simply run again, so everything it does must bear being done twice.

    node.card      /etc/edgegen/card.json as a dict: cluster, node, role, address, instance_id, ...
    node.data      the `data` of this step in card.json
    node.name      the name of this step
    node.container True in a container, where clock, modules and most sysctls belong to somebody else

Paths are the node's own absolute paths.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

import files
from masking import Masker
from outcome import Retry, Stopped
from processes import execute

__all__ = ["Node", "Retry", "Stopped"]

STATE = "/var/lib/edgegen"
REBOOT_PATIENCE = 900


class Node:
    """One step's view of the node. The runner makes a new one for every step."""

    def __init__(
        self,
        card: Mapping[str, Any],
        step: Mapping[str, Any],
        log: Callable[[str], None],
        mask: Masker,
        rebooting: Callable[[str], None] = lambda reason: None,
    ):
        self.card = card
        self.name: str = step["name"]
        self.data: Mapping[str, Any] = step.get("data") or {}
        self.container = os.path.exists(self.path("/run/systemd/container"))
        self._log = log
        self._mask = mask
        self._rebooting = rebooting

    def log(self, text: str) -> None:
        """Writes to the journal and to the last lines that the status shows. Known secrets are masked."""
        for line in text.splitlines():
            self._log(line)

    def path(self, path: str) -> str:
        """A path of the node as Python's own functions must be given it (the same, but in tests)."""
        return files.host_path(path)

    def read(self, path: str, default: str | None = None) -> str:
        """The text of a file; `default` when there is none, else FileNotFoundError."""
        return files.read_text(path, default)

    def write(self, path: str, content: str | bytes, mode: int = 0o644) -> bool:
        """Replaces a file so that a power cut leaves the old or the new one. True when something changed."""
        return files.write_durably(path, content, mode)

    def exists(self, path: str) -> bool:
        return os.path.exists(self.path(path))

    def sleep(self, seconds: float) -> None:
        """Waits; ends at once when the runner is told to stop."""
        time.sleep(seconds)

    def run(
        self,
        argv: Sequence[str],
        timeout: float = 60,
        input: str | None = None,
        check: bool = True,
        env: Mapping[str, str] | None = None,
        secret: Iterable[str] = (),
        quiet: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program and returns its code, stdout and stderr (text).

        With `check`, anything but code 0 raises Retry with the command and its last line; so do a program that is missing and
        one that does not end in `timeout` seconds. Without it the code is returned: 127 and 124 for those two.
        `secret` are texts in the arguments, the input or the output that must be masked wherever they appear from now on.
        `quiet` keeps command and output out of the log: for output that is data, and for polling.
        """
        self._mask.add(secret)
        if not quiet:
            self.log(f"$ {shlex.join(argv)}")
        result = self._execute(argv, timeout, input, env, quiet)
        if check and result.returncode != 0:
            raise Retry(f"{shlex.join(argv[:4])} failed: {_last_line(result)}")
        return result

    def _execute(
        self, argv: Sequence[str], timeout: float, given: str | None, env: Mapping[str, str] | None, quiet: bool
    ) -> subprocess.CompletedProcess[str]:
        on_line = (lambda line: None) if quiet else self.log
        try:
            return execute(argv, timeout, given, env, on_line)
        except FileNotFoundError:
            return subprocess.CompletedProcess(list(argv), 127, "", f"{argv[0]} is not installed")
        except PermissionError:
            return subprocess.CompletedProcess(list(argv), 126, "", f"{argv[0]} cannot be executed")
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(list(argv), 124, "", f"it did not end within {timeout:g} seconds")

    def marked(self, mark: str) -> bool:
        """Whether `mark` was set for this card: marks are forgotten when the node becomes another instance."""
        return self.exists(self._mark(mark))

    def mark(self, mark: str, text: str = "") -> None:
        """Remembers something about this card across reboots and power cuts."""
        self.write(self._mark(mark), f"{text or 'yes'}\n", 0o600)

    def unmark(self, mark: str) -> None:
        path = self.path(self._mark(mark))
        if os.path.exists(path):
            files.remove_quietly(path)
            files.sync_folder(os.path.dirname(path))

    def _mark(self, mark: str) -> str:
        return f"{STATE}/{self.card['instance_id']}/{mark}"

    def reboot(self, reason: str) -> NoReturn:
        """Reboots the node; does not return. A step that needs it only once must set a mark of its own before.

        It waits to be ended by systemd: were the runner gone, something that starts it (cloud-init's runcmd) would start a
        second one in the middle of the shutdown.
        """
        self.log(f"rebooting: {reason}")
        self._rebooting(reason)
        os.sync()
        self.run(["systemctl", "reboot"], check=False)
        self.sleep(REBOOT_PATIENCE)
        raise Retry(f"a reboot was asked for, but did not come ({reason})")


def _last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in f"{result.stdout}\n{result.stderr}".splitlines() if line.strip()]
    return lines[-1] if lines else f"code {result.returncode}"
