"""Objects by their path in Kubernetes' API, in one SQLite file that survives a power cut. Belongs to the doubles: not Kubernetes."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from typing import Any

Object = dict[str, Any]

CLUSTER_SCOPED = {"Namespace", "Node", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"}


class Datastore:
    def __init__(self, folder: str):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(f"{folder}/state.db", check_same_thread=False, timeout=20)
        self._database.execute("create table if not exists objects (path text primary key, object text not null)")
        self._database.commit()

    def get(self, path: str) -> Object | None:
        with self._lock:
            row = self._database.execute("select object from objects where path = ?", (path,)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, path: str, value: Object) -> None:
        with self._lock, self._database:
            self._database.execute("insert or replace into objects values (?, ?)", (path, json.dumps(value)))

    def list(self, collection: str) -> list[Object]:
        """The objects directly below a path."""
        with self._lock:
            rows = self._database.execute("select path, object from objects order by path").fetchall()
        return [json.loads(text) for path, text in rows if os.path.dirname(path) == collection]


def collection_of(api_version: str, kind: str, namespace: str | None) -> str:
    """https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris"""
    root = f"/api/{api_version}" if "/" not in api_version else f"/apis/{api_version}"
    return f"{root}{f'/namespaces/{namespace}' if namespace else ''}/{plural(kind)}"


def path_of(value: Object) -> str:
    meta = value["metadata"]
    namespace = None if value["kind"] in CLUSTER_SCOPED else meta.get("namespace", "default")
    return f"{collection_of(value['apiVersion'], value['kind'], namespace)}/{meta['name']}"


def plural(kind: str) -> str:
    name = kind.lower()
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
