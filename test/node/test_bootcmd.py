"""What cloud-init runs first at every boot, with its paths moved below a temporary folder."""

import subprocess

from support import FIRST_BOOT, INSTANCE, NodeTest

CLOUD = "/var/lib/cloud"
STATE = f"/var/lib/edgegen/{INSTANCE}"


class BootcmdTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("cloud-init", "systemctl", "sleep", "sync"):
            self.program(name)
        self.put("/dev/console")

    def boot(self):
        script = (FIRST_BOOT / "bootcmd.sh").read_text().replace("{{sh instanceId}}", f"'{INSTANCE}'")
        for folder in ("/var/lib/", "/dev/console"):
            script = script.replace(folder, f"{self.root}{folder}")
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def previous(self, instance):
        self.put(f"{CLOUD}/data/previous-instance-id", f"{instance}\n")

    def restarted(self):
        return "systemctl reboot -ff" in self.calls()

    def test_a_first_boot_goes_on(self):
        self.previous("NO_PREVIOUS_INSTANCE_ID")
        self.assertEqual(self.boot(), "")
        self.assertEqual(self.calls(), ["sync"])

    def test_a_new_card_on_a_running_node_goes_on(self):
        self.previous("dcn2-ffffffffffff")
        self.boot()
        self.assertFalse(self.restarted())

    def test_a_seeded_node_goes_on(self):
        self.previous(INSTANCE)
        self.put(f"{STATE}/seeded", "yes\n")
        self.put(f"{CLOUD}/instances/{INSTANCE}/sem/config_write_files")
        self.boot()
        self.assertFalse(self.restarted())

    def test_a_boot_that_was_cut_is_started_over_and_nothing_else_runs_meanwhile(self):
        self.previous(INSTANCE)
        self.assertIn("did not get through", self.boot())
        self.assertEqual(self.calls(), ["cloud-init clean", "sync", "systemctl reboot -ff", "sleep 120"])
        self.assertIn("starting it over (time 1)", self.text("/dev/console"))

    def test_a_cut_that_emptied_the_file_is_seen_by_the_semaphore(self):
        self.previous("")
        self.put(f"{CLOUD}/instances/{INSTANCE}/sem/config_write_files")
        self.boot()
        self.assertTrue(self.restarted())

    def test_it_does_not_reboot_for_ever(self):
        self.previous(INSTANCE)
        semaphore = self.put(f"{CLOUD}/instances/{INSTANCE}/sem/config_write_files")
        for _ in range(12):
            self.boot()
        self.assertEqual(self.calls().count("systemctl reboot -ff"), 10)
        self.assertFalse(semaphore.exists())
        self.assertIn("never got through", self.text("/dev/console"))

    def test_a_count_that_was_torn_counts_as_none(self):
        self.previous(INSTANCE)
        self.put(f"{STATE}/recoveries", "")
        self.boot()
        self.assertEqual(self.text(f"{STATE}/recoveries"), "1\n")
