"""/etc/rancher/k3s/config.yaml: its keys are K3s's flags without the dashes, and K3s ends at one that it does not know.

https://docs.k3s.io/cli/server, https://docs.k3s.io/cli/agent
"""

from __future__ import annotations

import os
import stat
from typing import Any

import yaml

PATH = "/etc/rancher/k3s/config.yaml"
PASSWORD = "/etc/rancher/node/password"

BOTH = set(
    """debug v vmodule log alsologtostderr data-dir token token-file node-name with-node-id node-label node-taint
    image-credential-provider-bin-dir image-credential-provider-config docker container-runtime-endpoint
    default-runtime image-service-endpoint disable-default-registry-endpoint nonroot-devices pause-image snapshotter
    private-registry system-default-registry node-ip node-external-ip node-internal-dns node-external-dns resolv-conf
    flannel-iface flannel-conf flannel-cni-conf vpn-auth vpn-auth-file kubelet-arg kube-proxy-arg protect-kernel-defaults
    enable-pprof rootless prefer-bundled-bin selinux lb-server-port bind-address""".split()
)
SERVER = BOTH | set(
    """https-listen-port supervisor-port apiserver-port advertise-address advertise-port tls-san tls-san-security cluster-cidr
    service-cidr service-node-port-range cluster-dns cluster-domain flannel-backend flannel-ipv6-masq flannel-external-ip
    egress-selector-mode servicelb-namespace write-kubeconfig write-kubeconfig-mode write-kubeconfig-group helm-job-image
    agent-token agent-token-file server cluster-init cluster-reset cluster-reset-restore-path kube-apiserver-arg etcd-arg
    kube-controller-manager-arg kube-scheduler-arg kube-cloud-controller-manager-arg datastore-endpoint datastore-cafile
    datastore-certfile datastore-keyfile etcd-expose-metrics etcd-disable-snapshots etcd-snapshot-name
    etcd-snapshot-schedule-cron etcd-snapshot-retention etcd-snapshot-dir etcd-snapshot-compress etcd-s3
    default-local-storage-path disable disable-scheduler disable-cloud-controller disable-kube-proxy disable-network-policy
    disable-helm-controller disable-apiserver disable-controller-manager disable-etcd embedded-registry supervisor-metrics
    secrets-encryption secrets-encryption-provider""".split()
)
AGENT = BOTH | {"server", "disable-apiserver-lb"}
LISTS = {"tls-san", "node-label", "node-taint", "kubelet-arg", "disable"}


class Fatal(Exception):
    """K3s would end with this, and systemd would start it again."""


def read(command: str) -> dict[str, Any]:
    with open(PATH, encoding="utf-8") as file:
        values = yaml.safe_load(file)
    if not isinstance(values, dict):
        raise Fatal(f"{PATH} is no map")
    for key, value in values.items():
        check(key, value, SERVER if command == "server" else AGENT)
    if stat.S_IMODE(os.stat(PATH).st_mode) & 0o077:
        raise Fatal(f"{PATH} holds secrets and is readable by others")
    return values


def check(key: str, value: Any, known: set[str]) -> None:
    name = key.removesuffix("+")
    if name not in known:
        raise Fatal(f"flag provided but not defined: -{name}")
    if name in LISTS and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        raise Fatal(f"{name} must be a list of strings")
    if name in ("token", "agent-token", "node-name", "node-ip", "server", "write-kubeconfig-mode") and not isinstance(value, str):
        raise Fatal(f"{name} must be a string, not {type(value).__name__} (quote it)")


def node_password() -> str:
    """K3s makes one where there is none; then a card that was flashed anew is a stranger."""
    if not os.path.exists(PASSWORD):
        os.makedirs(os.path.dirname(PASSWORD), exist_ok=True)
        with open(os.open(PASSWORD, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{os.urandom(16).hex()}\n")
    with open(PASSWORD, encoding="utf-8") as file:
        return file.read().strip()


def notify_ready() -> None:
    """sd_notify(3)"""
    import socket

    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
            connection.sendto(b"READY=1", address.replace("@", "\0", 1))
