from __future__ import annotations

import contextlib
import io
import json
import shutil
import tempfile
import types
import unittest

from k3s_support import NodeTest, Server, make_certificates, reply, server_context, step_module

import import_agent

TOKEN = "abc123" * 9
MANIFEST = b"kind: Deployment\nmetadata: {name: cattle-cluster-agent}\n"
FILE = f"/v3/import/{TOKEN}_c-m-7x2kq9ab.yaml"
READY, UNREADY, MISSING = reply(b'{"status": {"availableReplicas": 1}}'), reply(b'{"status": {}}'), reply(b"{}", 404)


@unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificates")
class ImportAgentTest(NodeTest):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.certificates.cleanup)
        make_certificates(cls.certificates.name)

    def setUp(self):
        super().setUp()
        self.program("k3s", f"cat > {self.root}/applied")
        self.copy("ca.crt", import_agent.CA)
        self.copy("ca.crt", f"{import_agent.TLS}/server-ca.crt")
        self.copy("client.crt", f"{import_agent.TLS}/client-admin.crt")
        self.copy("client.key", f"{import_agent.TLS}/client-admin.key")
        self.output = io.StringIO()

    def copy(self, source, target):
        with open(f"{self.certificates.name}/{source}") as file:
            self.put(target, file.read())

    def rancher(self, *answers):
        server = Server(*answers, context=server_context(self.certificates.name))
        self.put(import_agent.TARGET, json.dumps({"url": f"https://127.0.0.1:{server.port}{FILE}"}), 0o600)
        return server

    def api(self, *answers):
        folder = self.certificates.name
        server = Server(*answers, context=server_context(folder, client_ca=f"{folder}/ca.crt"))
        self._replace(import_agent, "AGENT", f"https://127.0.0.1:{server.port}/deployment")
        return server

    def tick(self, times=1):
        for _ in range(times):
            with contextlib.redirect_stdout(self.output):
                import_agent.main()
        return json.loads(self.get("/run/edgegen/background/import.json"))

    def test_fetches_and_applies_exactly_once(self):
        with self.rancher(reply(MANIFEST)) as server, self.api(READY):
            self.assertEqual(self.tick()["text"], "the import manifest is applied; Rancher's agent connects by itself")
            self.assertEqual(self.tick(5), {"text": "imported; Rancher's agent is ready", "done": True})
            self.assertEqual([path for path, _ in server.requests], [FILE])
        self.assertEqual(self.calls, ["k3s kubectl --request-timeout=60s apply --filename -"])
        self.assertEqual(self.get("/applied").encode(), MANIFEST)

    def test_waits_as_long_as_rancher_is_away_and_says_it_once(self):
        with self.rancher(reply(b"")):
            pass
        waiting = "waiting until Rancher expects this cluster: no answer: [Errno 111] Connection refused"
        self.assertEqual(self.tick(3)["text"], waiting)
        self.assertEqual(len(self.output.getvalue().splitlines()), 1)
        self.assertEqual(self.calls, [])

    def test_waits_until_rancher_knows_the_cluster(self):
        refusal = reply(b"cluster not found or invalid token", 400)
        with self.rancher(refusal, refusal, reply(MANIFEST)):
            self.assertIn("the answer is 400", self.tick(2)["text"])
            self.assertTrue(self.tick()["done"])

    def test_does_not_apply_what_is_not_the_manifest_nor_follow_elsewhere(self):
        with self.rancher(reply(b"<html>"), reply(b"", 302, Location="https://127.0.0.1:1/x")):
            self.assertEqual(self.tick()["text"], "Rancher answers, but not with an import manifest")
            self.assertIn("the answer is 302", self.tick()["text"])
        self.assertEqual(self.calls, [])

    def test_trusts_no_ca_but_its_own(self):
        with tempfile.TemporaryDirectory() as other:
            make_certificates(other)
            shutil.copy(f"{other}/ca.crt", self.root / import_agent.CA.lstrip("/"))
        with self.rancher(reply(MANIFEST)):
            self.assertIn("certificate verify failed", self.tick()["text"])
        self.assertEqual(self.calls, [])

    def test_tries_again_when_the_api_is_not_there(self):
        self.program("k3s", "echo 'error: the server is currently unable to handle the request' >&2; exit 1")
        with self.rancher(reply(MANIFEST)):
            text = self.tick()["text"]
            self.assertEqual(text, "Kubernetes is not ready: error: the server is currently unable to handle the request")
            self.program("k3s")
            self.assertTrue(self.tick()["done"])

    def imported(self):
        self.rancher(reply(MANIFEST)).__exit__()
        url = json.loads(self.get(import_agent.TARGET))["url"]
        self.put(import_agent.STAMP, import_agent.fingerprint(url))
        return url

    def clock(self, *seconds):
        each = iter(seconds)
        self._replace(import_agent, "time", types.SimpleNamespace(monotonic=lambda: next(each)))

    def test_applies_again_after_ten_minutes_without_a_ready_agent(self):
        for state in (UNREADY, MISSING):
            self.clock(0, 300, 599, 601)
            with self.rancher(reply(b"pong"), reply(b"pong"), reply(b"pong"), reply(b"pong"), reply(MANIFEST)), self.api(state):
                url = json.loads(self.get(import_agent.TARGET))["url"]
                self.put(import_agent.STAMP, import_agent.fingerprint(url))
                self.assertEqual(self.tick(3)["text"], "imported; Rancher's agent is not ready")
                self.assertEqual(self.calls, [])
                self.tick()
            self.assertEqual(len(self.calls), 1)
            self.calls_file.unlink()

    def test_time_in_which_rancher_was_away_does_not_count(self):
        self.clock(0, 700, 1400)
        self.imported()
        with self.api(UNREADY):
            for _ in range(3):
                self.assertEqual(self.tick()["text"], "imported; Rancher does not answer")
        self.assertFalse((self.root / import_agent.UNREADY_SINCE.lstrip("/")).exists())
        self.assertEqual(self.calls, [])

    def test_an_api_that_does_not_answer_is_no_unready_agent(self):
        self.imported()
        with self.api(reply(b"", 503)):
            self.assertEqual(self.tick()["text"], "imported; K3s's API: the answer is 503 Service Unavailable")

    def test_another_url_is_another_import(self):
        self.imported()
        with self.rancher(reply(MANIFEST)):
            self.tick()
        self.assertEqual(len(self.calls), 1)

    def test_the_token_is_said_nowhere(self):
        with self.rancher(reply(b"", 400), reply(b"", 500), reply(b"<html>"), reply(MANIFEST)):
            for _ in range(4):
                self.assertNotIn(TOKEN, json.dumps(self.tick()))
        self.tick()
        self.assertNotIn(TOKEN, self.output.getvalue() + "".join(self.calls))


class ImportStepTest(NodeTest):
    def test_hands_over_to_its_timer_and_waits_for_nobody(self):
        self.program("systemctl")
        text = step_module("import").run(self.node("import", {"timer": "edgegen-import.timer"}))
        self.assertEqual(self.calls[-1], "systemctl restart edgegen-import.timer")
        self.assertIn("by itself", text)


if __name__ == "__main__":
    unittest.main()
