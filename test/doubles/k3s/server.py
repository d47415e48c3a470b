"""`k3s server`: supervisor and API on 6443, the manifests folder, and the agent that runs beside them."""

from __future__ import annotations

import glob
import os
import ssl
import threading
import time
from typing import Any

import agent
import authorities
import cluster_agent
import config
import yaml
from api import Api, apply
from authorities import TLS
from datastore import Datastore
from https import Server

STATE = "/var/lib/rancher/k3s/server"
KUBECONFIG = "/etc/rancher/k3s/k3s.yaml"
MANIFESTS = f"{STATE}/manifests"
PORT = 6443


def main(settings: dict[str, Any]) -> int:
    authorities.check_all()
    issue_all(settings)
    store = Datastore(f"{STATE}/db")
    for name in ("default", "kube-system", "kube-public", "kube-node-lease"):
        apply(store, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    write_tokens(settings)
    write_kubeconfig(settings)
    Api.store, Api.settings = store, settings
    listening = Server(PORT, Api, context())
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    threading.Thread(target=deploy_manifests, args=(store,), daemon=True).start()
    threading.Thread(target=cluster_agent.run, args=(store,), daemon=True).start()
    own = {key: value for key, value in settings.items() if key in config.BOTH}
    own |= {"server": f"https://127.0.0.1:{PORT}", "token": settings.get("agent-token", settings["token"])}
    return agent.main(own, control_plane=True)


def issue_all(settings: dict[str, Any]) -> None:
    addresses = ["127.0.0.1", "::1", "10.43.0.1", settings["node-ip"], *settings.get("tls-san", [])]
    hosts = ["kubernetes", "kubernetes.default", "kubernetes.default.svc.cluster.local", "localhost", settings["node-name"]]
    names = sorted({f"IP:{each}" if is_address(each) else f"DNS:{each}" for each in [*addresses, *hosts]})
    authorities.make(f"{TLS}/serving-kube-apiserver", "server-ca", "/CN=kube-apiserver", "serverAuth", ",".join(names))
    authorities.make(f"{TLS}/client-admin", "client-ca", "/O=system:masters/CN=system:admin", "clientAuth")


def is_address(text: str) -> bool:
    return ":" in text or text.replace(".", "").isdigit()


def context() -> ssl.SSLContext:
    """Certificates of callers are asked for and need not be there: agents come with a token first."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{TLS}/serving-kube-apiserver.crt", f"{TLS}/serving-kube-apiserver.key")
    made.load_verify_locations(f"{TLS}/client-ca.crt")
    made.verify_mode = ssl.CERT_OPTIONAL
    return made


def write_tokens(settings: dict[str, Any]) -> None:
    with open(f"{TLS}/server-ca.crt", "rb") as file:
        pin = f"K10{authorities.token_hash(file.read())}"
    authorities.write(f"{STATE}/token", f"{pin}::server:{settings['token']}\n")
    if "agent-token" in settings:
        authorities.write(f"{STATE}/agent-token", f"{pin}::node:{settings['agent-token']}\n")


def write_kubeconfig(settings: dict[str, Any]) -> None:
    user = {"client-certificate": f"{TLS}/client-admin.crt", "client-key": f"{TLS}/client-admin.key"}
    cluster = {"server": f"https://127.0.0.1:{PORT}", "certificate-authority": f"{TLS}/server-ca.crt"}
    data = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "default", "cluster": cluster}],
        "users": [{"name": "default", "user": user}],
        "contexts": [{"name": "default", "context": {"cluster": "default", "user": "default"}}],
        "current-context": "default",
    }
    authorities.write(KUBECONFIG, yaml.safe_dump(data), int(settings.get("write-kubeconfig-mode", "0600"), 8))


def deploy_manifests(store: Datastore) -> None:
    """All of them at every start, later what changed (K3s's pkg/deploy)."""
    seen: dict[str, float] = {}
    while True:
        for path in sorted(glob.glob(f"{MANIFESTS}/*.y*ml") + glob.glob(f"{MANIFESTS}/*.json")):
            changed = os.stat(path).st_mtime
            if seen.get(path) != changed and not os.path.exists(f"{path}.skip"):
                deploy(store, path)
                seen[path] = changed
        time.sleep(5)


def deploy(store: Datastore, path: str) -> None:
    with open(path, encoding="utf-8") as file:
        for each in yaml.safe_load_all(file):
            if each:
                apply(store, each)
    print(f'level=info msg="Applied manifest {path}"', flush=True)
