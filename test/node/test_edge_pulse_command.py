import contextlib
import io
import json
import unittest
from unittest import mock

from pulse_support import PulseTest

import edge_pulse
import pulse_kernel
import pulse_validate


class CommandTest(PulseTest):
    def said(self, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), mock.patch.object(edge_pulse.os, "geteuid", return_value=0):
            try:
                code = edge_pulse.main(list(arguments))
            except SystemExit as end:
                code = end.code
        return code, out.getvalue()

    def test_status_fits_on_one_screen(self):
        self.put("/proc/swaps", "Filename\n/dev/zram0 partition 600000 20480 100\n/var/lib/edge-pulse/swapfile file 1048572 0 50\n")
        self.put("/run/edgegen/background/edge-pulse-zram.json", '{"text": "586 MiB of compressed swap (lz4)", "done": true}')
        code, text = self.said("status")
        self.assertEqual(code, 0)
        self.assertIn("priority 100", text)
        self.assertIn("586 MiB of compressed swap (lz4)", text)
        self.assertLess(len(text.splitlines()), 25)

    def test_check_writes_the_report_where_the_api_finds_it(self):
        code, text = self.said("check")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(self.text(edge_pulse.REPORT))["report"], json.loads(text))

    def test_a_rollback_of_nothing_says_so(self):
        self.assertEqual(self.said("rollback", "--dry-run"), (0, "nothing of Edge-Pulse is installed\n"))
        self.assertEqual(self.said("rollback")[0], 0)

    def test_only_root_may_change_anything(self):
        with mock.patch.object(edge_pulse.os, "geteuid", return_value=1000), contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(edge_pulse.main(["rollback"]), 2)

    def test_an_unknown_verb_is_wrong_use(self):
        self.assertEqual(self.said("roll")[0], 2)


class ValidateTest(PulseTest):
    def states(self, checks):
        return {each["name"]: each["state"] for each in checks}

    def test_a_container_has_nothing_to_try(self):
        self.put("/run/systemd/container", "systemd-nspawn")
        found = [*pulse_validate.swap_checks(self.settings()), *pulse_validate.pressure_checks()]
        self.assertEqual(set(self.states(found).values()), {"skipped"})

    def test_swap_at_a_wrong_priority_and_a_second_owner_fail(self):
        self.put("/run/edgegen/edge-pulse-zram", "/dev/zram0\n")
        self.put("/proc/swaps", "Filename\n/dev/zram0 partition 1000 0 5\n/var/swap file 1000 0 -2\n")
        found = self.states(pulse_validate.swap_checks(self.settings()))
        self.assertEqual(found, {"zram": "failed", "disk swap": "failed", "one owner": "failed"})
        self.put("/proc/swaps", "Filename\n/dev/zram0 partition 1000 0 100\n/var/lib/edge-pulse/swapfile file 1000 0 50\n")
        self.assertEqual(set(self.states(pulse_validate.swap_checks(self.settings())).values()), {"passed"})

    def test_pressure_that_goes_to_the_disk_first_fails(self):
        def trial(zram, disk):
            peak = {"/dev/zram0": zram << 20, "/var/lib/edge-pulse/swapfile": disk << 20}
            with mock.patch.object(pulse_validate, "hog", return_value=(peak, "")):
                return pulse_validate.pressure_checks()[0]["state"]

        self.put("/proc/swaps", "Filename\n/dev/zram0 partition 1000000 0 100\n/var/lib/edge-pulse/swapfile file 1000000 0 50\n")
        self.assertEqual([trial(40, 0), trial(0, 40), trial(0, 0)], ["passed", "failed", "failed"])

    def test_an_api_that_does_not_answer_fails(self):
        found = pulse_validate.api_checks({"listen": "node", "port": 1})
        self.assertEqual(set(self.states(found).values()), {"failed"})

    def test_a_rate_limit_that_shows_after_a_slow_report_is_one_and_none_at_all_fails(self):
        def states(*statuses):
            answers = iter([200, 200, *statuses])
            with mock.patch.object(pulse_validate, "ask", lambda *_: (next(answers), '{"retry_after_seconds": 3}', 0.1)):
                return self.states(pulse_validate.api_checks({"listen": "node", "port": 1}))["api rate limit"]

        self.assertEqual([states(200, 200, 429), states(200, 429, 429), states(200, 200, 200)], ["passed", "passed", "failed"])

    def test_both_reports_say_the_same(self):
        page = pulse_validate.report([pulse_validate.check("zram", False, "not active")])
        self.assertEqual(page, self.text(pulse_validate.PAGE))
        self.assertIn("failed: zram", page)
        self.assertFalse(json.loads(self.text(pulse_validate.JSON))["passed"])


class KernelTest(PulseTest):
    def test_a_kernel_that_says_nothing_is_no_error(self):
        for path in ("proc/meminfo", "proc/swaps"):
            (self.root / path).unlink()
        self.assertEqual(
            [pulse_kernel.meminfo(), pulse_kernel.swaps(), pulse_kernel.zrams(), pulse_kernel.pressure(), pulse_kernel.written()],
            [{}, [], [], {}, {}],
        )

    def test_throttling_bit_by_bit(self):
        bits = pulse_kernel.throttling("throttled=0x50005")
        self.assertEqual([key for key, bit in bits.items() if bit], [
            ("under_voltage", "now"), ("under_voltage", "since_boot"), ("throttled", "now"), ("throttled", "since_boot"),
        ])
        self.assertEqual(pulse_kernel.throttling("n/a"), {})


if __name__ == "__main__":
    unittest.main()
