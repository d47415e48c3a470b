"""As much of a Kubernetes API as the real kubectl asks for: discovery, GET and POST of single objects, no validation."""

from __future__ import annotations

import json

from k3s_support import Server, reply

RESOURCES = {
    "/api/v1": {"namespaces": "Namespace", "secrets": "Secret"},
    "/apis/apps/v1": {"deployments": "Deployment"},
    "/apis/apiextensions.k8s.io/v1": {"customresourcedefinitions": "CustomResourceDefinition"},
    "/apis/management.cattle.io/v3": {"clusterregistrationtokens": "ClusterRegistrationToken"},
    "/apis/provisioning.cattle.io/v1": {"clusters": "Cluster"},
}
GLOBAL = ("namespaces", "customresourcedefinitions")


def group_version(path):
    *_, group, version = path.split("/")
    return (group, version) if group != "api" else ("", version)


def groups():
    named = [group_version(path) for path in RESOURCES if path.startswith("/apis/")]
    version = [{"groupVersion": f"{group}/{version}", "version": version} for group, version in named]
    return [{"name": name, "versions": [each], "preferredVersion": each} for (name, _), each in zip(named, version)]


def resources(path):
    short = {"customresourcedefinitions": ["crd"], "secrets": ["secret"]}
    return [
        {"name": name, "kind": kind, "namespaced": name not in GLOBAL, "verbs": ["get", "create"], "shortNames": short.get(name, [])}
        for name, kind in RESOURCES[path].items()
    ]


def openapi(path):
    """That the server itself validates fields, so that kubectl does not want to."""
    group, version = group_version(path)
    verb = {"parameters": [{"name": "fieldValidation", "in": "query"}]}
    kinds = [{"group": group, "version": version, "kind": kind} for kind in RESOURCES[path].values()]
    paths = {f"{path}/{kind['kind']}": {"patch": verb | {"x-kubernetes-group-version-kind": kind}} for kind in kinds}
    return {"openapi": "3.0.0", "info": {"title": "fake", "version": "1"}, "paths": paths}


class FakeApi(Server):
    """`objects` by their path; `created` in order. `change` may replace what is stored."""

    def __init__(self, change=lambda created: created):
        self.objects = {}
        self.created = []
        self.change = change
        super().__init__(self.answer)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def answer(self, handler):
        path = handler.path.split("?")[0]
        if handler.command == "POST":
            body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
            self.created.append(json.loads(json.dumps(body)))
            self.objects[f"{path}/{body['metadata']['name']}"] = self.change(body)
            reply(json.dumps(body).encode(), 201, Content_Type="application/json")(handler)
            return
        found = self.found(path)
        missing = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404, "message": path}
        reply(json.dumps(found or missing).encode(), 200 if found else 404, Content_Type="application/json")(handler)

    def found(self, path):
        if path == "/api":
            return {"kind": "APIVersions", "versions": ["v1"]}
        if path == "/apis":
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups()}
        if path == "/openapi/v3":
            return {"paths": {each.lstrip("/"): {"serverRelativeURL": f"/openapi/v3{each}"} for each in RESOURCES}}
        if path.startswith("/openapi/v3/"):
            return openapi(path.removeprefix("/openapi/v3"))
        if path in RESOURCES:
            name = "/".join(filter(None, group_version(path)))
            return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": resources(path)}
        return self.objects.get(path)
