import os
import unittest
from unittest import mock

from pulse_support import PulseTest, swap_header

import pulse_memory

OTHER = "11111111-2222-3333-4444-555555555555"


def disk(free_mib):
    return mock.patch.object(pulse_memory.os, "statvfs", return_value=mock.Mock(f_bavail=free_mib, f_frsize=1 << 20))


def sleeping(instead=None):
    """The module's own sleep alone: a child process is waited for with the same function of the same library."""
    return mock.patch.object(pulse_memory, "time", mock.Mock(sleep=mock.Mock(side_effect=instead)))


class ZramTest(PulseTest):
    def test_the_first_algorithm_that_the_kernel_has_is_taken(self):
        self.assertEqual(pulse_memory.zram_on(self.settings()), "600 MiB of compressed swap (lz4)")
        self.put("/proc/swaps", "Filename\n")
        self.put("/sys/block/zram0/comp_algorithm", "lzo-rle [lzo] zstd\n")
        self.assertEqual(pulse_memory.zram_on(self.settings()), "600 MiB of compressed swap (zstd)")
        self.assertIn("swapon --priority 100 /dev/zram0", self.calls())
        self.assertEqual(pulse_memory.own_zram().priority, 100)

    def test_a_device_that_udev_looks_at_is_asked_for_again_and_not_by_another_algorithm(self):
        self.program("zramctl", f"""[ -e {self.root}/late ] && echo /dev/zram0 && exit
            touch {self.root}/late; echo 'zramctl: /dev/zram0: failed to reset: Device or resource busy' >&2; exit 1""")
        with sleeping():
            self.assertIn("600 MiB of compressed swap", pulse_memory.zram_on(self.settings()))
        asked = "zramctl --find --size 629145600 --algorithm lz4"
        self.assertEqual([call for call in self.calls() if call.startswith("zramctl")], [asked, asked])

    def test_a_kernel_without_zram_is_said_and_no_error(self):
        os.unlink(self.root / "sys/class/zram-control/hot_add")
        os.rmdir(self.root / "sys/class/zram-control")
        self.assertIn("no zram module", pulse_memory.zram_on(self.settings()))
        self.assertEqual(self.active(), [])

    def test_a_second_run_changes_nothing_and_another_size_replaces_it(self):
        pulse_memory.zram_on(self.settings())
        self.put("/proc/swaps", f"Filename\n/dev/zram0 partition {600 * 1024 - 4} 0 100\n")
        before = self.calls()
        pulse_memory.zram_on(self.settings())
        self.assertEqual(self.calls(), before)
        pulse_memory.zram_on(self.settings(zram_percent=30))
        self.assertIn("swapoff /dev/zram0", self.calls())
        self.assertIn("zramctl --find --size 314572800 --algorithm lz4", self.calls())

    def test_a_device_that_cannot_be_used_is_given_back(self):
        self.program("swapon", "echo 'swapon: cannot' >&2; exit 1")
        self.assertEqual(pulse_memory.zram_on(self.settings()), "no compressed swap: swapon: cannot")
        self.assertIn("zramctl --reset /dev/zram0", self.calls())


class SwapTest(PulseTest):
    def test_the_file_is_closed_and_carries_the_recorded_uuid(self):
        with disk(9000):
            self.assertEqual(pulse_memory.swap_on(self.settings()), "128 MiB of swap on the card")
        file = self.root / "var/lib/edge-pulse/swapfile"
        self.assertEqual((file.stat().st_mode & 0o777, file.stat().st_size), (0o600, 128 << 20))
        self.assertTrue(pulse_memory.is_ours())
        self.assertEqual(self.active(), ["/var/lib/edge-pulse/swapfile"])

    def test_a_nearly_full_card_gets_less_and_a_full_one_none_and_both_say_so(self):
        with disk(1024 + 70):
            self.assertIn("not 128 MiB: the card is nearly full", pulse_memory.swap_on(self.settings()))
        self.assertEqual((self.root / "var/lib/edge-pulse/swapfile").stat().st_size, 64 << 20)

    def test_a_full_card(self):
        with disk(1000):
            self.assertEqual(pulse_memory.swap_on(self.settings()), "no disk swap: the card is full")
        self.assertFalse((self.root / "var/lib/edge-pulse/swapfile").exists())

    def test_somebody_elses_file_is_neither_used_nor_deleted(self):
        self.put("/var/lib/edge-pulse/swapfile", swap_header(OTHER))
        with disk(9000):
            self.assertIn("somebody else's", pulse_memory.swap_on(self.settings()))
        self.assertIn("does not carry the recorded UUID", pulse_memory.remove_file())
        self.assertTrue((self.root / "var/lib/edge-pulse/swapfile").exists())

    def test_a_cut_while_the_file_was_made_leaves_nothing_in_the_way(self):
        self.put("/var/lib/edge-pulse/swapfile.new", b"half")
        self.put("/var/lib/edge-pulse/swapfile.uuid", f"{OTHER}\n")
        with disk(9000):
            self.assertEqual(pulse_memory.swap_on(self.settings()), "128 MiB of swap on the card")
        self.assertEqual(pulse_memory.header(pulse_memory.SWAP_FILE), OTHER)
        self.assertFalse((self.root / "var/lib/edge-pulse/swapfile.new").exists())

    def test_a_partition_that_is_no_swap_area_is_not_touched(self):
        target = self.put("/dev/sda1", b"\0" * 8192)
        link = self.root / "dev/disk/by-label/data"
        link.parent.mkdir(parents=True)
        link.symlink_to(target)
        said = pulse_memory.swap_on(self.settings(swap_device="LABEL=data"))
        self.assertIn("is no swap area", said)
        self.assertEqual(target.read_bytes(), b"\0" * 8192)
        self.assertEqual(self.calls(), [])

    def test_a_labelled_partition_that_is_no_swap_area_is_said_and_the_card_is_used(self):
        target = self.put("/dev/sda1", b"\0" * 8192)
        link = self.root / "dev/disk/by-label/edge-swap"
        link.parent.mkdir(parents=True)
        link.symlink_to(target)
        with disk(9000):
            said = pulse_memory.swap_on(self.settings())
        self.assertEqual(said, f"128 MiB of swap on the card; {target} is no swap area; make it one with: mkswap -L edge-swap {target}")
        self.assertEqual(target.read_bytes(), b"\0" * 8192)

    def test_a_named_partition_that_is_absent_is_said_and_the_card_stays_unused(self):
        with sleeping():
            self.assertIn("there is no UUID=x", pulse_memory.swap_on(self.settings(swap_device="UUID=x")))
        self.assertFalse((self.root / "var/lib/edge-pulse/swapfile").exists())

    def test_a_labelled_swap_area_goes_before_the_card_and_at_its_own_priority(self):
        target = self.put("/dev/sda1", swap_header(OTHER))
        link = self.root / "dev/disk/by-label/edge-swap"
        link.parent.mkdir(parents=True)
        link.symlink_to(target)
        self.put("/proc/swaps", f"Filename\n{target} partition 1000 0 -2\n")
        pulse_memory.swap_on(self.settings())
        self.assertEqual(self.calls(), [f"swapoff {target}", f"swapon --priority 50 {target}"])

    def test_a_labelled_partition_that_was_there_is_waited_for_before_the_card_is_used(self):
        target = self.put("/dev/sda1", swap_header(OTHER))
        link = self.root / "dev/disk/by-label/edge-swap"
        link.parent.mkdir(parents=True)
        link.symlink_to(target)
        pulse_memory.swap_on(self.settings())
        self.put("/proc/swaps", "Filename\n")
        link.unlink()
        with sleeping(lambda _: link.symlink_to(target)):
            self.assertIn(f"of swap on {target}", pulse_memory.swap_on(self.settings()))
        self.put("/proc/swaps", "Filename\n")
        link.unlink()
        with sleeping() as waited, disk(9000):
            self.assertIn("on the card", pulse_memory.swap_on(self.settings()))
            pulse_memory.swap_on(self.settings())
        self.assertEqual(waited.sleep.call_args_list, [mock.call(1)] * pulse_memory.USB_PATIENCE)


if __name__ == "__main__":
    unittest.main()
