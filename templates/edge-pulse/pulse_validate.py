"""`edge-pulse validate`: tries what Edge-Pulse promises on this very node, within limits that cannot harm it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import files
import pulse_kernel as kernel
from pulse_memory import DISK_PRIORITY, ZRAM_PRIORITY, own_zram
from pulse_run import in_container, settings

PAGE = "/var/tmp/edge_pulse_validation.txt"
JSON = "/var/tmp/edge_pulse_validation.json"
MIB = 1 << 20
# The trial's own cgroup: half of what it asks for has to go to swap, and that is never much.
HOG_MIB = 96
HOG_LIMIT_MIB = 48
HOT_CELSIUS = 80


def validate() -> list[dict[str, Any]]:
    wanted = settings()
    return [*api_checks(wanted["api"]), *swap_checks(wanted), *pressure_checks(), *heat_checks(), *cpu_checks()]


def check(name: str, holds: bool | None, text: str, **figures: Any) -> dict[str, Any]:
    """None: this node has nothing to try."""
    state = "skipped" if holds is None else "passed" if holds else "failed"
    return {"name": name, "state": state, "text": text, **figures}


def ask(port: int, path: str) -> tuple[int, str, float]:
    before = time.monotonic()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=150) as answer:
            return answer.status, answer.read().decode(), time.monotonic() - before
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode(), time.monotonic() - before
    except OSError as problem:
        return 0, str(problem), time.monotonic() - before


def api_checks(api: dict[str, Any]) -> list[dict[str, Any]]:
    if api["listen"] == "off":
        return [check("api", None, "the profile switches the API off")]
    port = api["port"]
    found = []
    for path in ("/healthz", "/metrics"):
        status, _, seconds = ask(port, path)
        found.append(check(f"api {path}", status == 200, f"{status} in {seconds:.3f} s", seconds=round(seconds, 3)))
    # The first of them may make a report, which on a busy node takes longer than the limit lasts.
    answers = [ask(port, "/perf") for _ in range(3)]
    limited = any(status == 429 and "retry_after_seconds" in text for status, text, _ in answers)
    found.append(check("api rate limit", limited, f"requests one upon the other get {', '.join(str(status) for status, _, _ in answers)}"))
    return found


def swap_checks(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    if in_container():
        return [check("swap", None, "a container has its host's swap")]
    ours = own_zram()
    zram = ours is not None and ours.priority == ZRAM_PRIORITY
    disks = [swap for swap in kernel.swaps() if swap.kind != "zram" and swap.priority == DISK_PRIORITY]
    others = [swap.device for swap in kernel.swaps() if swap != ours and swap not in disks]
    found = [check("zram", zram, f"{ours.device} at {ours.priority}" if ours else "not active")]
    if wanted["swap_device"] != "none":
        text = ", ".join(f"{swap.device} at {swap.priority}" for swap in disks) or "not active"
        found.append(check("disk swap", bool(disks), text))
    found.append(check("one owner", not others, f"also active: {', '.join(others)}" if others else "no other swap"))
    return found


def pressure_checks() -> list[dict[str, Any]]:
    """A program that wants more than its cgroup lets it have: what it cannot keep must come to lie in zram."""
    if in_container() or not kernel.swaps():
        return [check("memory pressure", None, "there is no swap of this node's own")]
    if kernel.meminfo()["MemAvailable"] < 2 * HOG_MIB * MIB:
        return [check("memory pressure", None, "too little memory is available to try it")]
    before = {swap.device: swap.used for swap in kernel.swaps()}
    peak, ended = hog()
    grown = {device: used - before.get(device, 0) for device, used in peak.items()}
    zram = sum(size for device, size in grown.items() if device.startswith("/dev/zram"))
    disk = sum(size for device, size in grown.items() if not device.startswith("/dev/zram"))
    done = ended == "" and zram >= HOG_LIMIT_MIB * MIB // 4 and zram > disk
    text = f"{zram // MIB} MiB to compressed swap, {disk // MIB} MiB to disk{f'; {ended}' if ended else ''}"
    return [check("memory pressure", done, text, zram_mib=zram // MIB, disk_mib=disk // MIB)]


def hog() -> tuple[dict[str, int], str]:
    """What each area held at most while the program ran, and what went wrong."""
    limits = [f"MemoryMax={HOG_LIMIT_MIB}M", f"MemorySwapMax={HOG_MIB}M", "OOMScoreAdjust=1000", "RuntimeMaxSec=120"]
    properties = [word for limit in limits for word in ("--property", limit)]
    own = ["/usr/bin/python3", "-B", "-E", "-s", os.path.abspath(__file__), "hog"]
    command = ["systemd-run", "--quiet", "--wait", "--collect", "--slice=edge-pulse-trial.slice", *properties, *own]
    peak: dict[str, int] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            for swap in kernel.swaps():
                peak[swap.device] = max(peak.get(swap.device, 0), swap.used)
            time.sleep(0.1)
    return peak, "" if running.returncode == 0 else f"the trial ended with {running.returncode}"


def eat() -> None:
    """Anonymous pages that compress to about half, each written to."""
    noise = os.urandom(2048)
    kept = [bytearray(noise + bytes(2048)) for _ in range(HOG_MIB * MIB // 4096)]
    time.sleep(3)
    for page in kept[::16]:
        page[0] ^= 1


def heat_checks() -> list[dict[str, Any]]:
    found = []
    heat = kernel.temperatures()
    if heat:
        most = max(heat.values())
        found.append(check("temperature", most < HOT_CELSIUS, f"{most:.1f} C", celsius=most))
    bits = kernel.throttling(kernel.vcgencmd("get_throttled"))
    now = [name for (name, when), bit in bits.items() if bit and when == "now"]
    since = [name for (name, when), bit in bits.items() if bit and when == "since_boot"]
    if bits:
        text = f"now: {', '.join(now) or 'nothing'}; since the boot: {', '.join(since) or 'nothing'}"
        found.append(check("throttling", not now, text))
    return found or [check("thermals", None, "this machine has no sensor that can be read")]


def cpu_checks() -> list[dict[str, Any]]:
    """Not a benchmark of the world: the same loop on every node, so that one that is slow stands out."""
    cores = os.cpu_count() or 1
    single = loops_per_second(1)
    multi = loops_per_second(cores)
    text = f"{single} loops/s on one core, {multi} on {cores}"
    return [check("cpu", True, text, single=single, multi=multi, cores=cores)]


def loops_per_second(workers: int) -> int:
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(count_for_a_second, range(workers)))


def count_for_a_second(_worker: int) -> int:
    loops, until = 0, time.monotonic() + 1
    while time.monotonic() < until:
        sum(number * number for number in range(1000))
        loops += 1
    return loops


def report(checks: list[dict[str, Any]]) -> str:
    """Written for machines and for people; returns the page."""
    failed = [each["name"] for each in checks if each["state"] == "failed"]
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    content = {"timestamp": stamp, "host": os.uname().nodename, "passed": not failed, "checks": checks}
    lines = [f"{each['state']:<9}{each['name']:<18}{each['text']}" for each in checks]
    verdict = f"failed: {', '.join(failed)}" if failed else "everything that could be tried holds"
    page = "\n".join([f"Edge-Pulse on {content['host']}, {stamp}", "", *lines, "", verdict, ""])
    files.write_durably(JSON, json.dumps(content, indent=1) + "\n")
    files.write_durably(PAGE, page)
    return page


if __name__ == "__main__" and sys.argv[1:] == ["hog"]:
    eat()
