import resource
import unittest

from pulse_support import PulseTest

from pulse_api_support import RunningApi

KEYS = "timestamp host kernel model total_ram_mb cpu_freqs zram_raw swap_raw free_raw temperature throttled sysbench"
LIMIT_MIB = 40


class ApiTest(PulseTest):
    def setUp(self):
        super().setUp()
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096) if hard > 0 else 4096, hard))
        self.put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1500000\n")
        self.put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "600000\n")
        self.put("/proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
        self.program("vcgencmd", "case $1 in measure_temp) echo \"temp=44.0'C\" ;; *) echo throttled=0x0 ;; esac")
        self.program("sysbench", "exit 127")
        self.program("free", "echo '  total'")
        self.api = RunningApi(self.root)
        self.addCleanup(self.api.close)

    def test_perf_has_its_twelve_keys_in_the_formats_of_before(self):
        status, report = self.api.json("/perf")
        self.assertEqual((status, list(report)), (200, KEYS.split()))
        self.assertEqual(report["cpu_freqs"], "1500000\n600000")
        self.assertEqual((report["temperature"], report["throttled"]), ("temp=44.0'C", "throttled=0x0"))
        self.assertEqual((report["total_ram_mb"], report["sysbench"]), (1000, "sysbench_not_installed"))
        self.assertEqual(report["model"], "Raspberry Pi 4 Model B Rev 1.4")
        self.assertRegex(report["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_one_request_in_five_seconds_over_both_paths_and_the_others_are_free(self):
        self.assertEqual(self.api.json("/perf")[0], 200)
        status, answer = self.api.json("/perf/raw")
        self.assertEqual((status, answer["error"]), (429, "rate_limited"))
        self.assertTrue(0 < answer["retry_after_seconds"] <= 5)
        self.assertEqual([self.api.get(path)[0] for path in ("/healthz", "/metrics", "/healthz")], [200, 200, 200])

    def test_a_fresh_report_is_served_again_by_the_next_process_too(self):
        first = self.api.json("/perf")[1]
        self.program("free", "echo other")
        self.api.close()
        again = RunningApi(self.root)
        self.addCleanup(again.close)
        self.assertEqual(again.json("/perf/raw")[1], first)

    def test_without_a_pi_around_it_says_na(self):
        self.program("vcgencmd", "exit 1")
        report = self.api.json("/perf")[1]
        self.assertEqual((report["temperature"], report["throttled"]), ("n/a", "n/a"))

    def test_what_is_no_question_is_refused_in_words(self):
        self.assertEqual(self.api.json("/etc/passwd"), (404, {"error": "not_found"}))
        for request, status in ((b"POST /perf HTTP/1.1\r\n\r\n", b"405"), (b"nonsense\r\n\r\n", b"400"), (b"\xff\r\n\r\n", b"400")):
            with self.api.connect() as client:
                client.sendall(request)
                self.assertEqual(client.recv(64).split()[1], status)

    def test_a_header_without_end_is_cut_off(self):
        with self.api.connect() as client:
            client.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 20000)
            self.assertEqual(client.recv(64).split()[1], b"431")

    def test_a_thousand_at_once_get_their_answer_and_it_stays_small(self):
        clients = [self.api.connect() for _ in range(1000)]
        for client in clients:
            self.addCleanup(client.close)
        for client in clients:
            client.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
        self.assertEqual({client.recv(64).split()[1] for client in clients}, {b"200"})
        self.assertLess(self.api.peak_mib(), LIMIT_MIB)
        # Neither does each of them cost a program.
        self.assertLess(len(self.calls()), 500)

    def test_more_than_it_holds_who_say_nothing_or_too_much_do_not_keep_others_waiting(self):
        silent = [self.api.connect() for _ in range(1500)]
        for at, client in enumerate(silent):
            self.addCleanup(client.close)
            try:
                client.send(b"GET /healthz HTTP/1.1\r\n" + b"X" * (4000 if at % 2 else 1))
            except OSError:
                pass  # sent away already, for one who came later
        self.assertEqual(self.api.get("/healthz")[0], 200)
        self.assertLess(self.api.peak_mib(), LIMIT_MIB)
        self.assertIsNone(self.api.process.poll())

    def test_who_has_left_before_the_answer_harms_nobody(self):
        for _ in range(200):
            with self.api.connect() as client:
                client.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
        self.assertEqual(self.api.get("/healthz")[0], 200)


if __name__ == "__main__":
    unittest.main()
