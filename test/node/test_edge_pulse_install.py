import itertools
import os
import shutil
import stat
import unittest
from unittest import mock

from pulse_support import STAGE, PulseTest
from support import load, step

import pulse_install
import pulse_memory
import pulse_run

UNIT = "/etc/systemd/system/edge-pulse-zram.service"
SYSCTL = "/etc/sysctl.d/91-edge-pulse.conf"


class Cut(Exception):
    """The power fails."""


class InstallTest(PulseTest):
    def setUp(self):
        super().setUp()
        self.put(f"{STAGE}{UNIT}", "[Service]\n")
        self.put(f"{STAGE}{SYSCTL}", "# why\nvm.dirty_bytes = 64\nvm.page-cluster = 0\n")
        self.put(f"{STAGE}/etc/systemd/system/ssh.service.d/50-edge-pulse.conf", "[Service]\n")
        self.put("/proc/sys/vm/page-cluster", "3\n")
        self.put("/proc/sys/vm/dirty_bytes", "0\n")
        self.put("/proc/sys/vm/dirty_ratio", "20\n")
        self.put("/etc/fstab", "LABEL=writable / ext4 defaults 0 1\n")
        self.put(SYSCTL, "vm.page-cluster = 1\n", 0o640)

    def etc(self):
        return {
            str(path.relative_to(self.root)): (stat.S_IMODE(path.lstat().st_mode), path.read_bytes() if path.is_file() else None)
            for path in sorted((self.root / "etc").rglob("*"))
        }

    def test_rollback_leaves_etc_byte_for_byte_as_it_was_and_a_second_installation_is_like_the_first(self):
        before = self.etc()
        pulse_install.install(pulse_run.run, "a")
        installed = self.etc()
        self.assertNotEqual(installed, before)
        self.assertEqual(pulse_install.roll_back(pulse_run.run), [])
        self.assertEqual(self.etc(), before)
        pulse_install.install(pulse_run.run, "a")
        self.assertEqual(self.etc(), installed)
        pulse_install.roll_back(pulse_run.run)
        self.assertEqual(self.etc(), before)

    def test_installing_twice_does_not_take_our_files_for_the_systems(self):
        before = self.etc()
        pulse_install.install(pulse_run.run, "a")
        self.put(f"{STAGE}{SYSCTL}", "vm.page-cluster = 2\n")
        pulse_install.install(pulse_run.run, "b")
        self.assertEqual(self.text(SYSCTL), "vm.page-cluster = 2\n")
        pulse_install.roll_back(pulse_run.run)
        self.assertEqual(self.etc(), before)

    def test_a_file_that_the_card_no_longer_brings_goes(self):
        pulse_install.install(pulse_run.run, "a")
        os.unlink(self.root / f"{STAGE}{UNIT}".lstrip("/"))
        pulse_install.install(pulse_run.run, "b")
        self.assertFalse((self.root / UNIT.lstrip("/")).exists())
        self.assertIn("systemctl disable --now edge-pulse-zram.service", self.calls())

    def test_somebodys_edit_of_our_file_is_kept_among_the_backups(self):
        pulse_install.install(pulse_run.run, "a")
        self.put(UNIT, "mine\n")
        pulse_install.roll_back(pulse_run.run)
        kept = [path.read_text() for path in (self.root / "var/lib/edge-pulse/backups").rglob("*.service")]
        self.assertEqual(kept, ["mine\n"])

    def test_kernel_settings_come_back_the_ratio_for_the_bytes(self):
        pulse_install.install(pulse_run.run, "a")
        self.put("/proc/sys/vm/page-cluster", "0\n")
        self.put("/proc/sys/vm/dirty_ratio", "0\n")
        pulse_install.roll_back(pulse_run.run)
        self.assertEqual((self.text("/proc/sys/vm/page-cluster"), self.text("/proc/sys/vm/dirty_ratio")), ("3", "20"))

    def test_the_systems_own_swap_is_switched_off_remembered_and_brought_back(self):
        self.put("/usr/lib/systemd/system-generators/rpi-swap-generator")
        self.put("/etc/rpi/swap.conf", "")
        self.put("/proc/swaps", "Filename\n/var/swap file 1000 0 -2\n")
        self.put("/etc/systemd/system/multi-user.target.wants/dphys-swapfile.service")
        self.put("/run/systemd/generator/var-swap.swap")
        before = self.etc()
        pulse_install.install(pulse_run.run, "a")
        self.assertEqual(self.text("/etc/rpi/swap.conf.d/90-edge-pulse.conf"), "[Main]\nMechanism=none\n")
        for call in ("systemctl disable --now dphys-swapfile.service", "systemctl mask var-swap.swap", "swapoff /var/swap"):
            self.assertIn(call, self.calls())
        self.assertNotIn("/var/swap", self.active())
        pulse_install.roll_back(pulse_run.run)
        for call in ("systemctl unmask var-swap.swap", "systemctl enable --now dphys-swapfile.service", "swapon /var/swap"):
            self.assertIn(call, self.calls())
        self.assertEqual(self.etc(), before)

    def test_a_rollback_that_was_cut_is_finished_at_the_next_boot_and_then_left_alone(self):
        before = self.etc()
        pulse_install.install(pulse_run.run, "a")
        with self.assertRaises(Cut):
            pulse_install.roll_back(cut_at(3))
        self.assertIn("rolled back", pulse_install.converge(pulse_run.run, "a"))
        self.assertEqual(self.etc(), before)
        self.assertIn("rolled back", pulse_install.converge(pulse_run.run, "a"))
        pulse_install.converge(pulse_run.run, "another card")
        self.assertNotEqual(self.etc(), before)

    def test_swap_that_is_in_use_goes_at_the_next_boot_and_its_file_with_it(self):
        before = self.etc()
        pulse_install.install(pulse_run.run, "a")
        with mock.patch.object(pulse_memory.os, "statvfs", return_value=mock.Mock(f_bavail=9000, f_frsize=1 << 20)):
            pulse_memory.swap_on(self.settings())
        self.program("swapoff", "echo 'swapoff: Cannot allocate memory' >&2; exit 1")
        self.assertIn("until the next boot", "; ".join(pulse_install.roll_back(pulse_run.run)))
        self.assertEqual(self.etc(), before)
        self.assertTrue(pulse_memory.is_ours())
        self.put("/proc/swaps", "Filename\n")
        self.assertIn("rolled back", pulse_install.converge(pulse_run.run, "a"))
        self.assertFalse((self.root / "var/lib/edge-pulse/swapfile").exists())

    def test_a_dry_run_names_every_file(self):
        pulse_install.install(pulse_run.run, "a")
        plan = "\n".join(pulse_install.rollback_plan(pulse_install.load()))
        self.assertIn(f"delete {UNIT}", plan)
        self.assertIn(f"put back {SYSCTL} as it was", plan)

    def test_the_step_says_what_could_not_be(self):
        card = self.card(steps=[step("edge-pulse", enabled=True)])
        shutil.rmtree(self.root / "sys/class/zram-control")
        node = self.node("edge-pulse", {"enabled": True}, steps=card["steps"])
        text = "no compressed swap: this kernel has no zram module (Ubuntu: package linux-modules-extra-raspi); 128 MiB of swap on the card"
        self.assertEqual(load("edge-pulse").run(node), text)

    def test_a_card_without_edge_pulse_takes_out_what_an_earlier_one_installed(self):
        before = self.etc()
        off = self.node("edge-pulse", {"enabled": False})
        self.assertIsNone(load("edge-pulse").run(off))
        pulse_install.install(pulse_run.run, "a")
        self.assertIn("rolled back", load("edge-pulse").run(off))
        self.assertEqual(self.etc(), before)
        self.assertIsNone(load("edge-pulse").run(off))


def cut_at(number):
    """Runs programs until the one with this number."""
    left = itertools.count(number, -1)

    def run(argv, timeout=120):
        if next(left) == 0:
            raise Cut
        return pulse_run.run(argv, timeout)

    return run


if __name__ == "__main__":
    unittest.main()
