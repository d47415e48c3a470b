from support import INSTANCE, NodeTest, load

from node import Retry, Stopped

cgroup = load("cgroup")
LIVE = "/boot/firmware/current/cmdline.txt"


class CgroupTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.seed()
        self.program("systemctl")
        self.put("/boot/firmware/config.txt", "[all]\nos_prefix=current/\n[tryboot]\nos_prefix=new/\n")
        self.put("/boot/firmware/cmdline.txt", "root=LABEL=dead\n")
        self.put(LIVE, "console=tty1 root=LABEL=writable rootwait\n")
        self.put("/boot/firmware/new/cmdline.txt", "root=LABEL=writable\n")
        self.controllers("cpuset cpu io pids")

    def controllers(self, text):
        self.put("/sys/fs/cgroup/cgroup.controllers", f"{text}\n")

    def test_nothing_happens_when_the_controller_is_there(self):
        self.controllers("cpuset cpu io memory pids")
        self.assertIsNone(cgroup.run(self.node()))
        self.assertEqual(self.calls(), [])

    def test_the_live_and_the_staged_line_are_mended_then_one_reboot(self):
        with self.assertRaises(Stopped):
            cgroup.run(self.node())
        tokens = f"cgroup_enable=memory cgroup_memory=1 ds=nocloud;i={INSTANCE}\n"
        self.assertEqual(self.text(LIVE), f"console=tty1 root=LABEL=writable rootwait {tokens}")
        self.assertEqual(self.text("/boot/firmware/new/cmdline.txt"), f"root=LABEL=writable {tokens}")
        self.assertEqual(self.text("/boot/firmware/cmdline.txt"), "root=LABEL=dead\n")
        self.assertEqual(self.calls(), ["systemctl reboot"])

    def test_it_reboots_once_and_then_says_why_it_cannot_work(self):
        with self.assertRaises(Stopped):
            cgroup.run(self.node())
        self.put("/proc/cmdline", "root=LABEL=writable cgroup_enable=memory\n")
        for _ in range(3):
            with self.assertRaisesRegex(Retry, "this kernel does not know it"):
                cgroup.run(self.node())
        self.assertEqual(self.calls(), ["systemctl reboot"])

    def test_after_a_good_boot_the_reboot_is_allowed_again(self):
        with self.assertRaises(Stopped):
            cgroup.run(self.node())
        self.controllers("memory")
        cgroup.run(self.node())
        self.controllers("cpu")
        with self.assertRaises(Stopped):
            cgroup.run(self.node())

    def test_a_file_that_is_no_command_line_is_left_alone_without_a_reboot(self):
        self.put(LIVE, "DO NOT EDIT\n")
        with self.assertRaisesRegex(Retry, "left alone"):
            cgroup.run(self.node())
        self.assertEqual(self.text(LIVE), "DO NOT EDIT\n")
        self.assertEqual(self.calls(), [])

    def test_other_machines_only_report(self):
        self.assertIn("boot loader", cgroup.run(self.node(cmdline=[], boot_mount=None)))

    def test_a_container_only_reports(self):
        self.put("/run/systemd/container", "systemd-nspawn")
        self.assertIn("the host's business", cgroup.run(self.node()))
