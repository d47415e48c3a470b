"""The import manifest: in its parts and names like Rancher's, with its agent's image named but never run."""

from __future__ import annotations

import base64
import hashlib

import container
import yaml
from datastore import Object


def text(cluster: Object, token: str) -> str:
    url, namespace = container.server_url(), "cattle-system"
    suffix = hashlib.sha256(f"{url}{token}{namespace}".encode()).hexdigest()[:10]
    credentials = {"url": url, "token": token, "namespace": ""}
    metadata = {"namespace": namespace}
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {**metadata, "name": f"cattle-credentials-{suffix}"},
        "data": {key: base64.b64encode(value.encode()).decode() for key, value in credentials.items()},
    }
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cattle-admin"}
    rbac = "rbac.authorization.k8s.io/v1"
    rules = [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]
    subjects = [{"kind": "ServiceAccount", "name": "cattle", "namespace": namespace}]
    objects = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {**metadata, "name": "cattle"}},
        {"apiVersion": rbac, "kind": "ClusterRole", "metadata": {"name": "cattle-admin"}, "rules": rules},
        {
            "apiVersion": rbac,
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "cattle-admin-binding"},
            "roleRef": role,
            "subjects": subjects,
        },
        secret,
        deployment(cluster, secret["metadata"]["name"]),
    ]
    return yaml.safe_dump_all(objects)


def deployment(cluster: Object, secret: str) -> Object:
    wanted = cluster["spec"].get("clusterAgentDeploymentCustomization", {})
    cacerts = container.cacerts()
    environment = {
        "CATTLE_SERVER": container.server_url(),
        "CATTLE_CA_CHECKSUM": hashlib.sha256(f"{cacerts}\n".encode()).hexdigest(),
        "STRICT_VERIFY": "true",
    }
    pod = {
        "serviceAccountName": "cattle",
        "affinity": wanted.get("overrideAffinity", {}),
        "containers": [
            {
                "name": "cluster-register",
                "image": "rancher/rancher-agent",
                "env": [{"name": name, "value": value} for name, value in environment.items()],
                "resources": wanted.get("overrideResourceRequirements", {}),
            }
        ],
        "volumes": [{"name": "cattle-credentials", "secret": {"secretName": secret}}],
    }
    name = "cattle-cluster-agent"
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "cattle-system"},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": name}}, "template": {"spec": pod}},
    }
