"""Loads the modules and sets the sysctls that this card wrote for systemd, and reads back what came of it.

The kubelet refuses to start when the sysctls that it protects differ (K3s: protect-kernel-defaults), so they are checked here,
where the reason can be said.
"""

from __future__ import annotations

from node import Node, Retry

SYSCTL = "/etc/sysctl.d/90-edgegen.conf"
MODULES = "/etc/modules-load.d/edgegen.conf"


def run(node: Node) -> str | None:
    notes = load_modules(node) + set_sysctls(node)
    for note in notes:
        node.log(note)
    return "; ".join(notes) or None


def entries(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] not in "#;"]


def load_modules(node: Node) -> list[str]:
    wanted = entries(node.read(MODULES))
    absent = [name for name in wanted if not node.exists(f"/sys/module/{name}")]
    if node.container:
        return [f"modules are the host's business, not loaded: {', '.join(absent)}"] if absent else []
    if not absent or node.run(["modprobe", "--all", *absent], check=False).returncode == 0:
        return []
    failed = [name for name in absent if node.run(["modprobe", name], check=False, quiet=True).returncode != 0]
    return [f"this kernel has no {', '.join(failed)}"] if failed else []


def set_sysctls(node: Node) -> list[str]:
    # The unit, not sysctl(8): so the order of all sysctl.d files counts, as it will at the next boot.
    node.run(["systemctl", "restart", "systemd-sysctl.service"], check=False)
    wanted = dict(map(str.strip, line.split("=", 1)) for line in entries(node.read(SYSCTL)))
    differing = {key: found for key, value in wanted.items() if (found := current(node, key)) != value}
    if node.container:
        return [f"sysctls are the host's business: {', '.join(differing)}"] if differing else []
    for key in node.data["required"]:
        if key in differing:
            raise Retry(f"{key} is {differing[key]}, the kubelet needs {wanted[key]}: does another file in /etc/sysctl.d set it?")
    return [f"{key} is {found}, not {wanted[key]}" for key, found in differing.items()]


def current(node: Node, key: str) -> str:
    return node.read(f"/proc/sys/{key.replace('.', '/')}", "missing").strip()
