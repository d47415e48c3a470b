"""What the container was given: mounts, certificates, environment."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
from urllib.parse import urlsplit

SSL = "/etc/rancher/ssl"
FEATURES = {
    *("turtles", "crt-token-ttl-rotation", "embedded-cluster-api", "imported-day-2-ops", "fleet", "continuous-delivery"),
    *("ui-sql-cache", "rke2", "harvester"),
}


class Fatal(Exception):
    """Rancher would not start."""


def path(inside: str) -> str:
    """Where a path of the container lies on the node, by the longest mount that holds it."""
    mounts = json.loads(os.environ["DOUBLE_MOUNTS"])
    for target in sorted(mounts, key=len, reverse=True):
        if inside == target or inside.startswith(f"{target}/"):
            return mounts[target] + inside[len(target) :]
    raise Fatal(f"{inside} is on no volume: it would be lost with the container")


def server_url() -> str:
    return os.environ["CATTLE_SERVER_URL"]


def cacerts() -> str:
    """The setting `cacerts`: the file, trimmed."""
    with open(path(f"{SSL}/cacerts.pem"), encoding="utf-8") as file:
        return file.read().strip()


def features() -> dict[str, bool]:
    """One unknown name, and Rancher ignores them all."""
    pairs = [each.split("=") for each in os.environ.get("CATTLE_FEATURES", "").split(",") if each]
    known = all(name in FEATURES for name, _ in pairs)
    return {name: value == "true" for name, value in pairs} if known else {}


def context() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path(f"{SSL}/cert.pem"), path(f"{SSL}/key.pem"))
    return made


def check() -> None:
    if len(os.environ.get("CATTLE_BOOTSTRAP_PASSWORD", "")) < 12:
        raise Fatal("the bootstrap password must have 12 characters or more")
    context()
    host = urlsplit(server_url()).hostname or ""
    named = ("-verify_ip", host) if host.replace(".", "").isdigit() else ("-verify_hostname", host)
    command = ["openssl", "verify", "-CAfile", path(f"{SSL}/cacerts.pem"), *named, path(f"{SSL}/cert.pem")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Fatal(f"cert.pem does not fit cacerts.pem and {host}: {done.stderr.strip()}")
