"""The report of /perf: twelve keys, in the formats that its users' monitoring has always read."""

from __future__ import annotations

import json
import os
import socket
import time
from typing import Any

import files
from pulse_kernel import frequencies, meminfo, vcgencmd
from pulse_run import fault, run

FRESH_SECONDS = 300


def make() -> dict[str, Any]:
    name = os.uname()
    return {
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "host": socket.gethostname(),
        "kernel": f"{name.sysname} {name.release} {name.machine}",
        "model": model(),
        "total_ram_mb": meminfo().get("MemTotal", 0) // 1024 // 1024,
        "cpu_freqs": "\n".join(str(khz or "unknown") for khz in frequencies().values()),
        "zram_raw": printed(["zramctl", "--json"]),
        "swap_raw": printed(["swapon", "--show=NAME,TYPE,SIZE,USED,PRIO"]),
        "free_raw": printed(["free", "-h"]),
        "temperature": vcgencmd("measure_temp"),
        "throttled": vcgencmd("get_throttled"),
        "sysbench": sysbench(),
    }


def model() -> str:
    """The device tree ends its texts with a NUL; a PC has none."""
    return files.read_text("/proc/device-tree/model", "unknown").rstrip("\0").strip() or "unknown"


def printed(argv: list[str]) -> str:
    answer = run(argv, timeout=20)
    return "" if fault(answer) else answer.stdout.rstrip("\n")


def sysbench() -> str:
    answer = run(["sysbench", "cpu", "--cpu-max-prime=20000", "run"], timeout=60)
    return "sysbench_not_installed" if answer.returncode == 127 else f"{answer.stdout}{answer.stderr}".strip()


def now() -> float:
    """Seconds since the boot: what is kept in /run ends with it, and no clock can jump."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def keep(path: str, report: dict[str, Any]) -> None:
    files.write_durably(path, json.dumps({"made": now(), "report": report}))


def kept(*paths: str) -> dict[str, Any] | None:
    """The youngest that is still fresh."""
    found = [each for path in paths if (each := _read(path)) and 0 <= now() - each["made"] < FRESH_SECONDS]
    return max(found, key=lambda each: each["made"])["report"] if found else None


def _read(path: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(files.read_text(path))
        return found
    except (OSError, ValueError):
        return None
