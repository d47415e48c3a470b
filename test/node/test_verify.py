import json

from support import INSTANCE, NodeTest, described, load

from node import Retry, Stopped

verify = load("verify")
UNITS = {"units": ["edgegen-firstboot.service", "edgegen-clock.service"]}


class VerifyTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.program("systemctl")
        self.put("/etc/a.conf", "a", 0o600)
        self.put("/etc/b/b.conf", "b", 0o644)
        self.files = [described("/etc/a.conf", "a", "0600"), described("/etc/b/b.conf", "b")]

    def verify(self):
        return verify.run(self.node("verify", UNITS, files=self.files))

    def seeded(self):
        return (self.root / f"var/lib/edgegen/{INSTANCE}/seeded").exists()

    def test_good_files_are_stamped_after_the_units_are_enabled(self):
        self.assertIsNone(self.verify())
        self.assertTrue(self.seeded())
        self.assertEqual(
            self.calls(),
            [
                "systemctl show --property=ActiveState,UnitFileState,NeedDaemonReload edgegen-firstboot.service edgegen-clock.service",
                "systemctl --root=/ enable edgegen-firstboot.service edgegen-clock.service",
            ],
        )

    def test_units_that_are_enabled_and_known_cost_nothing(self):
        self.program("systemctl", "printf 'UnitFileState=enabled\nNeedDaemonReload=no\n\nUnitFileState=static\n'")
        self.verify()
        self.assertEqual([call.split()[1] for call in self.calls()], ["show"])

    def test_only_what_is_not_enabled_is(self):
        self.program("systemctl", "printf 'UnitFileState=enabled\n\nUnitFileState=disabled\n'")
        self.verify()
        self.assertEqual(self.calls()[1:], ["systemctl --root=/ enable edgegen-clock.service"])

    def test_units_that_changed_under_a_running_node_are_read_again(self):
        self.program("systemctl", '[ "$1" != show ] || printf "NeedDaemonReload=yes\n\nNeedDaemonReload=no\n"')
        self.verify()
        self.assertIn("systemctl daemon-reload", self.calls())

    def test_what_is_remembered_of_other_cards_goes(self):
        """Else going back to an earlier card would find its marks, and do nothing."""
        self.put("/var/lib/cloud/instances/dcn2-other/sem/config_write_files", "")
        self.put("/var/lib/edgegen/dcn2-other/seeded", "yes")
        self.put("/var/lib/edgegen/steps/kernel-0123", "done")
        self.put(f"/var/lib/cloud/instances/{INSTANCE}/sem/config_write_files", "")
        self.verify()
        left = sorted(str(path.relative_to(self.root / "var/lib")) for path in (self.root / "var/lib").rglob("*") if path.is_file())
        self.assertEqual(
            left,
            [
                f"cloud/instances/{INSTANCE}/sem/config_write_files",
                f"edgegen/{INSTANCE}/seeded",
                "edgegen/steps/kernel-0123",
                "edgegen/written.json",
            ],
        )

    def earlier(self, *paths):
        for path in paths:
            self.put(path, "an earlier card's")
        self.put("/var/lib/edgegen/written.json", json.dumps(["/etc/a.conf", *paths]))

    def there(self, path):
        return (self.root / path.lstrip("/")).exists()

    def test_what_only_an_earlier_card_wrote_goes_and_its_units_stop(self):
        unit, drop_in = "/etc/systemd/system/k3s-agent.service", "/etc/systemd/system/ssh.service.d/x.conf"
        self.earlier(unit, drop_in, "/etc/rancher/k3s/registries.yaml")
        self.assertIsNone(self.verify())
        self.assertEqual([self.there(path) for path in (unit, drop_in, "/etc/rancher/k3s/registries.yaml")], [False] * 3)
        self.assertEqual(self.calls()[:2], ["systemctl disable --now k3s-agent.service", "systemctl daemon-reload"])
        self.assertTrue(self.there("/etc/a.conf"))
        self.assertEqual(json.loads(self.text("/var/lib/edgegen/written.json")), ["/etc/a.conf", "/etc/b/b.conf"])

    def test_wifi_of_an_earlier_card_is_forgotten_by_networkmanager_too(self):
        self.program("nmcli")
        self.earlier("/etc/NetworkManager/system-connections/edgegen-wifi.nmconnection")
        self.verify()
        self.assertIn("nmcli connection reload", self.calls())

    def test_what_takes_an_earlier_edge_pulse_out_stays_and_what_would_install_it_goes(self):
        module, staged = "/usr/local/lib/edgegen/pulse_install.py", "/usr/local/lib/edgegen/edge-pulse/etc/sysctl.d/91-edge-pulse.conf"
        self.earlier(module, "/etc/edgegen/edge-pulse.json", staged)
        self.verify()
        self.assertEqual([self.there(path) for path in (module, "/etc/edgegen/edge-pulse.json", staged)], [True, True, False])

    def test_a_list_of_earlier_files_that_is_damaged_keeps_nothing_up(self):
        self.put("/var/lib/edgegen/written.json", "")
        self.assertIsNone(self.verify())

    def test_a_cut_before_the_stamp_takes_the_rest_away_next_time(self):
        self.earlier("/etc/c.conf", "/etc/d.conf")
        (self.root / "etc/c.conf").unlink()
        self.verify()
        self.assertFalse(self.there("/etc/d.conf"))

    def test_what_is_seeded_is_not_looked_at_again(self):
        self.verify()
        self.put("/etc/a.conf", "changed by the administrator", 0o600)
        self.assertIsNone(self.verify())

    def test_damage_reboots_three_times_then_says_so(self):
        self.put("/etc/a.conf", "", 0o600)
        for _ in range(3):
            with self.assertRaises(Stopped):
                self.verify()
        with self.assertRaisesRegex(Retry, "/etc/a.conf: its content .* 3 new starts did not help"):
            self.verify()
        self.assertEqual(self.calls(), ["systemctl reboot"] * 3)
        self.assertFalse(self.seeded())

    def test_what_counts_as_damage(self):
        node = self.node("verify", UNITS, files=self.files)
        self.put("/etc/a.conf", "a", 0o644)
        self.assertRegex(verify.fault(node, self.files[0]), "its mode is 0644, not 0600")
        (self.root / "etc/a.conf").unlink()
        self.assertRegex(verify.fault(node, self.files[0]), "No such file")
        self.put("/etc/b/b.conf", "B")
        self.assertRegex(verify.fault(node, self.files[1]), "content")

    def test_errors_of_cloud_init_are_passed_on(self):
        status = {"v1": {"datasource": "x", "init-local": {"errors": ["useradd failed"]}, "modules-final": {"errors": []}}}
        self.put("/run/cloud-init/status.json", json.dumps(status))
        self.assertEqual(self.verify(), "cloud-init reported 1 errors, the first: useradd failed")

    def test_units_that_cannot_be_enabled_leave_the_card_unseeded(self):
        self.program("systemctl", "exit 1")
        with self.assertRaises(Retry):
            self.verify()
        self.assertFalse(self.seeded())
