"""Makes Rancher expect the cluster under the id and the tokens that the control plane's card already carries.

Objects are created at the level of Kubernetes: Rancher's own API would make up another token. They are created once for each
datastore, so that a cluster which somebody removed in Rancher stays removed. Namespace and tokens come before the cluster, or
Rancher would make the tokens itself. What lies behind this is Rancher's source at v2.12 to v2.15, hence the check of what it
made of the tokens.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import reach
from files import read_text, write_durably
from progress import report
from reach import NotYet

OBJECTS = "/etc/edgegen/rancher/import.json"
CA = "/etc/edgegen/rancher/cacerts.pem"
# On the volume with Rancher's datastore, whose fate it shares.
STAMP = "/opt/rancher/edgegen-import"
PING = "https://127.0.0.1/ping"
KUBECTL = ("docker", "exec", "--interactive", "rancher", "kubectl")
POLL_SECONDS = 15
KINDS = (
    "clusterregistrationtokens.management.cattle.io",
    "clusters.management.cattle.io",
    "clusters.provisioning.cattle.io",
)

Object = Mapping[str, Any]


def main() -> None:
    text = read_text(OBJECTS)
    while not settled(json.loads(text), hashlib.sha256(text.encode()).hexdigest()):
        time.sleep(POLL_SECONDS)


def settled(objects: Sequence[Object], fingerprint: str) -> bool:
    try:
        if read_text(STAMP, "") != fingerprint:
            introduce(objects)
            write_durably(STAMP, fingerprint)
        report("rancher-import", "Rancher expects the cluster under the names that its cards know", done=True)
        return True
    except NotYet as reason:
        report("rancher-import", str(reason))
        return False


def introduce(objects: Sequence[Object]) -> None:
    wait_for_rancher()
    for each in objects:
        create(each)
    for each in objects:
        if each["kind"] == "ClusterRegistrationToken":
            check_token(each)


def wait_for_rancher() -> None:
    """Creating passes through Rancher's webhook, and the cluster lives in a namespace that Rancher makes."""
    ping()
    for kind in KINDS:
        if not kubectl("get", "crd", kind, "--ignore-not-found", "--output", "name"):
            raise NotYet(f"waiting for Rancher to define {kind}")
    if not kubectl("get", "namespace", "fleet-default", "--ignore-not-found", "--output", "name"):
        raise NotYet("waiting for Rancher to make the namespace fleet-default")
    webhook = ("-n", "cattle-system", "get", "deployment", "rancher-webhook", "--ignore-not-found")
    if kubectl(*webhook, "--output", "jsonpath={.status.availableReplicas}") in ("", "0"):
        raise NotYet("waiting for Rancher's webhook")


def ping() -> None:
    """Asks the Rancher of this node; its certificate names the server URL, not 127.0.0.1."""
    try:
        answer = reach.get(PING, CA, check_hostname=False)
    except NotYet as reason:
        raise NotYet(f"waiting for Rancher: {reason}") from None
    if answer.strip() != "pong":
        raise NotYet("port 443 answers, but not as Rancher does")


def create(each: Object) -> None:
    manifest = json.dumps(each)
    if not kubectl("get", "--filename", "-", "--ignore-not-found", "--output", "name", given=manifest):
        kubectl("create", "--filename", "-", given=manifest)
        print(f"created {each['kind']} {each['metadata']['name']}", flush=True)


def check_token(each: Object) -> None:
    """Up to 2.13.7 the token stays in the status; later versions move it, unchanged, into a Secret."""
    name, namespace = each["metadata"]["name"], each["metadata"]["namespace"]
    find = ("-n", namespace, "get", KINDS[0], name, "--output", "jsonpath={.status.token}")
    found = kubectl(*find) or token_in_secret(f"crt-token-{name}", namespace)
    if not found:
        raise NotYet(f"waiting for Rancher to take over the registration token {name}")
    if found != each["status"]["token"]:
        raise NotYet(
            f"RANCHER MADE ANOTHER REGISTRATION TOKEN {name}: the control plane's card does not know it. Import the cluster "
            "by hand in Rancher's user interface, and tell edgegen's developers which version of Rancher this is"
        )


def token_in_secret(name: str, namespace: str) -> str:
    find = ("-n", namespace, "get", "secret", name, "--ignore-not-found")
    return base64.b64decode(kubectl(*find, "--output", "jsonpath={.data.token}")).decode()


def kubectl(*arguments: str, given: str | None = None) -> str:
    return reach.kubectl(KUBECTL, arguments, given)


if __name__ == "__main__":
    main()
