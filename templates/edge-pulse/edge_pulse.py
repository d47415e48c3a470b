"""The command `edge-pulse`: what Edge-Pulse does on this node, and the way back. Each verb loads what it needs: a Pi is slow at that."""

from __future__ import annotations

import argparse
import json
import os
import sys

import files
import pulse_kernel as kernel
from pulse_run import one_at_a_time, run, settings

MIB = 1 << 20
VALIDATION = "/var/tmp/edge_pulse_validation.json"
REPORT = "/run/edgegen/edge-pulse-report.json"
FAILED = 1
WRONG_USE = 2


def status(_options: argparse.Namespace) -> int:
    import pulse_install

    state, memory = pulse_install.load(), kernel.meminfo()
    print(f"Edge-Pulse: {state['phase']}, installation {state['version']}")
    print(f"memory      {memory.get('MemAvailable', 0) // MIB} of {memory.get('MemTotal', 0) // MIB} MiB available")
    for swap in kernel.swaps():
        print(f"swap        {swap.device:<32}{swap.used // MIB:>6} of {swap.size // MIB:>6} MiB, priority {swap.priority}")
    for zram in kernel.zrams():
        print(f"zram        {zram.original // MIB} MiB kept in {zram.memory // MIB} MiB ({zram.algorithm}, {zram.ratio:.1f} to 1)")
    for note in pulse_install.summary([]).split("; "):
        print(f"says        {note or 'nothing'}")
    print(f"OOM kills   {kernel.vmstat().get('oom_kill', 0)} since the boot")
    for device, size in kernel.written().items():
        print(f"written     {size // MIB} MiB to {device} since the boot")
    heat = ", ".join(f"{degrees:.1f} C" for degrees in kernel.temperatures().values())
    print(f"heat        {heat or 'n/a'}, {kernel.vcgencmd('get_throttled')}")
    api = settings()["api"]
    print(f"api         {'off' if api['listen'] == 'off' else ', '.join(api['addresses'])}")
    return 0


def check(_options: argparse.Namespace) -> int:
    import pulse_report

    report = pulse_report.make()
    pulse_report.keep(REPORT, report)
    print(json.dumps(report, indent=2))
    return 0


def validate(_options: argparse.Namespace) -> int:
    import pulse_validate

    checks = pulse_validate.validate()
    print(pulse_validate.report(checks), end="")
    return FAILED if any(each["state"] == "failed" for each in checks) else 0


def install(_options: argparse.Namespace) -> int:
    import pulse_install

    inputs = next(step["inputs"] for step in json.loads(files.read_text("/etc/edgegen/card.json"))["steps"] if step["name"] == "edge-pulse")
    notes = pulse_install.install(run, inputs)
    print("\n".join(notes) or "installed; `edge-pulse status` shows it")
    return 0


def rollback(options: argparse.Namespace) -> int:
    import pulse_install

    state = pulse_install.load()
    if not pulse_install.is_installed(state):
        print("nothing of Edge-Pulse is installed")
        return 0
    if options.dry_run:
        print("\n".join(pulse_install.rollback_plan(state)))
        return 0
    notes = pulse_install.roll_back(run)
    print("\n".join(notes) or "everything is as it was before Edge-Pulse; `edge-pulse install` brings it back")
    return FAILED if notes else 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="edge-pulse", description="Memory, card and diagnostics of this node.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for run_verb, text in (
        (status, "one screen: memory, swap, heat, what is missing"),
        (check, "write the report of /perf now, and print it"),
        (validate, f"try what Edge-Pulse promises; result in {VALIDATION}; exit 1 when something does not hold"),
        (install, "install again what the card brought"),
        (rollback, "put everything back as it was before Edge-Pulse"),
    ):
        verb = verbs.add_parser(run_verb.__name__, help=text, description=text)
        verb.set_defaults(run_verb=run_verb)
        if run_verb is rollback:
            verb.add_argument("--dry-run", action="store_true", help="only say what would be done")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    options = parsed(arguments)
    if options.run_verb is status:
        return status(options)
    if os.geteuid() != 0:
        print("edge-pulse: only root can do that: sudo edge-pulse ...", file=sys.stderr)
        return WRONG_USE
    with one_at_a_time():
        return int(options.run_verb(options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
