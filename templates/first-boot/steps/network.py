"""Waits for the node's own address, and sees to what must stand before anything listens on it."""

from __future__ import annotations

import json
from typing import Any

from node import Node, Retry

PATIENCE = 60
APPLIED = "/run/edgegen/netplan-applied"
FIREWALL = "edgegen-firewall.service"


def run(node: Node) -> str | None:
    notes = [firewall(node)]
    if node.data["wifi"]:
        radio_on(node)
    for _ in range(PATIENCE):
        if has_address(node):
            break
        node.sleep(1)
    else:
        notes.append(apply_netplan(node))
        node.sleep(5)
        if not has_address(node):
            raise Retry(diagnosis(node))
    return "; ".join(note for note in notes if note) or None


def radio_on(node: Node) -> None:
    """Raspberry Pi OS switches Wi-Fi off until a country is set, both in rfkill and in NetworkManager's own state."""
    node.run(["rfkill", "unblock", "wifi"], check=False)
    node.run(["nmcli", "radio", "wifi", "on"], check=False)


def interfaces(node: Node) -> list[dict[str, Any]]:
    shown = node.run(["ip", "-json", "address", "show"], quiet=True)
    return json.loads(shown.stdout or "[]")


def own_interface(node: Node) -> dict[str, Any] | None:
    """The interface of the card: by name if it has one, else by hardware address."""
    name, mac = node.card["interface"], node.card["mac"]
    for link in interfaces(node):
        if link["ifname"] == name or (name is None and link.get("address") == mac and not link.get("link")):
            return link
    return None


def addresses(link: dict[str, Any]) -> list[str]:
    return [info["local"] for info in link.get("addr_info", []) if info.get("family") == "inet" and "local" in info]


def has_address(node: Node) -> bool:
    link = own_interface(node)
    return link is not None and node.card["address"] in addresses(link)


def apply_netplan(node: Node) -> str:
    """Once a boot: on some releases the network manager starts before cloud-init has written its configuration."""
    if node.exists(APPLIED):
        return ""
    node.write(APPLIED, "")
    node.log(f"no address after {PATIENCE} s, applying netplan")
    result = node.run(["netplan", "apply"], check=False, timeout=120)
    if result.returncode == 127:
        return "there is no netplan on this system"
    return f"netplan had to be applied (code {result.returncode})"


def diagnosis(node: Node) -> str:
    wanted = f"{node.card['address']}/{node.card['prefix_length']}"
    name = node.card["interface"] or f"the interface with MAC {node.card['mac']}"
    link = own_interface(node)
    if link is None:
        others = ", ".join(other["ifname"] for other in interfaces(node) if other["ifname"] != "lo") or "none"
        return f"{name} does not exist on this machine (there are: {others}); it should have {wanted}"
    if "LOWER_UP" not in link.get("flags", []):
        wireless = node.exists(f"/sys/class/net/{link['ifname']}/wireless")
        check = "are the Wi-Fi's name and password right?" if wireless else "is the cable in, is the switch on?"
        return f"{name} has no link: {check} It waits for that"
    found = ", ".join(addresses(link)) or "no address"
    return f"{name} has {found}, not {wanted}: something else configures it (see `netplan get`, `ip address`)"


def firewall(node: Node) -> str:
    """The unit loads it early at every boot but the first."""
    if not node.data["firewall"]:
        if node.exists(f"/etc/systemd/system/{FIREWALL}"):
            node.run(["systemctl", "disable", "--now", FIREWALL], check=False)
        return ""
    # As the unit's own condition asks.
    if not node.exists("/usr/sbin/nft"):
        return "the firewall is NOT active: nft is missing (package nftables)"
    # Loaded anew, since a card that was just applied may have brought other rules than those the boot began with.
    started = node.run(["systemctl", "reload-or-restart", FIREWALL], check=False, timeout=90)
    return "" if started.returncode == 0 else "the firewall is NOT active: see `systemctl status edgegen-firewall`"
