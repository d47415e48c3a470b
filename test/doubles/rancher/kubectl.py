"""The kubectl inside Rancher's image: get and create, with the webhook's refusals."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from datastore import CLUSTER_SCOPED, Datastore, Object, collection_of, path_of

KINDS = {
    "crd": ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    "namespace": ("v1", "Namespace"),
    "deployment": ("apps/v1", "Deployment"),
    "secret": ("v1", "Secret"),
    "clusterregistrationtokens.management.cattle.io": ("management.cattle.io/v3", "ClusterRegistrationToken"),
}
OPTIONS = {"-n": "namespace", "--filename": "file", "-f": "file", "--output": "output", "-o": "output"}
SPEC_KEYS = {"ClusterRegistrationToken": {"clusterName", "ttl"}}


class Failed(Exception):
    """What kubectl prints before it ends with code 1."""


def main(store: Datastore, arguments: list[str]) -> int:
    try:
        options, words = parse(arguments)
        match words:
            case ["get", *what]:
                print(get(store, what, options), end="")
            case ["create"] if options.get("file") == "-":
                print(create(store, json.load(sys.stdin)))
            case _:
                raise Failed(f"the double's kubectl does not know: {' '.join(words)}")
        return 0
    except Failed as problem:
        print(f"Error from server {problem}", file=sys.stderr)
        return 1


def parse(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word in OPTIONS:
            options[OPTIONS[word]] = next(rest)
        elif word == "--ignore-not-found":
            options["ignore"] = "yes"
        elif word.startswith("-"):
            raise Failed(f"unknown flag: {word}")
        else:
            words.append(word)
    return options, words


def get(store: Datastore, what: list[str], options: dict[str, str]) -> str:
    if options.get("file") == "-":
        path = path_of(json.load(sys.stdin))
    else:
        kind, name = what
        api_version, full = KINDS[kind]
        namespace = None if full in CLUSTER_SCOPED else options.get("namespace", "default")
        path = f"{collection_of(api_version, full, namespace)}/{name}"
    value = store.get(path)
    if value is None:
        if "ignore" in options:
            return ""
        raise Failed(f'(NotFound): "{path.rsplit("/", 1)[-1]}" not found')
    return shown(value, options.get("output", "name"))


def shown(value: Object, output: str) -> str:
    if output == "name":
        return f"{value['kind'].lower()}/{value['metadata']['name']}\n"
    found = re.fullmatch(r"jsonpath=\{\.([\w.]+)\}", output)
    if found is None:
        raise Failed(f"the double does not know --output {output}")
    at: Any = value
    for key in found[1].split("."):
        at = at.get(key, "") if isinstance(at, dict) else ""
    return str(at)


def create(store: Datastore, value: Object) -> str:
    path, meta = path_of(value), value["metadata"]
    namespace = meta.get("namespace")
    if namespace and store.get(f"/api/v1/namespaces/{namespace}") is None:
        raise Failed(f'(NotFound): namespaces "{namespace}" not found')
    if store.get(path) is not None:
        raise Failed(f'(AlreadyExists): "{meta["name"]}" already exists')
    unknown = value.get("spec", {}).keys() - SPEC_KEYS.get(value["kind"], value.get("spec", {}).keys())
    if unknown:
        raise Failed(f"(BadRequest): strict decoding error: unknown fields {sorted(unknown)}")
    if value["kind"] == "Cluster":
        check_cluster(meta)
    store.put(path, value)
    return f"{value['kind'].lower()}/{meta['name']} created"


def check_cluster(meta: dict[str, Any]) -> None:
    """Rancher's webhook: names, and a cluster that nobody made must say so."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,61}[a-z0-9]", meta["name"]) or re.fullmatch(r"local|c-.{5}", meta["name"]):
        raise Failed(f"(Forbidden): admission webhook denied the request: cluster name {meta['name']}")
    annotations = meta.get("annotations", {})
    if "field.cattle.io/no-creator-rbac" not in annotations or "field.cattle.io/creatorId" in annotations:
        raise Failed("(Forbidden): admission webhook denied the request: a cluster without a creator needs no-creator-rbac")
