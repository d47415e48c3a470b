import email
import os

from support import NodeTest, load

scrub = load("scrub")
caches = load("scrub-caches")

SECRET = "K10aaaa::node:verysecret"
USER_DATA = f"#cloud-config\nwrite_files:\n- content: {SECRET}\n" + "# more\n" * 300
NETWORK = """network:
  version: 2
  wifis:
    wlan0:
      access-points:
        lab:
          password: "corr\\"ect horse"
        other:
          'psk': 'it''s'
        plain:
          password: battery staple
      dhcp4: false
"""


class ScrubTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.seed()
        self.user_data = self.put("/boot/firmware/user-data", USER_DATA)
        self.network = self.put("/boot/firmware/network-config", NETWORK)

    def test_user_data_becomes_a_stub_of_the_same_length_in_the_same_place(self):
        before = os.stat(self.user_data)
        self.assertEqual(scrub.run(self.node()), "secrets overwritten")
        after = os.stat(self.user_data)
        self.assertEqual((before.st_ino, before.st_size), (after.st_ino, after.st_size))
        self.assertNotIn("verysecret", self.user_data.read_text())

    def assert_says_nothing(self, text: str):
        """As cloud-init takes it apart (cloudinit/user_data.py: `mime-version:` in the first 4096 bytes)."""
        self.assertIn("mime-version:", text[:4096].lower())
        message = email.message_from_string(text)
        self.assertEqual(message.defects, [])
        self.assertEqual(
            [(part.get_content_type(), part.get_payload()) for part in message.get_payload()],
            [("text/cloud-config", "#cloud-config\n{}")],
        )

    def test_the_stub_is_one_part_without_content_however_much_of_the_old_text_still_stands_behind_it(self):
        self.assert_says_nothing(scrub.stub(len(USER_DATA)).decode())
        self.assert_says_nothing(scrub.STUB + USER_DATA[len(scrub.STUB) :])

    def test_passwords_of_network_config_are_masked_and_the_rest_stays(self):
        scrub.run(self.node())
        text = self.network.read_text()
        self.assertEqual(len(text), len(NETWORK))
        for secret in ("horse", "it''s", "battery"):
            self.assertNotIn(secret, text)
        self.assertIn('password: "xxxxxxxxxxxxxxx"\n', text)
        self.assertIn("      dhcp4: false\n", text)

    def test_a_folded_quoted_value_is_masked_to_its_end(self):
        old = b'    password: "one\\\n      two three"\n    next: 1\n'
        new = scrub.without_passwords(old)
        self.assertEqual(len(new), len(old))
        self.assertNotIn(b"two", new)
        self.assertTrue(new.endswith(b'"\n    next: 1\n'))

    def test_meta_data_is_never_touched(self):
        before = self.text("/boot/firmware/meta-data")
        scrub.run(self.node())
        self.assertEqual(self.text("/boot/firmware/meta-data"), before)

    def test_the_second_time_there_is_nothing_to_do(self):
        scrub.run(self.node())
        times = os.stat(self.user_data).st_mtime_ns
        self.assertIsNone(scrub.run(self.node()))
        self.assertEqual(os.stat(self.user_data).st_mtime_ns, times)

    def test_a_scrub_that_was_cut_is_finished(self):
        half = scrub.stub(len(USER_DATA))[:500] + USER_DATA.encode()[500:]
        self.user_data.write_bytes(half)
        self.assertEqual(scrub.run(self.node()), "secrets overwritten")
        self.assertEqual(self.user_data.read_bytes(), scrub.stub(len(USER_DATA)))

    def test_the_same_card_copied_again_is_scrubbed_again(self):
        scrub.run(self.node())
        self.user_data.write_text(USER_DATA)
        self.assertEqual(scrub.run(self.node()), "secrets overwritten")
        self.assertNotIn("verysecret", self.user_data.read_text())

    def test_a_new_card_that_waits_for_the_next_boot_is_left_alone(self):
        self.seed(instance="dcn2-ffffffffffff")
        self.assertIn("dcn2-ffffffffffff", scrub.run(self.node()))
        self.assertEqual(self.user_data.read_text(), USER_DATA)

    def test_copies_that_an_editor_left_are_removed(self):
        names = ["user-data.bak", "user-data~", ".user-data.swp", "network-config.orig", "USER-DATA.OLD"]
        kept = ["meta-data", "config.txt", "user-database"]
        for name in [*names, "config.txt", "user-database"]:
            self.put(f"/boot/firmware/{name}", SECRET)
        scrub.run(self.node())
        left = set(os.listdir(self.root / "boot/firmware"))
        self.assertFalse(left & set(names))
        self.assertTrue(left >= set(kept))

    def test_without_a_medium_it_goes_on_and_says_so(self):
        self.assertIn("no medium labelled CIDATA", scrub.run(self.node(boot_mount=None)))

    def test_stubs_of_every_length_are_of_that_length(self):
        for length in (0, 1, 14, 15, 18, 60, 200, 1000, 4096):
            self.assertEqual(len(scrub.stub(length)), length)


class CachesTest(NodeTest):
    INSTANCE_FOLDER = "/var/lib/cloud/instances/dcn2-0a1b2c3d4e5f"

    def setUp(self) -> None:
        super().setUp()
        self.secrets = ["user-data.txt", "user-data.txt.i", "cloud-config.txt", "obj.pkl", "scripts/runcmd", "vendor-data.txt"]
        for name in self.secrets:
            self.put(f"{self.INSTANCE_FOLDER}/{name}", SECRET)
        self.put(f"{self.INSTANCE_FOLDER}/sem/config_write_files", "")
        self.put(f"{self.INSTANCE_FOLDER}/datasource", "DataSourceNoCloud")
        self.put("/run/cloud-init/instance-data-sensitive.json", SECRET)

    def finish(self):
        self.put("/run/cloud-init/result.json", "{}")

    def left(self):
        return [str(path) for path in self.root.rglob("*") if path.is_file() and SECRET in path.read_text()]

    def test_it_waits_for_the_end_of_cloud_init(self):
        node = self.node()
        waited = []
        node.sleep = waited.append
        self.assertRegex(caches.run(node), "at the next boot")
        self.assertEqual(sum(waited), 60)
        self.assertEqual(len(self.left()), 7)

    def test_every_copy_goes_and_the_semaphores_stay(self):
        self.finish()
        self.assertEqual(caches.run(self.node()), "6 files erased")
        self.assertEqual(self.left(), [])
        self.assertTrue((self.root / self.INSTANCE_FOLDER.lstrip("/") / "sem/config_write_files").exists())
        self.assertTrue((self.root / self.INSTANCE_FOLDER.lstrip("/") / "datasource").exists())

    def test_what_a_cut_left_aside_goes_too(self):
        self.finish()
        self.put(f"{self.INSTANCE_FOLDER}/obj.pkl.scrub", SECRET)
        caches.run(self.node())
        self.assertEqual(self.left(), [])

    def test_once_per_card_since_cloud_init_makes_harmless_ones_anew(self):
        self.finish()
        caches.run(self.node())
        self.put(f"{self.INSTANCE_FOLDER}/obj.pkl", "stub")
        self.assertIsNone(caches.run(self.node()))
        self.assertEqual(self.text(f"{self.INSTANCE_FOLDER}/obj.pkl"), "stub")
