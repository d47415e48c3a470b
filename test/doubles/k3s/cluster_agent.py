"""Rancher's agent in this cluster, for which a thread stands in here: K3s's double runs no containers.

Like the real one it takes URL, CA checksum and credentials from what was applied, connects, and is available as long as Rancher knows
it. At its first connection Rancher gives it the `system` token, which replaces that of the import.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from datastore import Datastore, Object

NAMESPACE = "/api/v1/namespaces/cattle-system"
DEPLOYMENT = "/apis/apps/v1/namespaces/cattle-system/deployments/cattle-cluster-agent"
PAUSE_SECONDS = 1


def run(store: Datastore) -> None:
    while True:
        deployment = store.get(DEPLOYMENT)
        if deployment is not None:
            replicas = 1 if has_place(store, deployment) and connects(store, deployment) else 0
            store.put(DEPLOYMENT, {**deployment, "status": {"availableReplicas": replicas}})
        time.sleep(PAUSE_SECONDS)


def has_place(store: Datastore, deployment: Object) -> bool:
    """Of scheduling only what decides here: nodes with a label that must not exist are out."""
    affinity = deployment["spec"]["template"]["spec"].get("affinity", {}).get("nodeAffinity", {})
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution", {}).get("nodeSelectorTerms", [])
    absent = {each["key"] for term in required for each in term["matchExpressions"] if each["operator"] == "DoesNotExist"}
    return any(not absent & node["metadata"]["labels"].keys() for node in store.list("/api/v1/nodes"))


def connects(store: Datastore, deployment: Object) -> bool:
    pod = deployment["spec"]["template"]["spec"]
    environment = {each["name"]: each["value"] for each in pod["containers"][0]["env"]}
    path = f"{NAMESPACE}/secrets/{pod['volumes'][0]['secret']['secretName']}"
    secret = store.get(path)
    if secret is None:
        return False
    token = base64.b64decode(secret["data"]["token"]).decode()
    try:
        given = connect(environment, token)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        print(f'level=warning msg="cattle-cluster-agent: {problem}"', flush=True)
        return False
    if given != token:
        store.put(path, {**secret, "data": {**secret["data"], "token": base64.b64encode(given.encode()).decode()}})
    return True


def connect(environment: dict[str, str], token: str) -> str:
    """The token that Rancher wants to see from now on."""
    host = urlsplit(environment["CATTLE_SERVER"]).netloc
    cacerts = ask(host, "/v3/settings/cacerts", insecure())["value"]
    text = cacerts if cacerts.endswith("\n") else f"{cacerts}\n"
    if hashlib.sha256(text.encode()).hexdigest() != environment["CATTLE_CA_CHECKSUM"]:
        raise ValueError("the CA of Rancher does not have the checksum CATTLE_CA_CHECKSUM")
    trust = ssl.create_default_context(cadata=text)
    trust.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return ask(host, "/v3/connect/register", trust, {"X-API-Tunnel-Token": token})["token"]


def ask(host: str, path: str, context: ssl.SSLContext, headers: dict[str, str] | None = None) -> dict[str, Any]:
    connection = http.client.HTTPSConnection(host, context=context, timeout=5)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        data = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(f"Rancher answers {answer.status}: {data[:100]}")
    return json.loads(data)


def insecure() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
