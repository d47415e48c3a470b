"""Brings this node from a fresh operating system to what its card says, and keeps trying until it is there.

Runs the steps of /etc/edgegen/card.json in their order, one at a time: a step that cannot be done now holds up those behind it,
since each relies on what stands above it. What is done is remembered as a file, /var/lib/edgegen/steps/<step>-<hash of its
inputs>: a power cut costs at most the step in hand, and a step runs again when its inputs changed.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import files
from card import CardDamaged, card_secrets, read_card
from masking import Masker
from node import STATE, Node, Retry, Stopped
from report import Report

LOCK = "/run/edgegen/firstboot.lock"
STAMPS = f"{STATE}/steps"
FIRST_DELAY = 2
LONGEST_DELAY = 60
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

StepFunction = Callable[[Node], "str | None"]


class Runner:
    def __init__(
        self,
        card: Mapping[str, Any],
        report: Report,
        mask: Masker,
        load: Callable[[str], StepFunction] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.card = card
        self.report = report
        self._mask = mask
        self._load = load or load_step
        self._sleep = sleep

    def run(self) -> None:
        """Returns when every step is done. Raises Stopped when told to end before."""
        for step in self.card["steps"]:
            if is_stamped(step):
                self.report.already_done(step["name"])
        for step in self.card["steps"]:
            if not is_stamped(step):
                self._until_done(step)
        self.report.ready()

    def _until_done(self, step: Mapping[str, Any]) -> None:
        name = step["name"]
        forget_other_stamps(step)
        delay = FIRST_DELAY
        while True:
            self.report.started(name)
            try:
                message = self._load(name)(self._node(step))
                break
            except Retry as problem:
                self.report.retrying(name, str(problem), delay)
            except Exception as problem:  # a step's bug must not take the steps of the next boot with it
                for line in traceback.format_exc().splitlines():
                    self.report.line(name, line)
                self.report.retrying(name, f"unexpected {type(problem).__name__}: {problem}", delay)
            self._sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY)
        if not step["every_boot"]:
            # What the step's programs wrote must not be younger on the medium than the word that it is done.
            os.sync()
            files.write_durably(stamp_path(step), f"{message or 'done'}\n", 0o600)
        self.report.done(name, message)

    def _node(self, step: Mapping[str, Any]) -> Node:
        name = step["name"]
        return Node(
            self.card,
            step,
            lambda line: self.report.line(name, line),
            self._mask,
            self.report.rebooting,
        )


def stamp_path(step: Mapping[str, Any]) -> str:
    return f"{STAMPS}/{step['name']}-{step['inputs']}"


def is_stamped(step: Mapping[str, Any]) -> bool:
    return not step["every_boot"] and os.path.exists(files.host_path(stamp_path(step)))


def forget_other_stamps(step: Mapping[str, Any]) -> None:
    """Before a step runs with new inputs: else a card that goes back to the old ones would find their stamp and do nothing."""
    folder = files.host_path(STAMPS)
    pattern = re.compile(re.escape(step["name"]) + "-[0-9a-f]+")
    stale = [name for name in _listed(folder) if pattern.fullmatch(name)]
    for name in stale:
        files.remove_quietly(os.path.join(folder, name))
    if stale:
        files.sync_folder(folder)


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def load_step(name: str) -> StepFunction:
    """The `run` of a step's module."""
    path = files.host_path(f"/usr/local/lib/edgegen/steps/{name}.py")
    spec = importlib.util.spec_from_file_location(f"step_{name.replace('-', '_')}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    run: StepFunction = module.run
    return run


def _stop(_number: int, _frame: object) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped("told to stop")


def _locked() -> bool:
    """Two runners would be in each other's way; the lock goes with the process. It is inherited by nobody."""
    files.make_folder(files.host_path("/run/edgegen"))
    descriptor = os.open(files.host_path(LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def main() -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    if not _locked():
        print("edgegen is already at work: journalctl -u edgegen-firstboot", file=sys.stderr)
        return 0
    try:
        card = read_card()
    except CardDamaged as problem:
        print(f"<3>{problem}. Write this node's card again, or apply it again", flush=True)
        return 1
    mask = Masker(card_secrets(card))
    report = Report(card, mask)
    try:
        Runner(card, report, mask).run()
    except Stopped:
        if report.phase != "rebooting":
            report.stopped()
    return 0


if __name__ == "__main__":
    sys.exit(main())
