"""What answers on 6443: the supervisor's few paths, and as much of the API as a card, kubectl and an operator use."""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from typing import Any

import authorities
import passwords
from authorities import TLS
from datastore import Datastore, Object, path_of
from https import Handler

AUDIT = "/var/lib/rancher/k3s/server/audit.log"
# node-monitor-grace-period of Kubernetes.
GRACE_SECONDS = 40


def apply(store: Datastore, value: Object) -> Object:
    """Server-side apply, coarsely: the status stays, and the generation counts."""
    path = path_of(value)
    old = store.get(path) or {}
    generation = old.get("metadata", {}).get("generation", 0) + 1
    status = {"status": old["status"]} if "status" in old and "status" not in value else {}
    new = {**value, **status, "metadata": {**value["metadata"], "generation": generation}}
    store.put(path, new)
    return new


class Api(Handler):
    store: Datastore
    settings: dict[str, Any]

    def do_GET(self) -> None:
        match self.path.split("?")[0]:
            case "/cacerts":
                with open(f"{TLS}/server-ca.crt", "rb") as file:
                    self.answer(200, file.read())
            case "/ping":
                self.answer(200, "pong")
            case "/v1-k3s/readyz":
                if self.joining():
                    self.answer(200, "ok")
            case path:
                self.read(path)

    def do_POST(self) -> None:
        match self.path:
            case "/v1-k3s/client-kubelet.crt":
                self.sign("client-ca", "clientAuth")
            case "/v1-k3s/serving-kubelet.crt":
                self.sign("server-ca", "serverAuth")
            case path:
                self.change(path.split("?")[0])

    def do_PATCH(self) -> None:
        self.change(self.path.split("?")[0])

    def joining(self) -> bool:
        user, secret = passwords.basic(self.headers.get("Authorization", ""))
        server = self.settings["token"]
        expected = {"node": self.settings.get("agent-token", server), "server": server}
        if secret and expected.get(user) == secret:
            return True
        self.body()
        self.answer(401, "Unauthorized\n")
        return False

    def sign(self, authority: str, usage: str) -> None:
        if not self.joining():
            return
        csr = self.body().decode()
        node, password = self.headers.get("k3s-Node-Name", ""), self.headers.get("k3s-Node-Password", "")
        if not passwords.accepted(self.store, node, password):
            self.answer(403, f"{passwords.REJECTED}\n")
            return
        names = f"DNS:{node},IP:127.0.0.1" if usage == "serverAuth" else ""
        self.answer(200, authorities.issue(authority, csr, f"/O=system:nodes/CN=system:node:{node}", usage, names))

    def caller(self) -> tuple[str, list[str]]:
        """User and groups as the certificate says: CN and O."""
        subject = [pair for part in (self.request.getpeercert() or {}).get("subject", ()) for pair in part]
        user = next((value for key, value in subject if key == "commonName"), "")
        return user, [value for key, value in subject if key == "organizationName"]

    def allowed(self, path: str) -> bool:
        user, groups = self.caller()
        if not user:
            self.refuse(HTTPStatus.UNAUTHORIZED, "Unauthorized", path)
            return False
        if "system:masters" in groups or self.is_administrator(groups):
            return True
        if "system:nodes" in groups and own_node(path, user.removeprefix("system:node:"), self.command):
            return True
        self.refuse(HTTPStatus.FORBIDDEN, "Forbidden", path)
        return False

    def is_administrator(self, groups: list[str]) -> bool:
        bindings = self.store.list("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings")
        admins = [each for each in bindings if each["roleRef"]["name"] == "cluster-admin"]
        return any(subject["name"] in groups for each in admins for subject in each["subjects"] if subject["kind"] == "Group")

    def read(self, path: str) -> None:
        if not self.allowed(path):
            return
        if path in ("/readyz", "/livez", "/healthz"):
            self.answer(200, "ok")
        elif path == "/version":
            self.json({"major": "1", "minor": "0", "gitVersion": "v1.0.0+double"})
        elif path.rsplit("/", 1)[-1] in ("nodes", "secrets", "namespaces"):
            items = [self.seen(each) for each in self.store.list(path)]
            self.json({"apiVersion": "v1", "kind": f"{items[0]['kind'] if items else ''}List", "metadata": {}, "items": items})
        elif (value := self.store.get(path)) is not None:
            self.json(self.seen(value))
        else:
            self.refuse(HTTPStatus.NOT_FOUND, "NotFound", path)

    def seen(self, value: Object) -> Object:
        """A node whose kubelet is silent is no longer Ready."""
        if value["kind"] == "Node":
            for condition in value["status"]["conditions"]:
                fresh = time.time() - condition["heartbeat"] < GRACE_SECONDS
                condition["status"] = "True" if fresh else "Unknown"
        return value

    def change(self, path: str) -> None:
        given = json.loads(self.body())
        if not self.allowed(path):
            return
        self.audit(path)
        if path.endswith("/status"):
            self.change_status(path.removesuffix("/status"), given)
        elif self.command == "POST" and self.store.get(path_of(given)) is not None:
            self.refuse(HTTPStatus.CONFLICT, "AlreadyExists", path_of(given))
        else:
            self.json(apply(self.store, given))

    def change_status(self, path: str, given: Object) -> None:
        value = self.store.get(path)
        if value is None:
            self.refuse(HTTPStatus.NOT_FOUND, "NotFound", path)
            return
        self.store.put(path, {**value, "status": {**value.get("status", {}), **given["status"]}})
        self.json(value)

    def audit(self, path: str) -> None:
        if not path.endswith("/status"):
            with open(AUDIT, "a", encoding="utf-8") as file:
                file.write(f"{self.command} {path} {self.caller()[0]}\n")

    def json(self, value: Object) -> None:
        self.answer(200, json.dumps(value), "application/json")

    def refuse(self, code: HTTPStatus, reason: str, path: str) -> None:
        kind, _, name = path.rpartition("/")
        kind = kind.rsplit("/", 1)[-1]
        status = {"apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure", "reason": reason, "code": code}
        text = {**status, "message": f'{kind} "{name}": {reason}', "details": {"name": name, "kind": kind}}
        self.answer(code, json.dumps(text), "application/json")


def own_node(path: str, node: str, method: str) -> bool:
    """NodeRestriction: a kubelet makes and changes its own Node."""
    own = f"/api/v1/nodes/{node}"
    return path in (own, f"{own}/status") or (method == "POST" and path == "/api/v1/nodes")
