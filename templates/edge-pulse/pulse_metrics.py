"""/metrics in Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/"""

from __future__ import annotations

from collections.abc import Iterable

import pulse_kernel as kernel


def text() -> str:
    return "".join(family(*each) for each in families())


def family(name: str, kind: str, about: str, samples: Iterable[tuple[dict[str, str], float]]) -> str:
    """Nothing at all of what this node cannot say."""
    lines = [f"edge_pulse_{name}{labels(of)} {number(value)}\n" for of, value in samples]
    return f"# HELP edge_pulse_{name} {about}\n# TYPE edge_pulse_{name} {kind}\n{''.join(lines)}" if lines else ""


def labels(of: dict[str, str]) -> str:
    escaped = {key: value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for key, value in of.items()}
    return "{" + ",".join(f'{key}="{value}"' for key, value in escaped.items()) + "}" if of else ""


def number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))


def families() -> Iterable[tuple[str, str, str, list[tuple[dict[str, str], float]]]]:
    yield from memory()
    yield from swap()
    yield from zram()
    yield from hardware()
    yield from first_boot()


def memory():
    found = kernel.meminfo()
    events = kernel.vmstat()

    def one(source, name, scale=1):
        return [({}, source[name] * scale)] if name in source else []

    yield "memory_size_bytes", "gauge", "Memory that the kernel manages.", one(found, "MemTotal")
    yield "memory_available_bytes", "gauge", "Memory that programs can still have without swapping.", one(found, "MemAvailable")
    yield "swapped_in_bytes_total", "counter", "Read from swap since the boot.", one(events, "pswpin", 4096)
    yield "swapped_out_bytes_total", "counter", "Written to swap since the boot.", one(events, "pswpout", 4096)
    yield "oom_kills_total", "counter", "Processes that the kernel has ended for lack of memory since the boot.", one(events, "oom_kill")
    waits = [({"resource": resource, "kind": kind}, value) for (resource, kind), value in kernel.pressure().items()]
    yield "pressure_seconds_total", "counter", "Time in which some or all tasks waited for a resource (psi=1).", waits


def swap():
    found = [({"device": each.device, "kind": each.kind}, each) for each in kernel.swaps()]
    yield "swap_size_bytes", "gauge", "Size of a swap area.", [(of, each.size) for of, each in found]
    yield "swap_used_bytes", "gauge", "What of a swap area is in use.", [(of, each.used) for of, each in found]
    yield "swap_priority", "gauge", "The area with the highest number is filled first.", [(of, each.priority) for of, each in found]


def zram():
    found = [({"device": each.device, "algorithm": each.algorithm}, each) for each in kernel.zrams()]
    yield "zram_original_bytes", "gauge", "What was swapped out, before compression.", [(of, each.original) for of, each in found]
    yield "zram_compressed_bytes", "gauge", "The same, after compression.", [(of, each.compressed) for of, each in found]
    yield "zram_memory_bytes", "gauge", "Memory that it takes, bookkeeping included.", [(of, each.memory) for of, each in found]
    ratios = [(of, each.ratio) for of, each in found if each.compressed]
    yield "zram_compression_ratio", "gauge", "Original to compressed size.", ratios


def hardware():
    heat = [({"zone": zone}, degrees) for zone, degrees in kernel.temperatures().items()]
    yield "temperature_celsius", "gauge", "Temperature of a thermal zone.", heat
    cores = [({"cpu": cpu}, khz * 1000) for cpu, khz in kernel.frequencies().items() if khz]
    yield "cpu_frequency_hertz", "gauge", "What a core runs at.", cores
    bits = kernel.throttling(kernel.vcgencmd("get_throttled"))
    said = [({"condition": name, "when": when}, value) for (name, when), value in bits.items()]
    yield "throttled", "gauge", "Whether the firmware reports a condition, now and since the boot.", said
    disks = [({"device": device}, value) for device, value in kernel.written().items()]
    yield "disk_written_bytes_total", "counter", "Written to a card or disk since the boot.", disks


def first_boot():
    status = kernel.first_boot()
    steps = [step["state"] for step in status.get("steps", [])]
    phase = status.get("phase")
    phases = ("working", "waiting", "rebooting", "stopped", "ready")
    yield "first_boot_phase", "gauge", "1 for what the first boot is at.", [({"phase": each}, each == phase) for each in phases if phase]
    states = ("pending", "running", "retrying", "done")
    yield "first_boot_steps", "gauge", "Steps of the first boot by state.", [({"state": each}, steps.count(each)) for each in states if steps]
