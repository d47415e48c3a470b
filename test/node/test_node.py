import os
import signal
import time

from support import NodeTest

from masking import Masker, secrets_in
from node import Retry


class RunTest(NodeTest):
    def test_output_reaches_the_log_and_the_result(self):
        result = self.node().run(["sh", "-c", "echo out; echo err >&2"])
        self.assertEqual((result.stdout, result.stderr), ("out\n", "err\n"))
        self.assertEqual(sorted(self.log), ["$ sh -c 'echo out; echo err >&2'", "err", "out"])

    def test_quiet_leaves_no_trace(self):
        self.assertEqual(self.node().run(["echo", "x"], quiet=True).stdout, "x\n")
        self.assertEqual(self.log, [])

    def test_a_failure_is_a_retry_with_the_last_line(self):
        with self.assertRaisesRegex(Retry, r"sh -c .* failed: it is broken"):
            self.node().run(["sh", "-c", "echo first; echo it is broken >&2; exit 3"])
        self.assertEqual(self.node().run(["sh", "-c", "exit 3"], check=False).returncode, 3)

    def test_a_missing_program_and_a_slow_one_are_retries_too(self):
        with self.assertRaisesRegex(Retry, "no-such-program is not installed"):
            self.node().run(["no-such-program"])
        self.assertEqual(self.node().run(["no-such-program"], check=False).returncode, 127)
        started = time.monotonic()
        with self.assertRaisesRegex(Retry, "did not end within 0.2 seconds"):
            self.node().run(["sh", "-c", "sleep 60 & sleep 60"], timeout=0.2)
        self.assertLess(time.monotonic() - started, 5)

    def test_a_daemon_that_keeps_the_output_open_does_not_hold_up_the_step(self):
        started = time.monotonic()
        self.node().run(["sh", "-c", 'sleep 30 & echo $! >"$0"', str(self.root / "pid")])
        self.assertLess(time.monotonic() - started, 6)
        os.kill(int(self.text("pid")), signal.SIGKILL)

    def test_input_is_given_also_when_it_is_long_or_not_wanted(self):
        text = "x" * 300_000
        self.assertEqual(self.node().run(["wc", "-c"], input=text).stdout.strip(), "300000")
        self.assertEqual(self.node().run(["true"], input=text).returncode, 0)


class WriteTest(NodeTest):
    def test_a_file_is_replaced_whole_and_only_when_it_differs(self):
        node = self.node()
        self.assertTrue(node.write("/etc/new/a.conf", "a", 0o600))
        inode = os.stat(node.path("/etc/new/a.conf")).st_ino
        self.assertFalse(node.write("/etc/new/a.conf", "a", 0o600))
        self.assertEqual(os.stat(node.path("/etc/new/a.conf")).st_ino, inode)
        self.assertTrue(node.write("/etc/new/a.conf", "a", 0o644))
        self.assertTrue(node.write("/etc/new/a.conf", b"b"))
        self.assertEqual(os.listdir(node.path("/etc/new")), ["a.conf"])

    def test_what_an_earlier_cut_left_does_not_disturb(self):
        self.put("/etc/.a.conf.edgegen-new", "half")
        self.node().write("/etc/a.conf", "whole")
        self.assertEqual(os.listdir(self.root / "etc"), ["a.conf"])

    def test_a_link_is_replaced_not_followed(self):
        target = self.put("/etc/target", "old")
        os.symlink(target, self.root / "etc/link")
        self.node().write("/etc/link", "new")
        self.assertEqual(target.read_text(), "old")
        self.assertFalse((self.root / "etc/link").is_symlink())

    def test_marks_belong_to_the_card(self):
        self.node().mark("seeded")
        self.assertTrue(self.node().marked("seeded"))
        self.assertFalse(self.node(instance_id="dcn2-ffffffffffff").marked("seeded"))
        self.node().unmark("seeded")
        self.assertFalse(self.node().marked("seeded"))


class MaskingTest(NodeTest):
    def test_what_counts_as_a_secret(self):
        text = """token: "K1012ab::node:agent5ecretagent5ecret"
server: https://10.1.40.22:6443
psk=correct horse
CATTLE_BOOTSTRAP_PASSWORD=hunter2hunter2
auth: {key-mgmt: wpa-psk}
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGx5abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop
"""
        mask = Masker(secrets_in(text))
        masked = mask(text)
        for secret in ("agent5ecret", "correct horse", "hunter2", "MHcCAQ"):
            self.assertNotIn(secret, masked)
        for plain in ("https://10.1.40.22:6443", "BEGIN EC PRIVATE KEY", "wpa-psk"):
            self.assertIn(plain, masked)

    def test_a_secret_given_to_run_is_masked_from_then_on(self):
        mask = Masker()
        mask.add(["ab", "abcdef"])
        self.assertEqual(mask("x abcdef y"), "x <secret> y")
