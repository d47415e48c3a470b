"""Ports 80 and 443."""

from __future__ import annotations

import json
import re
import threading

import container
import controllers
import manifest
from datastore import Datastore
from https import Handler, Server

IMPORT = re.compile(r"/v3/import/([^_/]+)_([^/]+)\.yaml")


class Redirect(Handler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"{container.server_url()}{self.path}")
        self.send_header("Content-Length", "0")
        self.end_headers()


class Rancher(Handler):
    store: Datastore

    def do_GET(self) -> None:
        if self.path == "/ping":
            self.answer(200, "pong")
        elif self.path == "/v3/settings/cacerts":
            self.answer(200, json.dumps({"name": "cacerts", "value": container.cacerts()}), "application/json")
        elif self.path == "/v3/connect/register":
            self.connect(self.headers.get("X-API-Tunnel-Token", ""))
        elif found := IMPORT.fullmatch(self.path):
            self.import_manifest(found[1], found[2])
        else:
            self.answer(404, "not found")

    def import_manifest(self, token: str, cluster_id: str) -> None:
        cluster = controllers.cluster_of_id(self.store, cluster_id)
        if cluster is None or token not in controllers.tokens(self.store, cluster_id, "default-token"):
            self.answer(400, "cluster not found or invalid token")
            return
        self.answer(200, manifest.text(cluster, token), "text/yaml")

    def connect(self, token: str) -> None:
        """The agent's first connection may use the import's token; Rancher then deploys it again with `system`."""
        for cluster in self.store.list(controllers.CLUSTERS):
            cluster_id = cluster["metadata"]["annotations"].get(controllers.ID_ANNOTATION, "")
            if token in controllers.tokens(self.store, cluster_id, "default-token", "system"):
                system = controllers.tokens(self.store, cluster_id, "system")
                given = system[0] if system else controllers.make_token(self.store, cluster_id, "system")
                print(f"[INFO] agent of {cluster_id} connected", flush=True)
                self.answer(200, json.dumps({"token": given}), "application/json")
                return
        self.answer(401, "failed authentication")


def serve(store: Datastore) -> int:
    Rancher.store = store
    threading.Thread(target=Server(80, Redirect, None).serve_forever, daemon=True).start()
    Server(443, Rancher, container.context()).serve_forever()
    return 0
