from __future__ import annotations

import hashlib
import json
import os
import time
import unittest

from k3s_support import NodeTest, Server, cut, ranged, reply, step_module

import download
from node import Retry

step = step_module("k3s-install")
BINARY = os.urandom(300_000)
SUM = hashlib.sha256(BINARY).hexdigest()
SUMS = f"{'a' * 64}  k3s-airgap-images-arm64.tar.zst\n{SUM}  k3s-arm64\n".encode()


class InstallCase(NodeTest):
    def setUp(self):
        super().setUp()
        self.program("mount", "exit 1")

    def data(self, server, **more):
        mirror = f"http://127.0.0.1:{server.port}"
        return {"version": "v1.34.8+k3s1", "asset": "k3s-arm64", "sums": "sha256sum-arm64.txt", "mirror": mirror, **more}

    def install(self, server, **more):
        return step.run(self.node("k3s-install", self.data(server, **more)))

    def refused(self, server, text, **more):
        with self.assertRaises(Retry) as caught:
            self.install(server, **more)
        self.assertIn(text, str(caught.exception))

    @property
    def binary(self):
        return self.root / "usr/local/bin/k3s"

    def assert_installed(self):
        self.assertEqual(self.binary.read_bytes(), BINARY)
        self.assertEqual(self.binary.stat().st_mode & 0o777, 0o755)
        self.assertEqual(sorted(os.listdir(self.binary.parent)), ["crictl", "ctr", "k3s", "kubectl"])


class K3sInstallTest(InstallCase):
    def test_downloads_the_release_and_checks_it_against_its_own_sums(self):
        with Server(reply(SUMS), ranged(BINARY)) as server:
            self.install(server)
            asked = [path for path, _ in server.requests]
        self.assertEqual(asked, ["/v1.34.8%2Bk3s1/sha256sum-arm64.txt", "/v1.34.8%2Bk3s1/k3s-arm64"])
        self.assert_installed()
        self.assertEqual(os.readlink(self.binary.parent / "kubectl"), "k3s")

    def test_a_pinned_sum_asks_for_no_sum_file(self):
        with Server(ranged(BINARY)) as server:
            self.install(server, sha256=SUM)
            self.assertEqual(len(server.requests), 1)
        self.assert_installed()

    def test_is_done_at_once_the_second_time_and_without_the_network(self):
        with Server(reply(SUMS), ranged(BINARY)) as server:
            self.install(server)
            self.install(server)
            self.assertEqual(len(server.requests), 2)

    def test_a_binary_that_rotted_is_installed_again(self):
        with Server(reply(SUMS), ranged(BINARY), reply(SUMS), ranged(BINARY)) as server:
            self.install(server)
            self.binary.write_bytes(b"rot")
            self.install(server)
        self.assert_installed()

    def test_another_version_is_installed_over_the_old_one(self):
        self.put("/var/lib/edgegen/k3s.json", json.dumps({"version": "v1.33.0+k3s1", "sha256": "0" * 64}))
        self.put("/usr/local/bin/k3s", "old")
        self.put("/usr/local/bin/.k3s-v1.33.0+k3s1.part", "half of it")
        with Server(reply(SUMS), ranged(BINARY)) as server:
            self.install(server)
        self.assert_installed()

    def test_a_download_that_is_cut_goes_on_where_it_was(self):
        with Server(reply(SUMS), cut(BINARY, 100_000), reply(SUMS), ranged(BINARY)) as server:
            self.refused(server, "cut off at 100000 of 300000 bytes")
            self.assertFalse(self.binary.exists())
            self.install(server)
            self.assertEqual(server.requests[-1][1]["Range"], "bytes=100000-")
        self.assert_installed()

    def test_a_server_without_range_sends_it_all_again(self):
        with Server(reply(SUMS), cut(BINARY, 100_000), reply(SUMS), reply(BINARY)) as server:
            self.refused(server, "cut off")
            self.install(server)
        self.assert_installed()

    def test_a_part_that_is_longer_than_the_file_is_thrown_away(self):
        self.put("/usr/local/bin/.k3s-v1.34.8+k3s1.part", "x" * 400_000)
        with Server(reply(SUMS), ranged(BINARY), reply(SUMS), ranged(BINARY)) as server:
            self.refused(server, "starting anew")
            self.install(server)
        self.assert_installed()

    def test_a_complete_part_is_not_downloaded_again(self):
        self.root.joinpath("usr/local/bin").mkdir(parents=True)
        self.root.joinpath("usr/local/bin/.k3s-v1.34.8+k3s1.part").write_bytes(BINARY)
        with Server(reply(SUMS)) as server:
            self.install(server)
            self.assertEqual(len(server.requests), 1)
        self.assert_installed()

    def test_wrong_content_is_deleted_named_and_not_downloaded_every_minute(self):
        with Server(reply(SUMS), reply(b"not K3s"), reply(SUMS), ranged(BINARY)) as server:
            self.refused(server, f"expected sha256 {SUM} of k3s-arm64, found {hashlib.sha256(b'not K3s').hexdigest()}; deleted")
            self.refused(server, "downloading again in 15 min")
            self.assertEqual(len(server.requests), 2)
            self.assertEqual(os.listdir(self.root / "usr/local/bin"), [])
            self.put(step.REFUSED, json.dumps({"until": time.monotonic() - 1, "reason": "was wrong"}))
            self.install(server)
        self.assert_installed()

    def test_a_log_in_page_is_not_a_sum_file(self):
        with Server(reply(b"<html>Please accept our terms</html>")) as server:
            self.refused(server, "does not name k3s-arm64")

    def test_errors_of_the_server_are_told_apart(self):
        for status, text in ((404, "a published release?"), (429, "for now (429"), (500, "answers 500")):
            with self.subTest(status), Server(reply(b"", status)) as server:
                self.refused(server, text)

    def test_says_when_nobody_is_there(self):
        with Server(reply(b"")) as server:
            pass
        self.refused(server, "no connection to 127.0.0.1: Connection refused")

    def test_says_when_there_is_no_address(self):
        with Server(reply(b"")) as server:
            data = self.data(server) | {"mirror": "http://nowhere.invalid"}
            with self.assertRaisesRegex(Retry, "no address for nowhere.invalid: no way to the internet"):
                step.run(self.node("k3s-install", data))

    def test_a_server_that_falls_silent_is_left(self):
        self._replace(download, "ANSWER_SECONDS", 0.2)
        with Server(reply(SUMS), lambda handler: time.sleep(1)) as server:
            self.refused(server, "127.0.0.1 does not answer")

    def test_a_server_that_trickles_is_left_and_what_came_is_kept(self):
        self._replace(download, "WINDOW_SECONDS", 0.1)

        def trickle(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(BINARY)))
            handler.end_headers()
            for byte in BINARY[:1000]:
                handler.wfile.write(bytes([byte]))
                time.sleep(0.02)

        with Server(reply(SUMS), trickle, reply(SUMS), ranged(BINARY)) as server:
            self.refused(server, "trying a new connection")
            self.install(server)
            self.assertRegex(server.requests[-1][1]["Range"], r"^bytes=[1-9][0-9]*-$")
        self.assert_installed()

    def test_a_redirect_is_followed_with_its_range(self):
        with Server(reply(SUMS), cut(BINARY, 1000), reply(SUMS), reply(b"", 302, Location="/blob"), ranged(BINARY)) as server:
            self.refused(server, "cut off")
            self.install(server)
            self.assertEqual((server.requests[-1][0], server.requests[-1][1]["Range"]), ("/blob", "bytes=1000-"))
        self.assert_installed()

    def test_the_proxy_of_the_environment_is_used(self):
        with Server(reply(SUMS), ranged(BINARY)) as proxy:
            os.environ["http_proxy"] = f"http://127.0.0.1:{proxy.port}"
            self.addCleanup(os.environ.pop, "http_proxy")
            step.run(self.node("k3s-install", self.data(proxy) | {"mirror": "http://releases.invalid/k3s"}))
            self.assertEqual(proxy.requests[1][0], "http://releases.invalid/k3s/v1.34.8%2Bk3s1/k3s-arm64")
        self.assert_installed()

    def test_a_program_of_somebody_else_stays(self):
        self.put("/usr/local/bin/kubectl", "theirs")
        with Server(reply(SUMS), ranged(BINARY)) as server:
            self.install(server)
        self.assertEqual(self.get("/usr/local/bin/kubectl"), "theirs")


IMAGES = os.urandom(200_000)
IMAGES_SUM = hashlib.sha256(IMAGES).hexdigest()
IMAGES_NAME = "k3s-airgap-images-arm64.tar.zst"


class PayloadTest(InstallCase):
    """Cards that bring K3s along."""

    def setUp(self):
        super().setUp()
        self.put("/boot/firmware/meta-data", "instance-id: dcn2-1\n")
        self.bring("k3s-arm64", BINARY)
        self.bring(IMAGES_NAME, IMAGES)

    def bring(self, name, content):
        self.put(f"/boot/firmware/edgegen/payload/{name}", "").write_bytes(content)

    @property
    def payload(self):
        return self.root / "boot/firmware/edgegen/payload"

    @property
    def images(self):
        return self.root / "var/lib/rancher/k3s/agent/images"

    def offline(self, server, **more):
        images = {"asset": IMAGES_NAME, "sha256": IMAGES_SUM}
        return self.install(server, **{"sha256": SUM, "payload": True, "images": images, **more})

    def nobody(self):
        """Where there is no network."""
        with Server(reply(b"")) as server:
            pass
        return server

    def assert_preloaded(self):
        self.assertEqual((self.images / IMAGES_NAME).read_bytes(), IMAGES)
        self.assertEqual(sorted(os.listdir(self.images)), [".cache.json", IMAGES_NAME])

    def test_needs_no_network_and_leaves_nothing_on_the_card(self):
        self.assertIsNone(self.offline(self.nobody()))
        self.assert_installed()
        self.assert_preloaded()
        self.assertFalse(self.payload.exists())
        self.assertEqual((self.root / "boot/firmware/meta-data").read_text(), "instance-id: dcn2-1\n")

    def test_is_done_at_once_the_second_time(self):
        self.offline(self.nobody())
        self.assertIsNone(self.offline(self.nobody()))
        self.assert_installed()

    def test_a_power_cut_before_the_payload_was_removed(self):
        self.offline(self.nobody())
        self.bring("k3s-arm64", BINARY)
        self.assertIsNone(self.offline(self.nobody()))
        self.assertFalse(self.payload.exists())

    def test_a_power_cut_in_the_middle_of_copying(self):
        self.put("/usr/local/bin/.k3s-card.part", "half of it")
        self.put(f"/var/lib/rancher/k3s/agent/images/.{IMAGES_NAME}.part", "half of it")
        self.assertIsNone(self.offline(self.nobody()))
        self.assert_installed()
        self.assert_preloaded()

    def test_a_damaged_binary_is_downloaded_and_reported(self):
        self.bring("k3s-arm64", BINARY[:-1] + bytes([BINARY[-1] ^ 1]))
        with Server(ranged(BINARY)) as server:
            message = self.offline(server)
        self.assertRegex(message, "^k3s-arm64 on the card is damaged: sha256 [0-9a-f]{64} instead of .*; downloaded instead$")
        self.assert_installed()
        self.assert_preloaded()
        self.assertFalse(self.payload.exists())

    def test_a_damaged_binary_without_a_network_is_told_with_both_reasons_and_stays(self):
        self.bring("k3s-arm64", b"")
        for _ in range(2):
            with self.assertRaisesRegex(Retry, "k3s-arm64 on the card is damaged: .*; no connection to 127.0.0.1"):
                self.offline(self.nobody())
        self.assertTrue(self.payload.exists())
        self.assertEqual(os.listdir(self.root / "usr/local/bin"), [])

    def test_a_damaged_binary_does_not_cost_what_was_downloaded_before(self):
        self.bring("k3s-arm64", b"rot")
        with Server(cut(BINARY, 100_000), ranged(BINARY)) as server:
            with self.assertRaisesRegex(Retry, "damaged: .*cut off at 100000 of 300000 bytes"):
                self.offline(server)
            self.offline(server)
            self.assertEqual(server.requests[-1][1]["Range"], "bytes=100000-")
        self.assert_installed()

    def test_a_missing_binary_is_downloaded_and_reported(self):
        (self.payload / "k3s-arm64").unlink()
        with Server(ranged(BINARY)) as server:
            self.assertEqual(self.offline(server), "k3s-arm64 is not on the card; downloaded instead")

    def test_damaged_images_are_left_to_k3s_and_reported(self):
        self.bring(IMAGES_NAME, b"rot")
        self.assertRegex(self.offline(self.nobody()), "images-arm64.tar.zst on the card is damaged: .*; K3s pulls its images")
        self.assert_installed()
        self.assertEqual(os.listdir(self.images), [])

    def test_a_card_that_gives_errors_is_not_trusted(self):
        read = step.payload._read

        def broken(file, source):
            if source.name == "k3s-arm64":
                raise step.payload.Unusable("k3s-arm64 on the card cannot be read: Input/output error")
            return read(file, source)

        self._replace(step.payload, "_read", broken)
        with Server(ranged(BINARY)) as server:
            self.assertIn("Input/output error; downloaded instead", self.offline(server))

    def test_a_full_disk_is_no_fault_of_the_card(self):
        step.payload.open = lambda path, mode: open("/dev/full" if mode == "wb" else path, mode)
        self.addCleanup(vars(step.payload).pop, "open", None)
        with self.assertRaisesRegex(Retry, "cannot copy k3s-arm64 from the card: No space left on device"):
            self.offline(self.nobody())
        del step.payload.open
        self.assertIsNone(self.offline(self.nobody()))

    def test_the_payload_of_another_card_stays(self):
        self.put("/boot/firmware/meta-data", "instance-id: dcn2-2\n")
        self.offline(self.nobody())
        self.assert_installed()
        self.assertTrue((self.payload / "k3s-arm64").exists())

    def test_without_the_word_of_the_card_the_payload_is_not_looked_at(self):
        with Server(ranged(BINARY)) as server:
            self.install(server, sha256=SUM)
            self.assertEqual(len(server.requests), 1)
        self.assertTrue(self.payload.exists())

    def test_the_boot_partition_is_not_mounted(self):
        (self.root / "boot/firmware/meta-data").unlink()
        with Server(ranged(BINARY)) as server:
            self.assertIn("k3s-arm64 cannot be read: /boot/firmware holds no meta-data", self.offline(server))
        self.assert_installed()


class RedirectTest(unittest.TestCase):
    def test_leaving_tls_is_refused(self):
        request = download.urllib.request.Request("https://github.invalid/k3s")
        with self.assertRaisesRegex(Retry, "without TLS; refused"):
            download.NoDowngrade().redirect_request(request, None, 302, "Found", {}, "http://elsewhere.invalid/k3s")


if __name__ == "__main__":
    unittest.main()
