from __future__ import annotations

import unittest

from k3s_support import NodeTest, step_module
from node import Retry

step = step_module("docker")
DATA = {"packages": ["docker.io"], "optional": ["docker-cli"]}


class DockerStepTest(NodeTest):
    def setUp(self):
        super().setUp()
        self.program("systemctl")
        self.program("dpkg")
        self.program("apt-get", f'case "$*" in *--fix-broken*) ;; *" install "*) touch {self.root}/installed;; esac')
        self.program("dpkg-query", f"[ -e {self.root}/installed ] && printf installed")
        self.program("apt-cache", "exit 100")
        self.program("docker")
        self._replace(step.shutil, "which", lambda name: str(self.programs / name))

    def install(self):
        step.run(self.node("docker", DATA))
        return [call.split(" -q ")[0] for call in self.calls if call.startswith("apt-get")]

    def test_installs_what_is_missing_after_finishing_what_was_interrupted(self):
        calls = self.install()
        self.assertEqual(
            calls,
            ["apt-get update", "apt-get install --fix-broken", "apt-get install --no-install-recommends docker.io"],
        )
        self.assertTrue([call for call in self.calls if call.startswith("dpkg ") and call.endswith("--configure -a")])
        self.assertEqual(self.calls[-2:], ["systemctl enable docker.service", "systemctl restart docker.service"])

    def test_the_client_comes_along_where_it_is_a_package_of_its_own(self):
        self.program("apt-cache")
        self.program("dpkg-query", "exit 1")
        self.assertEqual(self.install()[-1], "apt-get install --no-install-recommends docker.io docker-cli")

    def test_touches_neither_apt_nor_dpkg_when_docker_is_there(self):
        self.put("/installed", "")
        self.assertEqual(self.install(), [])
        self.assertFalse([call for call in self.calls if call.startswith("dpkg ")])

    def test_a_failing_apt_is_tried_again(self):
        self.program("apt-get", "echo 'E: Unable to fetch some archives' >&2; exit 100")
        with self.assertRaisesRegex(Retry, "Unable to fetch"):
            self.install()
        self.assertFalse([call for call in self.calls if call.startswith("systemctl")])


if __name__ == "__main__":
    unittest.main()
