"""Says how far the node is: journal, console, /run/edgegen/status.json, and status.txt on the card's FAT partition."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import files
import seed
import statustext
from masking import Masker

STATUS_JSON = "/run/edgegen/status.json"
# A card wears out by writing: a step that is tried for hours is written down this often.
SEED_INTERVAL = 300
LOG_LINES = 20
WARNING = "<4>"  # sd-daemon(3)


@dataclass
class StepStatus:
    name: str
    state: str = "pending"  # pending, running, retrying, done
    attempts: int = 0
    message: str = ""
    seconds: float = 0


class Report:
    def __init__(self, card: Mapping[str, Any], mask: Masker, monotonic: Callable[[], float] = time.monotonic):
        self.card = card
        self.steps = [StepStatus(step["name"]) for step in card["steps"]]
        self.phase = "working"
        self.message = ""
        self._mask = mask
        self._monotonic = monotonic
        self._started = 0.0
        self._lines: deque[str] = deque(maxlen=LOG_LINES)
        self._seed_key: object = None
        self._seed_time = 0.0
        self._seed_problem = ""
        self._console_line = ""

    def already_done(self, name: str) -> None:
        self._step(name).state = "done"
        self._step(name).message = "at an earlier boot"

    def started(self, name: str) -> None:
        step = self._step(name)
        step.state, step.attempts = "running", step.attempts + 1
        if step.attempts > 1:
            self._write_json()
            return
        self._started = self._monotonic()
        self._lines.clear()
        self._console(f"step {name} ...")
        self._show("working", f"step {name}")

    def done(self, name: str, message: str | None) -> None:
        step = self._step(name)
        step.state, step.message = "done", self._mask(message or "")
        step.seconds = round(self._monotonic() - self._started, 1)
        text = f"step {name}: done in {step.seconds:g} s{f' ({step.message})' if step.message else ''}"
        self._journal(text)
        self._console(text)
        self._write_json()

    def retrying(self, name: str, problem: str, delay: float) -> None:
        step = self._step(name)
        step.state, step.message = "retrying", self._mask(" ".join(problem.split()))
        step.seconds = round(self._monotonic() - self._started, 1)
        text = f"step {name}: {step.message}"
        self._journal(f"{text} [attempt {step.attempts}, again in {delay:g} s]", WARNING)
        self._console(text)
        self._show("waiting", text)

    def ready(self) -> None:
        self._console("ready: every step is done")
        self._journal("ready: every step is done")
        self._show("ready", "every step is done")

    def rebooting(self, reason: str) -> None:
        self._console(f"rebooting: {reason}")
        self._show("rebooting", reason)

    def stopped(self) -> None:
        """With steps left to do. Who switched a node off to read its card wants to know what it was waiting for."""
        self._console("stopped")
        self._show("stopped", f"before that, {self.phase}: {self.message}")

    def line(self, name: str, text: str) -> None:
        """One line of a step's log."""
        text = self._mask(text)
        self._lines.append(text)
        self._journal(f"{name}: {text}")

    def _step(self, name: str) -> StepStatus:
        return next(step for step in self.steps if step.name == name)

    def _show(self, phase: str, message: str) -> None:
        self.phase, self.message = phase, self._mask(message)
        self._write_json()
        self._write_seed()

    def _journal(self, text: str, level: str = "") -> None:
        print(f"{level}{text}", file=sys.stdout, flush=True)

    def _console(self, text: str) -> None:
        """One line for whoever stands before the node; the same line is not repeated."""
        if text == self._console_line:
            return
        self._console_line = text
        try:
            descriptor = os.open(files.host_path("/dev/console"), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return
        try:
            os.write(descriptor, f"edgegen: {self.card['node']}: {text}\r\n".encode())
        except OSError:
            pass  # a serial console that nobody reads may be full
        finally:
            os.close(descriptor)

    def as_dict(self) -> dict[str, Any]:
        card = {key: self.card[key] for key in ("cluster", "node", "role", "address", "instance_id")}
        steps = [asdict(step) for step in self.steps]
        now = {"phase": self.phase, "message": self.message, "updated": _now(), "seed_problem": self._seed_problem}
        return {**card, **now, "steps": steps}

    def _write_json(self) -> None:
        try:
            files.write_durably(STATUS_JSON, json.dumps(self.as_dict(), indent=1) + "\n", 0o644)
        except OSError as problem:
            self._journal(f"status.json cannot be written: {problem}", WARNING)

    def _write_seed(self) -> None:
        """When the step or its state changed; otherwise at most every few minutes."""
        key = (self.phase, [(step.name, step.state != "done", step.state == "retrying") for step in self.steps])
        now = self._monotonic()
        if key == self._seed_key and now - self._seed_time < SEED_INTERVAL:
            return
        self._seed_key, self._seed_time = key, now
        problem = self._try_seed()
        if problem != self._seed_problem:
            self._seed_problem = problem
            self._journal(f"status.txt on the card: {problem or 'written again'}", WARNING)
            self._write_json()

    def _try_seed(self) -> str:
        """What keeps status.txt from being written; nothing, if nothing does."""
        log = list(self._lines) if self.phase in ("waiting", "stopped") else []
        try:
            statustext.write(self.card, statustext.head(self.as_dict()), log)
            return ""
        except (seed.SeedMissing, OSError) as problem:
            return str(problem)


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
