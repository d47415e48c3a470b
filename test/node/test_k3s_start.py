from __future__ import annotations

import re
import unittest

from k3s_support import NodeTest, step_module
from node import Retry

step = step_module("k3s-start")

CONFIG = "/etc/rancher/k3s/config.yaml"
TLS = "/var/lib/rancher/k3s/server/tls"


class K3sStartTest(NodeTest):
    def setUp(self):
        super().setUp()
        self._replace(step, "PAUSE_SECONDS", 0.01)
        self.put(CONFIG, "token: x\n", 0o600)
        self.state("inactive")
        self.journal("")

    def state(self, word, joined="exit 0"):
        """What systemd says before the start, and what comes of waiting for it."""
        self.program(
            "systemctl",
            f"""case "$*" in
            show*) shift 2; for unit in "$@"; do printf 'ActiveState={word}\nUnitFileState=disabled\nNeedDaemonReload=no\n\n'; done;;
            "start k3s"*) {joined};;
            esac""",
        )

    def journal(self, text):
        self.put("/journal", text)
        self.program("journalctl", f"cat {self.root}/journal")

    def start(self, unit="k3s-agent", wait_seconds=5, **more):
        lists = {"private_folders": [], "required": [CONFIG], "timers": []}
        data = {"unit": unit, "version": "v1.34.8+k3s1", "wait_seconds": wait_seconds, **lists}
        if unit == "k3s-agent":
            data |= {"server": "https://10.1.40.22:6443"}
        return step.run(self.node("k3s-start", data | more))

    @property
    def changes(self):
        return [call for call in self.calls if re.match("systemctl (?!is-|show)", call)]

    def test_an_agent_is_enabled_and_started_without_waiting_for_its_server(self):
        self.assertIsNone(self.start(timers=["edgegen-rejoin.timer"]))
        self.assertEqual(
            self.changes,
            [
                "systemctl --root=/ enable k3s-agent edgegen-rejoin.timer",
                "systemctl start --no-block k3s-agent",
                "systemctl start edgegen-rejoin.timer",
                "systemctl start k3s-agent",
            ],
        )

    def test_a_running_unit_is_restarted_once_for_new_inputs(self):
        self.state("active")
        self.start()
        self.assertIn("systemctl restart --no-block k3s-agent", self.changes)
        self.calls_file.unlink()
        self.start()
        self.assertIn("systemctl start --no-block k3s-agent", self.changes)

    def unpacked(self):
        return self.put("/var/lib/rancher/k3s/data/current/bin/runc", "")

    def test_programs_of_a_try_that_was_cut_are_unpacked_again(self):
        program = self.unpacked()
        self.start()
        self.assertFalse(program.exists())
        self.assertNotIn("systemctl stop k3s-agent", self.changes)

    def test_a_k3s_that_is_starting_is_stopped_before_its_programs_go(self):
        program = self.unpacked()
        self.state("activating")
        self.start()
        self.assertFalse(program.exists())
        self.assertLess(self.changes.index("systemctl stop k3s-agent"), self.changes.index("systemctl start --no-block k3s-agent"))

    def test_a_k3s_that_is_up_keeps_its_programs(self):
        program = self.unpacked()
        self.state("active")
        self.start()
        self.assertTrue(program.exists())

    def test_folders_become_private_and_missing_ones_are_made(self):
        folder = self.put(f"{TLS}/server-ca.key", "key", 0o600).parent
        folder.chmod(0o755)
        self.start(private_folders=[TLS, f"{TLS}/etcd"])
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual((folder / "etcd").stat().st_mode & 0o777, 0o700)

    def test_does_not_start_before_everything_is_in_place(self):
        with self.assertRaisesRegex(Retry, f"not starting K3s without {TLS}/server-ca.key"):
            self.start("k3s", required=[CONFIG, f"{TLS}/server-ca.key"])
        self.assertEqual(self.calls, [])

    def test_a_start_that_failed_is_joined_again_when_systemd_tries_again(self):
        self.state("inactive", f"[ -e {self.root}/up ] || {{ touch {self.root}/up; exit 1; }}")
        self.assertIsNone(self.start("k3s"))
        self.assertEqual([call for call in self.calls if call == "systemctl start k3s"], ["systemctl start k3s"] * 2)

    def test_a_server_that_starts_for_long_shows_its_last_line_as_it_is(self):
        self.state("inactive", "sleep 30")
        self.journal("Starting\ndial tcp 127.0.0.1:6444: connect: connection refused\n\n")
        self.assertEqual(
            self.start("k3s", wait_seconds=0.2),
            "started; not yet ready: dial tcp 127.0.0.1:6444: connect: connection refused",
        )

    def test_an_agent_that_waits_says_what_for(self):
        self.state("inactive", "exit 1")
        for line, meaning in (
            ("Node password rejected, duplicate hostname or contents of ...", "delete secret dcn2.node-password.k3s"),
            ("token CA hash does not match the Cluster CA certificate hash: a != b", "another cluster CA"),
            ("https://127.0.0.1:6444/v1-k3s/config: 401 Unauthorized", "refuses this card's agent token"),
            ("x509: certificate has expired or is not yet valid: current time ...", "clock"),
            ("dial tcp 10.1.40.22:6443: connect: no route to host", "no answer from https://10.1.40.22:6443 yet"),
            ("something nobody foresaw", "something nobody foresaw"),
            ("", "no message in the journal yet"),
        ):
            with self.subTest(line):
                self.journal(f"an older line\n{line}\n" if line else "")
                self.assertIn(meaning, self.start(wait_seconds=0.02))

    def test_a_new_start_that_is_cut_before_its_note_only_costs_a_restart(self):
        self.start()
        (self.root / "run/edgegen/k3s-start.started").unlink()
        self.state("active")
        self.start()
        self.assertIn("systemctl restart --no-block k3s-agent", self.changes)


if __name__ == "__main__":
    unittest.main()
