"""`k3s agent`: joins by token and node password, registers its Node once, then only reports. Whatever is wrong, it tries for ever."""

from __future__ import annotations

import base64
import http.client
import json
import re
import ssl
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import authorities
import balancer
import config
import yaml

FOLDER = "/var/lib/rancher/k3s/agent"
KUBELET = f"{FOLDER}/client-kubelet"
HEARTBEAT_SECONDS = 5
TOKEN = re.compile(r"(?:K10(?P<hash>[0-9a-f]{64})::)?(?:(?P<user>[^:]+):)?(?P<secret>[^:]+)")


class NotYet(Exception):
    """What K3s logs before it tries again."""


class Agent:
    def __init__(self, settings: dict[str, Any]):
        address = urlsplit(settings["server"])
        self.host, self.port = address.hostname or "", address.port or 443
        token = TOKEN.fullmatch(settings["token"])
        if token is None:
            raise config.Fatal("invalid token format")
        self.pin, self.secret = token["hash"], token["secret"]
        self.name = settings["node-name"]
        self.settings = settings

    def join(self) -> None:
        """Everything up to the kubelet's certificate."""
        cacerts = self.ask("GET", "/cacerts", context=unverified())
        found = authorities.token_hash(cacerts)
        if self.pin not in (None, found):
            raise NotYet(f"token CA hash does not match the Cluster CA certificate hash: {self.pin} != {found}")
        authorities.write(f"{FOLDER}/server-ca.crt", cacerts.decode())
        self.ask("GET", "/v1-k3s/readyz", headers=self.credentials())
        csr = authorities.request(f"{KUBELET}.key")
        certificate = self.ask("POST", "/v1-k3s/client-kubelet.crt", csr.encode(), self.credentials())
        authorities.write(f"{KUBELET}.crt", certificate.decode())
        write_kubeconfig()

    def credentials(self) -> dict[str, str]:
        basic = base64.b64encode(f"node:{self.secret}".encode()).decode()
        named = {"k3s-Node-Name": self.name, "k3s-Node-Password": config.node_password()}
        return {"Authorization": f"Basic {basic}", **named}

    def register(self, control_plane: bool) -> None:
        labels = dict(each.split("=", 1) for each in self.settings.get("node-label", []))
        if control_plane:
            labels["node-role.kubernetes.io/control-plane"] = "true"
        elif any(key.startswith("node-role.kubernetes.io/") for key in labels):
            raise config.Fatal("a kubelet may not give itself a label of node-role.kubernetes.io")
        node = {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": self.name, "labels": labels},
            "spec": {"taints": self.settings.get("node-taint", [])},
            "status": {"addresses": [{"type": "InternalIP", "address": self.settings["node-ip"]}], **ready()},
        }
        try:
            self.kubelet("POST", "/api/v1/nodes", node)
        except NotYet as answer:
            if "AlreadyExists" not in str(answer):
                raise

    def kubelet(self, method: str, path: str, value: dict[str, Any]) -> None:
        trust = ssl.create_default_context(cafile=f"{FOLDER}/server-ca.crt")
        trust.verify_flags &= ~ssl.VERIFY_X509_STRICT
        trust.load_cert_chain(f"{KUBELET}.crt", f"{KUBELET}.key")
        self.ask(method, path, json.dumps(value).encode(), context=trust)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> bytes:
        if context is None:
            context = ssl.create_default_context(cafile=f"{FOLDER}/server-ca.crt")
            context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        connection = http.client.HTTPSConnection(self.host, self.port, context=context, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            raise NotYet(f"https://{self.host}:{self.port}{path}: {str(problem).lower()}") from None
        finally:
            connection.close()
        if answer.status >= 300:
            raise NotYet(f"https://{self.host}:{self.port}{path}: {answer.status} {answer.reason}: {data.decode()[:300].strip()}")
        return data


def main(settings: dict[str, Any], control_plane: bool = False) -> int:
    agent = Agent(settings)
    retry(agent.join, "Waiting to retrieve agent configuration; server is not ready", 2)
    if not control_plane:
        balancer.start(agent.host, agent.port)
    retry(lambda: agent.register(control_plane), "Unable to register node with API server", 1)
    print(f'level=info msg="Node {agent.name} is registered"', flush=True)
    config.notify_ready()
    path = f"/api/v1/nodes/{agent.name}/status"
    while True:
        try:
            agent.kubelet("PATCH", path, {"status": ready()})
        except NotYet as problem:
            # The Node is made once for each process: kubernetes/kubernetes#71398.
            print(f'level=error msg="error getting node \\"{agent.name}\\": {problem}"', file=sys.stderr, flush=True)
        time.sleep(HEARTBEAT_SECONDS)


def retry(act: Any, what: str, pause: float) -> None:
    while True:
        try:
            return act()
        except NotYet as problem:
            print(f'level=error msg="{what}: {problem}"', file=sys.stderr, flush=True)
            time.sleep(pause)


def ready() -> dict[str, Any]:
    return {"conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady", "heartbeat": time.time()}]}


def unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def write_kubeconfig() -> None:
    cluster = {"server": balancer.URL, "certificate-authority": f"{FOLDER}/server-ca.crt"}
    user = {"client-certificate": f"{KUBELET}.crt", "client-key": f"{KUBELET}.key"}
    data = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "local", "cluster": cluster}],
        "users": [{"name": "user", "user": user}],
        "contexts": [{"name": "Default", "context": {"cluster": "local", "user": "user"}}],
        "current-context": "Default",
    }
    authorities.write(f"{FOLDER}/kubelet.kubeconfig", yaml.safe_dump(data))
