from __future__ import annotations

import shutil
import tempfile
import unittest

from k3s_support import NodeTest, Server, make_certificates, not_found, reply, server_context

import rejoin

RESTART = "systemctl restart --no-block k3s-agent"


@unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificates")
class RejoinTest(NodeTest):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.certificates.cleanup)
        make_certificates(cls.certificates.name)

    def setUp(self):
        super().setUp()
        self.program("systemctl")
        self.put("/etc/edgegen/card.json", '{"node": "dcn2"}')
        agent = self.root / rejoin.AGENT.lstrip("/")
        agent.mkdir(parents=True)
        for source, target in (("ca.crt", "server-ca.crt"), ("client.crt", "client-kubelet.crt"), ("client.key", "client-kubelet.key")):
            shutil.copy(f"{self.certificates.name}/{source}", agent / target)

    def api(self, *answers):
        folder = self.certificates.name
        server = Server(*answers, context=server_context(folder, client_ca=f"{folder}/ca.crt"))
        self._replace(rejoin, "API", f"https://127.0.0.1:{server.port}")
        return server

    def look(self, times):
        for _ in range(times):
            rejoin.main()

    def test_three_times_unknown_restarts_the_agent_once(self):
        with self.api(reply(not_found("dcn2"), 404)) as server:
            self.look(2)
            self.assertEqual(self.calls, [])
            self.look(1)
            self.assertEqual(self.calls, [RESTART])
            self.assertEqual(server.requests[0][0], "/api/v1/nodes/dcn2")
            self.look(2)
            self.assertEqual(self.calls, [RESTART])

    def test_a_node_that_is_known_in_between_starts_the_count_anew(self):
        missing, known = reply(not_found("dcn2"), 404), reply(b"{}")
        with self.api(missing, missing, known, missing, missing, known):
            self.look(6)
        self.assertEqual(self.calls, [])

    def test_answers_that_do_not_speak_of_this_node_do_not_count(self):
        for answer in (
            reply(not_found("dcn3"), 404),
            reply(b"404 page not found", 404),
            reply(b"[]", 404),
            reply(b"{}", 401),
            reply(b"", 503),
        ):
            with self.api(answer):
                self.look(4)
        self.assertEqual(self.calls, [])

    def test_a_control_plane_that_is_away_is_no_reason(self):
        with self.api(reply(not_found("dcn2"), 404)):
            self.look(2)
        self.look(4)
        self.assertEqual(self.calls, [])

    def test_an_agent_that_never_joined_has_no_certificate_and_is_left_alone(self):
        shutil.rmtree(self.root / rejoin.AGENT.lstrip("/"))
        with self.api(reply(not_found("dcn2"), 404)):
            self.look(4)
        self.assertEqual(self.calls, [])


if __name__ == "__main__":
    unittest.main()
