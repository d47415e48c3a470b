"""Who may join: the agent secret, and node passwords by which the first holder of a name keeps it (K3s's pkg/nodepassword)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from datastore import Datastore

REJECTED = (
    "Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry"
)


def accepted(store: Datastore, node: str, password: str) -> bool:
    """True for a name that nobody has, and for the password of who has it."""
    name = f"{node}.node-password.k3s"
    path = f"/api/v1/namespaces/kube-system/secrets/{name}"
    secret = store.get(path)
    if secret is None:
        salt = os.urandom(8)
        metadata = {"name": name, "namespace": "kube-system"}
        data = {"hash": base64.b64encode(salt + digest(password, salt)).decode()}
        store.put(path, {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "immutable": True, "data": data})
        return True
    known = base64.b64decode(secret["data"]["hash"])
    return hmac.compare_digest(known[8:], digest(password, known[:8]))


def digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=64)


def basic(header: str) -> tuple[str, str]:
    """User and secret of an Authorization header."""
    scheme, _, value = header.partition(" ")
    if scheme != "Basic":
        return "", ""
    user, _, secret = base64.b64decode(value).decode().partition(":")
    return user, secret
