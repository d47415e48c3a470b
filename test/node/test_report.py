import json
import os

from support import NodeTest, step

import report
import statustext
from masking import Masker


class ReportTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.now = 1000.0
        self.status = "/boot/firmware/edgegen/status.txt"

    def report(self, **card):
        card = {"steps": [step("network"), step("clock")], **card}
        made = report.Report(self.card(**card), Masker(["hunter2hunter2"]), lambda: self.now)
        made._journal = lambda text, level="": self.log.append(text)
        return made

    def fat(self):
        return (self.root / self.status.lstrip("/")).read_bytes()

    def test_status_txt_keeps_its_place_and_size(self):
        self.seed(status=2000)
        before = os.stat(self.root / self.status.lstrip("/"))
        self.report().started("network")
        after = os.stat(self.root / self.status.lstrip("/"))
        self.assertEqual((before.st_ino, before.st_size), (after.st_ino, after.st_size))
        text = self.fat()
        self.assertTrue(text.startswith(b"edgegen status of dcn2 (worker of cluster lab, 10.1.40.23)\r\n"))
        self.assertTrue(text.endswith(b"\r\n"))
        self.assertIn(b"now:      working: step network", text)
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))

    def test_a_card_without_status_txt_gets_one(self):
        self.seed()
        os.unlink(self.root / self.status.lstrip("/"))
        self.report().started("network")
        self.assertEqual(len(self.fat()), statustext.DEFAULT_SIZE)

    def test_a_step_that_fails_shows_its_last_lines_without_secrets(self):
        self.seed()
        made = self.report()
        made.started("network")
        for number in range(30):
            made.line("network", f"line {number} hunter2hunter2")
        made.retrying("network", "no cable: hunter2hunter2", 2)
        text = self.fat().decode()
        self.assertIn("waiting: step network: no cable: <secret>", text)
        self.assertNotIn("line 9 ", text)
        self.assertIn("line 10 <secret>\r\n", text)
        self.assertIn("line 29 <secret>\r\n", text)
        self.assertNotIn("hunter2", text + "".join(self.log) + self.text("/run/edgegen/status.json"))

    def test_what_is_too_long_loses_the_oldest_lines_first(self):
        text = statustext.fitted(["head"], [f"line {number} " + "x" * 300 for number in range(20)], 1000)
        self.assertEqual(len(text), 1000)
        self.assertTrue(text.startswith(b"head\r\n"))
        self.assertIn(b"line 19", text)
        self.assertNotIn(b"line 0 ", text)

    def test_other_letters_do_not_change_the_size(self):
        self.assertEqual(len(statustext.fitted(["käse " * 100], [], 300)), 300)

    def test_a_step_that_is_tried_for_hours_is_written_every_five_minutes(self):
        self.seed()
        made = self.report()
        made.started("network")
        written = []
        for _ in range(60):
            made.retrying("network", f"attempt at {self.now}", 60)
            written.append(self.fat())
            self.now += 60
            made.started("network")
            written.append(self.fat())
        self.assertEqual(len(set(written)), 12)

    def test_a_seed_that_is_not_this_nodes_is_left_alone_and_that_is_said_once(self):
        self.seed(instance="dcn2-ffffffffffff")
        made = self.report()
        made.started("network")
        made.done("network", None)
        made.started("clock")
        self.assertEqual(self.fat(), b" " * 4096)
        self.assertEqual(sum("not the one" in line for line in self.log), 1)
        self.assertIn("not the one", json.loads(self.text("/run/edgegen/status.json"))["seed_problem"])

    def test_a_missing_seed_does_not_stop_anything(self):
        made = self.report(boot_mount=None)
        made.started("network")
        self.assertIn("CIDATA", json.loads(self.text("/run/edgegen/status.json"))["seed_problem"])

    def test_nocloud_folder_is_a_seed_for_generic_images(self):
        self.seed("/var/lib/cloud/seed/nocloud")
        self.report(boot_mount=None).started("network")
        self.assertIn("step network", self.text("/var/lib/cloud/seed/nocloud/edgegen/status.txt"))

    def test_the_console_gets_one_line_for_a_repeated_failure(self):
        self.seed()
        (self.root / "dev").mkdir()
        os.mkfifo(self.root / "dev/console")
        console = os.open(self.root / "dev/console", os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, console)
        made = self.report()
        made.started("network")
        for _ in range(5):
            made.retrying("network", "no cable", 2)
            made.started("network")
        made.done("network", "10.1.40.23")
        lines = [line.split(b" in ")[0] for line in os.read(console, 4096).split(b"\r\n")]
        said = [b"step network ...", b"step network: no cable", b"step network: done", b""]
        self.assertEqual(lines, [line and b"edgegen: dcn2: " + line for line in said])
