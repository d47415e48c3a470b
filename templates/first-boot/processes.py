"""Programs that a step runs: each with a deadline, none outliving the runner, every line in the log as it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO

# Messages are read by people and by `in`-tests of steps: always English, always UTF-8.
_LOCALE = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


class _Reader(threading.Thread):
    """Takes what a program prints. A pipe that a daemon keeps open after the program's end cannot hold up the step."""

    def __init__(self, pipe: IO[str], on_line: Callable[[str], None]):
        super().__init__(daemon=True)
        self._pipe = pipe
        self._on_line = on_line
        self._lines: list[str] = []
        self.start()

    def run(self) -> None:
        with self._pipe:
            for line in self._pipe:
                self._lines.append(line)
                self._on_line(line.rstrip("\r\n"))

    def text(self) -> str:
        self.join(2)
        return "".join(self._lines)


def execute(
    argv: Sequence[str],
    timeout: float,
    given: str | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] = lambda line: None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end. Raises FileNotFoundError, PermissionError or subprocess.TimeoutExpired.

    The program has a process group of its own, so that whatever it started goes down with it.
    """
    process = subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **_LOCALE, **(env or {})},
        start_new_session=True,
    )
    try:
        assert process.stdout and process.stderr
        out, err = _Reader(process.stdout, on_line), _Reader(process.stderr, on_line)
        if given is not None:
            threading.Thread(target=_feed, args=(process, given), daemon=True).start()
        process.wait(timeout)
    except BaseException:
        _end(process)
        raise
    return subprocess.CompletedProcess(list(argv), process.returncode, out.text(), err.text())


def _feed(process: subprocess.Popen[str], given: str) -> None:
    try:
        with process.stdin as pipe:  # type: ignore[union-attr]
            pipe.write(given)
    except (BrokenPipeError, ValueError):
        pass  # the program did not want all of it


def _end(process: subprocess.Popen[str]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(5)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
