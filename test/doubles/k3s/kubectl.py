"""`k3s kubectl`: get --raw, get nodes, and apply --filename - with the kubeconfig that the server wrote."""

from __future__ import annotations

import http.client
import json
import ssl
import sys

import yaml
from datastore import path_of

KUBECONFIG = "/etc/rancher/k3s/k3s.yaml"
USAGE = "the double's kubectl knows: get --raw PATH, get nodes, apply --filename -; and --request-timeout=SECONDSs"


def main(arguments: list[str]) -> int:
    timeout = 30.0
    words = []
    for word in arguments:
        if word.startswith("--request-timeout="):
            timeout = float(word.partition("=")[2].removesuffix("s"))
        else:
            words.append(word)
    try:
        return run(words, timeout)
    except (OSError, http.client.HTTPException) as problem:
        print(f"The connection to the server was refused or failed: {problem}", file=sys.stderr)
        return 1


def run(words: list[str], timeout: float) -> int:
    match words:
        case ["get", "--raw", path]:
            return show(*ask("GET", path, timeout))
        case ["get", "nodes"]:
            status, text = ask("GET", "/api/v1/nodes", timeout)
            return show(status, "".join(line(node) for node in json.loads(text).get("items", [])))
        case ["apply", "--filename" | "-f", "-"]:
            return apply(timeout)
    print(USAGE, file=sys.stderr)
    return 1


def apply(timeout: float) -> int:
    for value in yaml.safe_load_all(sys.stdin):
        if value:
            status, text = ask("PATCH", path_of(value), timeout, json.dumps(value))
            if status >= 300:
                return show(status, text)
            print(f"{value['kind'].lower()}/{value['metadata']['name']} serverside-applied")
    return 0


def line(node: dict) -> str:
    ready = node["status"]["conditions"][0]["status"] == "True"
    return f"{node['metadata']['name']} {'Ready' if ready else 'NotReady'}\n"


def show(status: int, text: str) -> int:
    print(text, file=sys.stdout if status < 300 else sys.stderr, end="")
    return 0 if status < 300 else 1


def ask(method: str, path: str, timeout: float, body: str = "") -> tuple[int, str]:
    with open(KUBECONFIG, encoding="utf-8") as file:
        config = yaml.safe_load(file)
    cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
    context = ssl.create_default_context(cafile=cluster["certificate-authority"])
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.load_cert_chain(user["client-certificate"], user["client-key"])
    connection = http.client.HTTPSConnection(cluster["server"].removeprefix("https://"), context=context, timeout=timeout)
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
