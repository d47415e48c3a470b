"""The steps that set up the operating system, against programs that only pretend."""

import json
import os
import subprocess

from support import TEMPLATES, NodeTest, load

from node import Retry, Stopped

network = load("network")
clock = load("clock")
kernel = load("kernel")
packages = load("packages")


def link(name, *addresses, flags=("UP", "LOWER_UP"), mac="aa:bb:cc:00:11:22"):
    info = [{"family": "inet", "local": address, "prefixlen": 24} for address in addresses]
    return {"ifname": name, "flags": list(flags), "address": mac, "addr_info": info}


class NetworkTest(NodeTest):
    DATA = {"firewall": False, "wifi": False}

    def links(self, *links):
        self.put("links.json", json.dumps([link("lo", "127.0.0.1"), *links]))
        self.program("ip", f'cat "{self.root}/links.json"')

    def run_step(self, data=None, **card):
        return network.run(self.node("network", data or self.DATA, **card))

    def test_its_own_address_on_its_own_interface_is_enough(self):
        self.links(link("eth0", "10.1.40.23"))
        self.assertIsNone(self.run_step())

    def test_netplan_is_applied_once_a_boot_and_that_is_said(self):
        self.links(link("eth0"))
        new = json.dumps([link("eth0", "10.1.40.23")])
        self.program("netplan", f"printf '%s' '{new}' >\"{self.root}/links.json\"")
        self.assertEqual(self.run_step(), "netplan had to be applied (code 0)")
        self.links(link("eth0"))
        with self.assertRaises(Retry):
            self.run_step()
        self.assertEqual([call for call in self.calls() if call.startswith("netplan")], ["netplan apply"])

    def test_what_is_wrong_is_said(self):
        self.program("netplan")
        for links, expected in [
            ([link("eth0", flags=["UP", "NO-CARRIER"])], "eth0 has no link: is the cable in"),
            ([link("eth0", "192.168.7.9")], "eth0 has 192.168.7.9, not 10.1.40.23/24"),
            ([link("eth0")], "eth0 has no address"),
            ([link("end0", "10.1.40.23")], r"eth0 does not exist on this machine \(there are: end0\)"),
        ]:
            with self.subTest(expected):
                self.links(*links)
                with self.assertRaisesRegex(Retry, expected):
                    self.run_step()

    def test_a_machine_without_a_name_for_its_interface_is_found_by_mac(self):
        self.links(link("enp3s0", "10.1.40.23", mac="52:54:00:00:00:01"), link("enp4s0"))
        self.assertIsNone(self.run_step(interface=None, mac="52:54:00:00:00:01"))

    def test_wifi_is_switched_on(self):
        self.links(link("wlan0", "10.1.40.23"))
        self.program("rfkill")
        self.program("nmcli")
        self.run_step({"firewall": False, "wifi": True}, interface="wlan0")
        self.assertEqual(self.calls()[:2], ["rfkill unblock wifi", "nmcli radio wifi on"])

    def test_the_firewall_is_loaded_or_its_absence_said(self):
        self.links(link("eth0", "10.1.40.23"))
        data = {"firewall": True, "wifi": False}
        self.program("systemctl")
        self.assertIn("nft is missing", self.run_step(data))
        self.put("/usr/sbin/nft", "", 0o755)
        self.assertIsNone(self.run_step(data))
        self.assertIn("systemctl reload-or-restart edgegen-firewall.service", self.calls())
        self.program("systemctl", "exit 1")
        self.assertIn("NOT active", self.run_step(data))

    def test_a_card_without_firewall_takes_the_earlier_one_down(self):
        self.links(link("eth0", "10.1.40.23"))
        self.program("systemctl")
        self.put("/etc/systemd/system/edgegen-firewall.service", "")
        self.run_step()
        self.assertIn("systemctl disable --now edgegen-firewall.service", self.calls())


class ClockTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.put("/usr/local/lib/edgegen/raise-clock.sh", f'echo raise >>"{self.root}/calls"\n')
        self.program("systemctl")

    def run_step(self):
        return clock.run(self.node("clock", {"ntp": ["time.example"]}))

    def test_a_synchronized_clock_is_raised_first_and_nothing_is_restarted(self):
        self.program("timedatectl", "echo yes")
        self.assertIsNone(self.run_step())
        self.assertEqual(self.calls()[0], "raise")
        self.assertFalse(any("restart" in call for call in self.calls()))

    def test_without_time_it_waits_with_the_unit_that_k3s_waits_for_and_goes_on_with_a_note(self):
        self.program("timedatectl", "echo no")
        self.assertIn("servers: time.example", self.run_step())
        self.assertIn("systemctl start edgegen-time.service", self.calls())
        self.assertIn("systemctl try-restart systemd-timesyncd.service", self.calls())

    def test_a_container_is_left_alone(self):
        self.put("/run/systemd/container", "systemd-nspawn")
        self.run_step()
        self.assertEqual(self.calls(), [])


class RaiseClockTest(NodeTest):
    def clock_at(self, now):
        self.program("date", f'if [ "$1" = +%s ]; then echo {now}; fi')
        script = (TEMPLATES / "os/raise-clock.sh").read_text().replace("{{sh buildEpoch}}", "'1767225600'")
        script = script.replace(" /var/lib/", f" {self.root}/var/lib/")
        subprocess.run(["sh", "-c", script], check=True)
        return self.calls()[1:]

    def test_a_clock_before_the_making_of_the_card_is_raised_to_it(self):
        self.assertEqual(self.clock_at(1), ["date --set=@1767225600"])

    def test_it_is_raised_to_what_the_node_has_seen_since(self):
        certificate = self.put("/var/lib/rancher/k3s/agent/client-kubelet.crt", "x")
        os.utime(certificate, (1800000000, 1800000000))
        self.assertEqual(self.clock_at(1767225601), ["date --set=@1800000000"])

    def test_a_later_clock_is_never_set_back(self):
        self.assertEqual(self.clock_at(1767225601), [])


class AwaitTimeTest(NodeTest):
    """await-time.sh, with an uptime that a sleep moves on."""

    def setUp(self) -> None:
        super().setUp()
        text = (TEMPLATES / "os/await-time.sh").read_text()
        for path in ("/proc/", "/sys/", "/run/"):
            text = text.replace(path, f"{self.root}{path}")
        self.script = self.put("await-time.sh", text)
        self.put("/proc/uptime", "7.25 20.00\n")
        self.program("sleep", f'up=$(cut -d. -f1 {self.root}/proc/uptime); echo "$((up + $1)).25 20.00" >{self.root}/proc/uptime')
        self.program("timedatectl", "echo no")
        self.program("date", "echo 1767225600")

    def says(self) -> str:
        return subprocess.run(["sh", self.script], capture_output=True, text=True, check=True).stdout.strip()

    def test_without_a_hardware_clock_it_waits_two_minutes(self):
        self.assertEqual(self.says(), "not synchronised after 120 s; going on")
        self.assertEqual(self.text("/proc/uptime"), "127.25 20.00\n")

    def test_a_hardware_clock_that_had_to_be_corrected_is_not_believed(self):
        self.put("/sys/class/rtc/rtc0/since_epoch", "1483228800\n")
        self.assertEqual(self.says(), "not synchronised after 120 s; going on")

    def test_one_that_the_clock_still_follows_shortens_the_wait(self):
        self.put("/sys/class/rtc/rtc0/since_epoch", "1767225599\n")
        self.assertEqual(self.says(), "not synchronised after 30 s; going on")

    def test_it_ends_with_the_first_answer(self):
        self.program("timedatectl", f"[ $(cut -d. -f1 {self.root}/proc/uptime) -lt 9 ] || echo yes")
        self.assertEqual(self.says(), "")
        self.assertEqual(self.text("/proc/uptime"), "9.25 20.00\n")


class KernelTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.put("/etc/modules-load.d/edgegen.conf", "# modules\noverlay\nvxlan\n")
        self.put("/etc/sysctl.d/90-edgegen.conf", "# why\nvm.swappiness = 60\nkernel.panic = 10\n")
        self.program("systemctl")
        self.program("modprobe")
        self.put("/sys/module/overlay/refcnt", "0")
        self.put("/proc/sys/vm/swappiness", "60\n")
        self.put("/proc/sys/kernel/panic", "10\n")

    def run_step(self):
        return kernel.run(self.node("kernel", {"required": ["kernel.panic"]}))

    def test_all_well(self):
        self.assertIsNone(self.run_step())
        self.assertEqual(self.calls(), ["modprobe --all vxlan", "systemctl restart systemd-sysctl.service"])

    def test_a_module_or_sysctl_that_nothing_depends_on_is_a_note(self):
        self.program("modprobe", "exit 1")
        self.put("/proc/sys/vm/swappiness", "10\n")
        self.assertEqual(self.run_step(), "this kernel has no vxlan; vm.swappiness is 10, not 60")

    def test_of_several_modules_only_the_missing_one_is_named(self):
        self.put("/etc/modules-load.d/edgegen.conf", "vxlan\nbr_netfilter\n")
        self.program("modprobe", 'for each in "$@"; do [ "$each" != vxlan ] || exit 1; done')
        self.assertEqual(self.run_step(), "this kernel has no vxlan")

    def test_what_the_kubelet_insists_on_must_be_so(self):
        self.put("/proc/sys/kernel/panic", "0\n")
        with self.assertRaisesRegex(Retry, "kernel.panic is 0, the kubelet needs 10"):
            self.run_step()

    def test_in_a_container_it_only_reports(self):
        self.put("/run/systemd/container", "systemd-nspawn")
        (self.root / "proc/sys/kernel/panic").unlink()
        self.assertIn("the host's business: kernel.panic", self.run_step())
        self.assertFalse([call for call in self.calls() if call.startswith("modprobe")])


class PackagesTest(NodeTest):
    INSTALLED = 'case "$*" in *" vim") printf installed ;; *) exit 1 ;; esac'

    def setUp(self) -> None:
        super().setUp()
        self.program("dpkg-query", self.INSTALLED)
        self.program("dpkg")
        self.program("apt-get")
        self.program("systemctl")

    def run_step(self, packages_wanted, upgrade="none"):
        return packages.run(self.node("packages", {"packages": packages_wanted, "upgrade": upgrade}))

    def apt(self):
        return [call for call in self.calls() if call.startswith(("apt-get", "dpkg "))]

    def test_apt_is_not_touched_when_nothing_is_missing(self):
        self.assertIsNone(self.run_step(["vim"]))
        self.assertEqual(self.apt(), [])

    def test_what_is_missing_is_installed_after_repairing_and_with_care(self):
        self.assertEqual(self.run_step(["vim", "jq"]), "installed jq")
        repair, update, mend, install = self.apt()
        self.assertEqual(repair, "dpkg --force-confdef --force-confold --configure -a")
        self.assertRegex(update, "^apt-get update .*DPkg::Lock::Timeout=600 .*--force-confold$")
        self.assertRegex(mend, "^apt-get install --fix-broken -q ")
        self.assertRegex(install, "^apt-get install --no-install-recommends jq -q ")

    def test_a_package_that_dpkg_alone_cannot_configure_is_left_to_apts_repair(self):
        """A cut between unpacking a package and what it depends on: `dpkg --configure -a` fails at every try."""
        self.program("dpkg", "exit 1")
        self.assertEqual(self.run_step(["vim", "jq"]), "installed jq")

    def test_a_firewall_whose_program_was_missing_is_loaded_once_it_is_there(self):
        self.run_step(["nftables"])
        self.assertIn("systemctl restart edgegen-firewall.service", self.calls())

    def test_without_internet_it_says_what_it_waits_for(self):
        self.program("apt-get", "echo 'E: Unable to locate package jq' >&2; exit 100")
        with self.assertRaisesRegex(Retry, "jq cannot be installed: .*Unable to locate.* tried again when apt works"):
            self.run_step(["jq"])

    def test_the_reason_is_the_lists_that_could_not_be_fetched(self):
        """apt-get update ends with 0 all the same."""
        self.program(
            "apt-get",
            """
            case $1 in
            update) echo "W: Failed to fetch http://deb.example/InRelease  Temporary failure resolving 'deb.example'" >&2 ;;
            *) echo 'E: Unable to locate package jq' >&2; exit 100 ;;
            esac""",
        )
        wanted = r"locate package jq \(package lists: http://deb.example/InRelease Temporary failure resolving 'deb.example'\)"
        with self.assertRaisesRegex(Retry, wanted):
            self.run_step(["jq"])

    def test_a_full_upgrade_happens_once_and_reboots_at_most_once(self):
        self.put("/run/reboot-required", "")
        with self.assertRaises(Stopped):
            self.run_step([], "full")
        self.assertIsNone(self.run_step([], "full"))
        self.assertEqual(sum("dist-upgrade" in call for call in self.calls()), 1)
        self.assertEqual(self.calls().count("systemctl reboot"), 1)
