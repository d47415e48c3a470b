from __future__ import annotations

import re
import unittest

from k3s_support import NodeTest, step_module
from node import Retry
from reach import NotYet

step = step_module("rancher")
IMAGE = "rancher/rancher:v2.13.8"


class RancherStepTest(NodeTest):
    def setUp(self):
        super().setUp()
        self._replace(step, "FIRST_PAUSE", 0.01)
        self.answers = iter([None])
        self._replace(step, "ping", self.ping)
        self.folder = self.put("/etc/edgegen/rancher/key.pem", "key", 0o600).parent
        self.program("systemctl")
        self.program("journalctl", "echo 'time=... level=info msg=\"Starting API controllers\"'")
        self.program("modprobe")
        self.program("docker", '[ "$1" != image ] || exit 1')

    def ping(self):
        answer = next(self.answers)
        if answer:
            raise NotYet(answer)

    def start(self, wait_seconds=5, modules=()):
        data = {"image": IMAGE, "modules": list(modules), "wait_seconds": wait_seconds}
        return step.run(self.node("rancher", data))

    def test_pulls_starts_and_waits_for_the_answer(self):
        self.answers = iter(["no answer", "no answer", None])
        self.assertIsNone(self.start(modules=["ip_tables"]))
        self.assertEqual(
            [call for call in self.calls if not re.match("systemctl (is-|show)", call)],
            [
                "modprobe ip_tables",
                f"docker image inspect {IMAGE}",
                f"docker pull --quiet {IMAGE}",
                "systemctl --root=/ enable rancher.service edgegen-rancher-import.service",
                "systemctl start --no-block rancher.service",
                "systemctl restart --no-block edgegen-rancher-import.service",
            ],
        )
        self.assertEqual(self.folder.stat().st_mode & 0o777, 0o700)

    def test_an_image_that_is_there_is_not_pulled(self):
        self.program("docker")
        self.start()
        self.assertEqual([call for call in self.calls if call.startswith("docker")], [f"docker image inspect {IMAGE}"])

    def test_says_why_there_is_no_image(self):
        self.program("docker", '[ "$1" = pull ] && echo "toomanyrequests: You have reached your pull rate limit" >&2; exit 1')
        with self.assertRaisesRegex(Retry, f"cannot pull {IMAGE}: toomanyrequests"):
            self.start()
        self.assertFalse([call for call in self.calls if "rancher.service" in call])

    def test_goes_on_when_rancher_needs_longer(self):
        self.answers = iter(["waiting for Rancher: the answer is 503"] * 2)
        text = self.start(wait_seconds=-1)
        self.assertIn("started; not yet ready: waiting for Rancher: the answer is 503; time=", text)

    def test_names_a_module_that_the_kernel_lacks(self):
        self.program("modprobe", '[ "$1" != iptable_nat ]')
        self.start(modules=["ip_tables", "iptable_nat"])
        self.assertTrue([line for line in self.log if "no module iptable_nat: Rancher up to 2.14 needs it" in line])


if __name__ == "__main__":
    unittest.main()
