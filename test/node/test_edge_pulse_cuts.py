"""The power fails at every single change that Edge-Pulse makes: at each program that is called, each file that is opened to be
written, renamed or removed. Then the node boots, as a kernel and systemd would have it, and must end as one that was never cut."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from pulse_support import STAGE, PulseTest, swap_header

import pulse_foreign
import pulse_install
import pulse_memory
import pulse_run

ETC_UNITS = "/etc/systemd/system"
ZRAM = f"{ETC_UNITS}/edge-pulse-zram.service"
SYSCTL = "/etc/sysctl.d/91-edge-pulse.conf"
KERNEL = {"vm/page-cluster": "3", "vm/dirty_bytes": "0", "vm/dirty_ratio": "20"}
# sys.audit(3): what changes something, by the name under which Python announces it.
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "subprocess.Popen"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Cut(BaseException):
    """No handler of the node's code takes it for a fault of a file or a program."""


class Power:
    """Fails at the change with this number, and from then on nothing is changed any more."""

    def __init__(self):
        self.left = None
        sys.addaudithook(self.watch)

    def watch(self, event, arguments):
        if self.left is not None and (event in CHANGES or (event == "open" and arguments[2] & WRITING)):
            if self.left == 0:
                raise Cut
            self.left -= 1

    @contextlib.contextmanager
    def on(self):
        left, self.left = self.left, None
        yield
        self.left = left

    def fails_at(self, number, act):
        """Whether it failed before `act` had come to its end."""
        self.left = number
        try:
            act()
            return False
        except Cut:
            return True
        finally:
            self.left = None


POWER = Power()

class CutTest(PulseTest):
    maxDiff = 4000

    def setUp(self):
        if os.path.isdir("/dev/shm"):
            self.replace(tempfile, "tempdir", "/dev/shm")
        super().setUp()
        # What was flushed when is the emulated disk's matter; here it only takes time.
        self.replace(os, "fsync", lambda _: None)
        self.replace(pulse_memory, "LEAST_MIB", 1)
        for module in (pulse_memory, pulse_run):
            self.replace(module, "run", self.run_program)
        self.put(f"{STAGE}{ZRAM}", "[Service]\n")
        self.put(f"{STAGE}{ETC_UNITS}/edge-pulse-swap.service", "[Service]\n")
        self.put(f"{STAGE}{ETC_UNITS}/system.slice.d/50-edge-pulse.conf", "[Slice]\n")
        self.put(f"{STAGE}{SYSCTL}", "# why\nvm.dirty_bytes = 64\nvm.page-cluster = 0\n")
        self.put(f"{STAGE}{pulse_install.JOURNAL}", "[Journal]\n")
        self.put("/usr/lib/systemd/system/fstrim.timer")
        self.put("/usr/lib/systemd/system-generators/zram-generator")
        self.systemctl("enable", "dphys-swapfile.service")
        self.put("/etc/fstab", "/swapfile none swap sw 0 0\n")
        self.put("/swapfile")
        # What was there before comes back with its own mode.
        self.put(SYSCTL, "vm.page-cluster = 1\n", 0o640)
        self.settings(swap_size_mib=1)
        self.boot()

    def replace(self, where, name, by):
        self.addCleanup(setattr, where, name, getattr(where, name))
        setattr(where, name, by)

    def run_program(self, argv, timeout=120):
        """What the programs of a node would do, each of them at once and as a whole."""
        POWER.watch("subprocess.Popen", ())
        with POWER.on():
            code, out = getattr(self, argv[0])(*argv[1:]) or (0, "")
        return subprocess.CompletedProcess(argv, code, out, "")

    def systemctl(self, *words):
        verb = next(word for word in words if not word.startswith("--"))
        for unit in [word for word in words if word.rsplit(".", 1)[-1] in ("service", "socket", "timer", "swap")]:
            link = self.root / ETC_UNITS.lstrip("/") / ("" if "mask" in verb else "multi-user.target.wants") / unit
            link.parent.mkdir(parents=True, exist_ok=True)
            if verb in ("disable", "unmask", "enable", "mask"):
                link.unlink(missing_ok=True)
            if verb in ("enable", "mask"):
                link.symlink_to("/dev/null" if verb == "mask" else "/x")

    def zramctl(self, verb, *_words):
        return (0, "/dev/zram0\n") if verb == "--find" else None

    def mkswap(self, *words):
        if words[0] == "--uuid":
            with open(words[2], "r+b") as file:
                file.write(swap_header(words[1]))

    def swapon(self, *words):
        self.swap(words[-1], words[1] if words[0] == "--priority" else "-2")

    def swapoff(self, device):
        lines = self.text("/proc/swaps").splitlines(True)
        self.put("/proc/swaps", "".join(line for line in lines if line.split()[0] != device))

    def boot(self):
        """What a kernel and systemd make of the disk: nothing of /run and /proc lasts, what is enabled is started."""
        shutil.rmtree(self.root / "run", ignore_errors=True)
        self.put("/proc/swaps", "Filename Type Size Used Priority\n")
        for path, value in KERNEL.items():
            self.put(f"/proc/sys/{path}", value)
        for name in sorted(path.name for path in (self.root / "etc/sysctl.d").iterdir() if path.name.endswith(".conf")):
            pulse_install.set_kernel(pulse_install.settings_in({SYSCTL: (self.text(f"/etc/sysctl.d/{name}").encode(), 0)}))
        if self.wants("dphys-swapfile.service"):
            self.swap("/var/swap")
        self.put("/run/systemd/generator/swapfile.swap")
        if not os.path.islink(self.root / "etc/systemd/system/swapfile.swap"):
            self.swap("/swapfile")
        for what in ("zram", "swap"):
            unit = f"edge-pulse-{what}.service"
            if self.wants(unit) and (self.root / ETC_UNITS.lstrip("/") / unit).exists():
                pulse_memory.switch_on(what)

    def wants(self, unit):
        return pulse_foreign.is_linked(unit)

    def swap(self, device, priority="-2"):
        size = (600 if device == "/dev/zram0" else 1) * 1024
        self.put("/proc/swaps", self.text("/proc/swaps") + f"{device} file {size} 0 {priority}\n")

    def state(self):
        """Everything that a person could see of it. How often it was tried is in numbers that may differ."""
        folders = (self.root / "etc", self.root / "var/lib/edge-pulse", self.root / "proc/sys/vm")
        paths = [path for folder in folders for path in sorted(folder.rglob("*")) if "backups" not in path.parts]
        known = {**pulse_install.load(), "version": "any"}
        known["files"] = {path: {**entry, "backup": bool(entry["backup"])} for path, entry in known["files"].items()}
        seen = {str(path.relative_to(self.root)): self.look(path) for path in paths if path.name not in ("state.json", "lock", "zram", "swap")}
        return {**seen, "state": known, "swaps": sorted((line.split()[0], line.split()[4]) for line in self.text("/proc/swaps").splitlines()[1:])}

    def look(self, path):
        if path.is_symlink():
            return os.readlink(path)
        # A swap file is known by its header.
        return stat.S_IMODE(path.stat().st_mode), path.read_bytes()[:4096] if path.is_file() else None

    def converge(self):
        return pulse_install.converge(pulse_run.run, "a")

    def roll_back(self):
        return pulse_install.roll_back(pulse_run.run)

    def cut_everywhere(self, act, again):
        """`act` is cut at each of its changes; the node boots, `again` is what happens then. Returns how many cuts it took."""
        before = Path(f"{self.root}.before")
        shutil.rmtree(before, ignore_errors=True)
        self.addCleanup(shutil.rmtree, before, ignore_errors=True)
        shutil.copytree(self.root, before, symlinks=True)
        act()
        self.boot()
        again()
        wanted = self.state()
        for at in range(1000):
            shutil.rmtree(self.root)
            shutil.copytree(before, self.root, symlinks=True)
            was_cut = POWER.fails_at(at, act)
            self.boot()
            again()
            self.assertEqual(self.state(), wanted, f"cut at change {at}")
            if not was_cut:
                return at
        raise AssertionError("it has no end")

    def test_an_installation(self):
        self.assertGreater(self.cut_everywhere(self.converge, self.converge), 30)
        self.assertEqual(self.active(), ["/dev/zram0", "/var/lib/edge-pulse/swapfile"])

    def test_the_installation_of_another_card_over_it(self):
        self.converge()
        os.unlink(f"{self.root}{STAGE}{pulse_install.JOURNAL}")
        self.put(f"{STAGE}{SYSCTL}", "vm.page-cluster = 2\n")
        another = lambda: pulse_install.converge(pulse_run.run, "b")  # noqa: E731
        self.assertGreater(self.cut_everywhere(another, another), 10)

    def test_a_rollback(self):
        before = self.state()
        self.converge()
        self.boot()
        self.assertGreater(self.cut_everywhere(self.roll_back, self.finish), 20)
        after = self.state()
        self.assertEqual({**after, "state": None}, {**before, **self.memory_of(after), "state": None})
        self.assertEqual(self.active(), ["/var/swap", "/swapfile"])

    def finish(self):
        """Somebody who sees that it did not begin asks again; what has begun is finished by the step."""
        if pulse_install.load()["phase"] == "installed":
            self.roll_back()
        self.converge()

    @staticmethod
    def memory_of(state):
        """What is remembered of the swap file; it is in nobody's way."""
        return {path: state[path] for path in state if path.startswith("var/lib/edge-pulse")}

    def test_the_swap_file_alone(self):
        def make():
            pulse_memory.switch_on("swap")

        self.assertGreater(self.cut_everywhere(make, make), 5)

    def test_there_and_back_and_there_again(self):
        self.converge()
        self.boot()
        installed = self.state()
        self.roll_back()
        self.boot()
        self.assertIn("rolled back", self.converge())
        pulse_install.install(pulse_run.run, "a")
        self.boot()
        self.assertEqual(self.state(), installed)

    def test_a_cut_that_was_not_mended_is_seen(self):
        wanted = (self.converge(), self.boot(), self.state())[2]
        self.roll_back()
        POWER.fails_at(12, lambda: pulse_install.install(pulse_run.run, "a"))
        self.boot()
        self.assertNotEqual(self.state(), wanted)


if __name__ == "__main__":
    unittest.main()
