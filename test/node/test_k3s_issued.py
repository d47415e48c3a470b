"""What K3s issues for itself, spoiled by a power cut: k3s-issued.sh on a folder as K3s leaves it."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "templates/k3s/k3s-issued.sh"
ISSUED = (
    "server/tls/client-admin.crt",
    "server/tls/client-admin.key",
    "server/tls/dynamic-cert.json",
    "server/tls/etcd/client.crt",
    "server/cred/admin.kubeconfig",
    "agent/client-kubelet.crt",
    "agent/kubelet.kubeconfig",
)
KEPT = (
    "server/tls/server-ca.crt",
    "server/tls/server-ca.key",
    "server/tls/server-ca.nochain.crt",
    "server/tls/service.key",
    "server/tls/etcd/peer-ca.key",
    "server/cred/passwd",
    "server/db/state.db",
    "server/manifests/mine.yaml.skip",
    "agent/containerd/snapshots/1/fs/etc/empty.key",
)


class IssuedTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="edgegen-issued-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for path in (*ISSUED, *KEPT):
            self.put(path, "content")
        self.put("server/manifests/mine.yaml.skip", "")
        self.put("agent/containerd/snapshots/1/fs/etc/empty.key", "")

    def put(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def run_script(self):
        return subprocess.run(["sh", SCRIPT, self.root], capture_output=True, text=True, check=True).stdout

    def left(self):
        return {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()}

    def test_what_is_whole_stays(self):
        self.assertEqual(self.run_script(), "")
        self.assertEqual(self.left(), {*ISSUED, *KEPT})

    def test_one_empty_file_costs_all_that_was_issued_and_nothing_else(self):
        for path in ISSUED:
            with self.subTest(path):
                for each in ISSUED:
                    self.put(each, "" if each == path else "content")
                self.assertIn(path, self.run_script())
                self.assertEqual(self.left(), set(KEPT))

    def test_an_empty_ca_is_not_replaced_behind_ones_back(self):
        self.put("server/tls/server-ca.key", "")
        self.assertEqual(self.run_script(), "")
        self.assertIn("server/tls/server-ca.key", self.left())

    def test_an_agent_has_no_server_and_a_first_start_has_nothing(self):
        subprocess.run(["rm", "-r", self.root / "server"], check=True)
        self.put("agent/client-kubelet.key", "")
        self.put("mine.crt", "")
        self.assertIn("agent/client-kubelet.key", self.run_script())
        self.assertIn("mine.crt", self.left())
        subprocess.run(["rm", "-r", self.root / "agent"], check=True)
        self.assertEqual(self.run_script(), "")
        self.assertEqual(subprocess.run(["sh", SCRIPT, self.root / "absent"], capture_output=True, check=True).stdout, b"")


if __name__ == "__main__":
    unittest.main()
