import json
import os
import signal
import subprocess
import sys
import time

from support import FIRST_BOOT, INSTANCE, NodeTest, described, no_time, step

import firstboot
from masking import Masker
from node import Retry, Stopped
from report import Report


class RunnerTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.ran: list[str] = []
        self.slept: list[float] = []
        self.behaviour: dict[str, object] = {}
        self.seed()

    def run_steps(self, *steps, mask=None):
        mask = mask or Masker()
        card = self.card(steps=list(steps))
        self.report = Report(card, mask)
        self.report._journal = lambda text, level="": self.log.append(text)
        runner = firstboot.Runner(card, self.report, mask, load=self.load, sleep=self.slept.append)
        runner.run()

    def load(self, name):
        def run(node):
            self.ran.append(name)
            behaviour = self.behaviour.get(name)
            return behaviour(node) if callable(behaviour) else behaviour

        return run

    def failing(self, times, error=None):
        left = [times]

        def run(node):
            left[0] -= 1
            if left[0] >= 0:
                raise error or Retry("no internet; it goes on when it is back")

        return run

    def states(self):
        return {each.name: each.state for each in self.report.steps}

    def test_steps_run_in_the_order_of_the_card(self):
        self.run_steps(step("verify"), step("network"), step("clock"))
        self.assertEqual(self.ran, ["verify", "network", "clock"])
        self.assertEqual(self.report.phase, "ready")

    def test_what_is_stamped_does_not_run_again(self):
        self.run_steps(step("kernel"))
        self.run_steps(step("kernel"))
        self.assertEqual(self.ran, ["kernel"])
        self.assertEqual(self.states(), {"kernel": "done"})

    def test_steps_of_every_boot_run_again_and_leave_no_stamp(self):
        self.run_steps(step("network", every_boot=True))
        self.run_steps(step("network", every_boot=True))
        self.assertEqual(self.ran, ["network", "network"])
        self.assertFalse((self.root / "var/lib/edgegen/steps").exists())

    def test_changed_inputs_run_a_step_again_also_when_they_change_back(self):
        for inputs in ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "aaaaaaaaaaaa"):
            self.run_steps(step("kernel", inputs))
        self.assertEqual(self.ran, ["kernel"] * 3)
        self.assertEqual(os.listdir(self.root / "var/lib/edgegen/steps"), ["kernel-aaaaaaaaaaaa"])

    def test_old_stamps_go_before_the_step_begins(self):
        self.run_steps(step("kernel", "aaaaaaaaaaaa"))
        self.behaviour["kernel"] = lambda node: (_ for _ in ()).throw(Stopped("cut"))
        with self.assertRaises(Stopped):
            self.run_steps(step("kernel", "bbbbbbbbbbbb"))
        self.assertFalse(firstboot.is_stamped(step("kernel", "aaaaaaaaaaaa")))

    def test_a_name_that_begins_like_another_keeps_its_stamp(self):
        self.run_steps(step("scrub-caches", "aaaaaaaaaaaa"))
        self.run_steps(step("scrub", "bbbbbbbbbbbb"))
        self.assertTrue(firstboot.is_stamped(step("scrub-caches", "aaaaaaaaaaaa")))

    def test_a_step_that_cannot_be_done_holds_up_the_next_and_is_tried_with_growing_pauses(self):
        self.behaviour["network"] = self.failing(8)
        self.run_steps(step("network"), step("clock"))
        self.assertEqual(self.ran, ["network"] * 9 + ["clock"])
        self.assertEqual(self.slept, [2, 4, 8, 16, 32, 60, 60, 60])

    def test_a_bug_in_a_step_is_reported_and_the_step_tried_again(self):
        self.behaviour["clock"] = self.failing(1, ZeroDivisionError("oh"))
        self.run_steps(step("clock"))
        self.assertEqual(self.ran, ["clock", "clock"])
        self.assertTrue(any("unexpected ZeroDivisionError: oh" in line for line in self.log))

    def test_secrets_are_masked_in_log_and_status(self):
        secret = "Tq81xmcTq81xmcTq81xmc"
        self.behaviour["clock"] = self.failing(1, Retry(f"401 for {secret}"))
        self.run_steps(step("clock"), mask=Masker([secret]))
        self.assertFalse(any(secret in line for line in self.log))
        self.assertNotIn(secret, self.text("/run/edgegen/status.json"))

    def test_the_reboot_of_a_step_ends_the_run_and_the_step_is_not_done(self):
        self.program("systemctl")

        def reboot(node):
            node.sleep = no_time
            node.reboot("the upgrade asks for it")

        self.behaviour["packages"] = reboot
        with self.assertRaises(Stopped):
            self.run_steps(step("packages"), step("scrub-caches"))
        self.assertEqual(self.ran, ["packages"])
        self.assertEqual(self.calls(), ["systemctl reboot"])
        self.assertEqual(self.report.phase, "rebooting")
        self.assertIn("rebooting: the upgrade asks for it", self.text("/boot/firmware/edgegen/status.txt"))


class ProcessTest(NodeTest):
    """The runner as systemd runs it."""

    def setUp(self) -> None:
        super().setUp()
        self.seed()

    def write_card(self, **changes):
        self.put("/etc/edgegen/card.json", json.dumps(self.card(**changes)), 0o600)

    def step_code(self, name, body):
        self.put(f"/usr/local/lib/edgegen/steps/{name}.py", f"from node import Retry\n\ndef run(node):\n    {body}\n")

    def start(self):
        return subprocess.Popen(
            [sys.executable, "-B", str(FIRST_BOOT / "firstboot.py")],
            env={**os.environ, "EDGEGEN_ROOT": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, condition):
        deadline = time.monotonic() + 10
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it did not happen within 10 s")
            time.sleep(0.02)

    def test_it_ends_with_0_when_everything_is_done(self):
        self.step_code("kernel", "return node.data['greeting']")
        self.write_card(steps=[step("kernel", greeting="hello")])
        process = self.start()
        output, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 0, output)
        self.assertIn("ready", output)
        status = json.loads(self.text("/run/edgegen/status.json"))
        self.assertEqual((status["phase"], status["steps"][0]["message"]), ("ready", "hello"))
        self.assertEqual((self.root / "run/edgegen/status.json").stat().st_mode & 0o777, 0o644)

    def test_sigterm_ends_it_at_once_and_takes_the_running_program_along(self):
        self.program("slow", f'echo $$ >"{self.root}/pid"; exec sleep 300')
        self.step_code("k3s-install", "node.run(['slow'], timeout=600)")
        self.write_card(steps=[step("k3s-install")])
        process = self.start()
        self.wait_for((self.root / "pid").exists)
        self.wait_for(lambda: self.text("pid").strip())
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=5)
        self.assertEqual(process.returncode, 0)
        self.assertFalse(os.path.exists(f"/proc/{self.text('pid').strip()}"))
        self.assertEqual(json.loads(self.text("/run/edgegen/status.json"))["phase"], "stopped")

    def test_sigterm_ends_it_while_it_waits_to_try_again(self):
        self.step_code("network", "raise Retry('no cable')")
        self.write_card(steps=[step("network")])
        process = self.start()
        self.wait_for(lambda: "no cable" in self.text("/boot/firmware/edgegen/status.txt"))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=5)
        self.assertEqual(process.returncode, 0)
        self.assertIn("stopped: before that, waiting: step network: no cable", self.text("/boot/firmware/edgegen/status.txt"))

    def test_a_second_runner_steps_aside(self):
        self.step_code("network", "node.sleep(300)")
        self.write_card(steps=[step("network")])
        first = self.start()
        self.wait_for((self.root / "run/edgegen/status.json").exists)
        second = self.start()
        output, _ = second.communicate(timeout=10)
        first.kill()
        first.communicate()
        self.assertEqual(second.returncode, 0)
        self.assertIn("already at work", output)

    def test_a_damaged_card_is_said_and_fails(self):
        for text in ("", "{", '{"node": "x"}', "[]"):
            self.put("/etc/edgegen/card.json", text)
            process = self.start()
            output, _ = process.communicate(timeout=10)
            self.assertEqual(process.returncode, 1)
            self.assertIn("Write this node's card again", output)

    def test_the_content_of_closed_files_is_masked_in_what_programs_print(self):
        secret = "psk=correct horse battery\n"
        self.put("/etc/wifi.conf", secret, 0o600)
        self.step_code("network", "node.run(['cat', node.path('/etc/wifi.conf')])")
        self.write_card(steps=[step("network")], files=[described("/etc/wifi.conf", secret, "0600")])
        output, _ = self.start().communicate(timeout=10)
        self.assertIn("psk=<secret>", output)
        self.assertNotIn("battery", output)
        self.assertEqual(INSTANCE, json.loads(self.text("/run/edgegen/status.json"))["instance_id"])
