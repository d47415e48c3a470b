"""The power fails at any instant: here, SIGKILL. What was not flushed cannot be taken away in a test; all else is the same."""

import json
import os
import random
import subprocess
import sys
import time

from support import FIRST_BOOT, INSTANCE, NodeTest, described, step

STEP = """
import time
from node import Retry

def run(node):
    before = node.read("/srv/{name}", "")
    for count in range(4):
        node.write("/srv/{name}", f"{{count}}" * 20000)
        node.run(["true"], quiet=True)
    node.write("/srv/{name}", "finished")
    return "was " + ("cut" if before not in ("", "finished") else "new")
"""


class PowerCutTest(NodeTest):
    def test_whatever_instant_the_runner_dies_it_converges_and_nothing_is_half_written(self):
        names = ["verify", "scrub", "first", "second", "third"]
        for name in names[2:]:
            self.put(f"/usr/local/lib/edgegen/steps/{name}.py", STEP.format(name=name))
        for name in names[:2]:
            self.put(f"/usr/local/lib/edgegen/steps/{name}.py", (FIRST_BOOT / "steps" / f"{name}.py").read_text())
        self.program("systemctl")
        self.seed()
        user_data = self.put("/boot/firmware/user-data", "#cloud-config\n" + "token: verysecret\n" * 500)
        self.put("/etc/some.conf", "content", 0o600)
        steps = [step("verify", every_boot=True, units=["a.service"]), step("scrub", every_boot=True)]
        steps += [step(name) for name in names[2:]]
        card = self.card(steps=steps, files=[described("/etc/some.conf", "content", "0600")])
        self.put("/etc/edgegen/card.json", json.dumps(card), 0o600)

        chance = random.Random(2026)
        for _ in range(25):
            self.cut_after(chance.uniform(0.02, 0.35))
            self.check_nothing_torn(user_data)
        code, output = self.cut_after(30)
        self.assertEqual(code, 0, output)
        self.assertTrue((self.root / f"var/lib/edgegen/{INSTANCE}/seeded").exists())
        self.assertNotIn("verysecret", user_data.read_text())
        self.assertEqual({self.text(f"/srv/{name}") for name in names[2:]}, {"finished"})
        self.assertEqual(len(os.listdir(self.root / "var/lib/edgegen/steps")), 3)

    def cut_after(self, seconds):
        process = subprocess.Popen(
            [sys.executable, "-B", str(FIRST_BOOT / "firstboot.py")],
            env={**os.environ, "EDGEGEN_ROOT": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.kill()
        return process.returncode, process.communicate()[0]

    def check_nothing_torn(self, user_data):
        self.assertEqual((self.root / "boot/firmware/edgegen/status.txt").stat().st_size, 4096)
        self.assertIn(user_data.read_text().split("\n")[0], ("#cloud-config", "MIME-Version: 1.0"))
        status = self.root / "run/edgegen/status.json"
        if status.exists():
            json.loads(status.read_text())
        for name in ("first", "second", "third"):
            path = self.root / "work" / name
            if path.exists():
                text = path.read_text()
                self.assertTrue(text == "finished" or (len(text) == 20000 and len(set(text)) == 1))
