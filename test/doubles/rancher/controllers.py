"""What Rancher does by itself: its own objects appear one after another as it starts, then it reacts to what somebody creates."""

from __future__ import annotations

import base64
import secrets
import string
import threading
import time

from datastore import Datastore, Object, collection_of, path_of

CRD = "clusterregistrationtokens.management.cattle.io"
DEFINED = (CRD, "clusters.management.cattle.io", "clusters.provisioning.cattle.io")
CLUSTERS = collection_of("provisioning.cattle.io/v1", "Cluster", "fleet-default")
ID_ANNOTATION = "provisioning.cattle.io/management-cluster-name"
PAUSE_SECONDS = 0.2


def start(store: Datastore) -> None:
    threading.Thread(target=work, args=(store,), daemon=True).start()


def work(store: Datastore) -> None:
    for name in DEFINED:
        put(store, {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": name}})
        time.sleep(PAUSE_SECONDS)
    for name in ("cattle-system", "fleet-default"):
        put(store, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        time.sleep(PAUSE_SECONDS)
    webhook = {"name": "rancher-webhook", "namespace": "cattle-system"}
    put(store, {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": webhook, "status": {"availableReplicas": 1}})
    while True:
        for cluster in store.list(CLUSTERS):
            manage(store, cluster)
        time.sleep(PAUSE_SECONDS)


def put(store: Datastore, value: Object) -> None:
    store.put(path_of(value), value)


def manage(store: Datastore, cluster: Object) -> None:
    """The annotation names the generated cluster; a token that nobody made is made at random (createToken)."""
    cluster_id = cluster["metadata"]["annotations"].get(ID_ANNOTATION, "c-m-random00")
    put(store, {"apiVersion": "management.cattle.io/v3", "kind": "Cluster", "metadata": {"name": cluster_id, "namespace": ""}})
    if not tokens(store, cluster_id, "default-token"):
        make_token(store, cluster_id, "default-token")
    for each in store.list(collection_of("management.cattle.io/v3", "ClusterRegistrationToken", cluster_id)):
        migrate(store, each)


def migrate(store: Datastore, token: Object) -> None:
    """migrateCRTFallback: a token in the status moves, unchanged, into a Secret."""
    value = token.get("status", {}).get("token")
    if not value:
        return
    meta = token["metadata"]
    name = f"crt-token-{meta['name']}"
    data = {"token": base64.b64encode(value.encode()).decode()}
    put(store, {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": meta["namespace"]}, "data": data})
    put(store, {**token, "status": {"tokenSecretName": name}})


def make_token(store: Datastore, cluster_id: str, name: str) -> str:
    value = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(54))
    meta = {"name": name, "namespace": cluster_id}
    put(
        store,
        {"apiVersion": "management.cattle.io/v3", "kind": "ClusterRegistrationToken", "metadata": meta, "status": {"token": value}},
    )
    return value


def tokens(store: Datastore, cluster_id: str, *names: str) -> list[str]:
    """The values of the tokens of these names that exist."""
    found = []
    for name in names:
        token = store.get(f"{collection_of('management.cattle.io/v3', 'ClusterRegistrationToken', cluster_id)}/{name}")
        secret = store.get(f"/api/v1/namespaces/{cluster_id}/secrets/crt-token-{name}")
        if secret:
            found.append(base64.b64decode(secret["data"]["token"]).decode())
        elif token and token.get("status", {}).get("token"):
            found.append(token["status"]["token"])
    return found


def cluster_of_id(store: Datastore, cluster_id: str) -> Object | None:
    for each in store.list(CLUSTERS):
        if each["metadata"]["annotations"].get(ID_ANNOTATION) == cluster_id:
            return each
    return None
