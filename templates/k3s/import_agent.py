"""Introduces this cluster to Rancher: fetches the import manifest and applies it, once. A timer starts this every minute.

Afterwards it only watches. The manifest is applied again when Rancher's agent has been unready for ten minutes while Rancher
itself answered, which means that one of the two was made anew. Left to K3s's manifests folder it would undo, at every start
of K3s, what Rancher has changed in its agent since.
"""

from __future__ import annotations

import hashlib
import json
import time
from urllib.parse import urljoin

from files import host_path, read_text, remove_quietly, write_durably
from progress import report
from reach import NotYet, get, kubectl

# Mode 0600: the URL contains the registration token, so it is neither in argv nor in any message.
TARGET = "/etc/edgegen/import.json"
CA = "/etc/edgegen/rancher-ca.pem"
STAMP = "/var/lib/edgegen/imported"
UNREADY_SINCE = "/run/edgegen/import-unready"
KUBECTL = ("k3s", "kubectl", "--request-timeout=60s")
# Not kubectl: starting K3s's 70 MB binary every minute is too much for a small control plane.
API = "https://127.0.0.1:6443"
AGENT = f"{API}/apis/apps/v1/namespaces/cattle-system/deployments/cattle-cluster-agent"
TLS = "/var/lib/rancher/k3s/server/tls"
PATIENCE_SECONDS = 10 * 60


def main() -> None:
    url = json.loads(read_text(TARGET))["url"]
    try:
        imported = read_text(STAMP, "") == fingerprint(url)
        report("import", watch(url) if imported else introduce(url), done=True)
    except NotYet as reason:
        report("import", str(reason))


def introduce(url: str) -> str:
    manifest = fetch(url)
    kubectl(KUBECTL, ["apply", "--filename", "-"], given=manifest)
    write_durably(STAMP, fingerprint(url))
    forget_unready()
    return "the import manifest is applied; Rancher's agent connects by itself"


def fetch(url: str) -> str:
    try:
        manifest = get(url, CA)
    except NotYet as reason:
        raise NotYet(f"waiting until Rancher expects this cluster: {reason}") from None
    if "cattle-cluster-agent" not in manifest:
        raise NotYet("Rancher answers, but not with an import manifest")
    return manifest


def watch(url: str) -> str:
    if agent_is_ready():
        forget_unready()
        return "imported; Rancher's agent is ready"
    if not rancher_answers(url):
        forget_unready()
        raise NotYet("imported; Rancher does not answer")
    if unready_seconds() < PATIENCE_SECONDS:
        raise NotYet("imported; Rancher's agent is not ready")
    return introduce(url)


def agent_is_ready() -> bool:
    try:
        deployment = json.loads(get(AGENT, f"{TLS}/server-ca.crt", f"{TLS}/client-admin"))
    except NotYet as answer:
        if answer.status == 404:
            return False
        raise NotYet(f"imported; K3s's API: {answer}") from None
    return deployment["status"].get("availableReplicas", 0) > 0


def rancher_answers(url: str) -> bool:
    try:
        return get(urljoin(url, "/ping"), CA).strip() == "pong"
    except NotYet:
        return False


def unready_seconds() -> float:
    """Counted since boot, not by a clock that may jump."""
    now = time.monotonic()
    since = read_text(UNREADY_SINCE, "")
    if not since:
        write_durably(UNREADY_SINCE, str(now))
    return now - float(since or now)


def forget_unready() -> None:
    remove_quietly(host_path(UNREADY_SINCE))


def fingerprint(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


if __name__ == "__main__":
    main()
