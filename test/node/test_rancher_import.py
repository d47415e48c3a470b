from __future__ import annotations

import base64
import contextlib
import io
import json
import shutil
import tempfile
import unittest

from k3s_fake_api import FakeApi
from k3s_support import NodeTest, Server, make_certificates, reply, server_context

import rancher_import

CLUSTER = "c-m-7x2kq9ab"


def token(name, value):
    return {
        "apiVersion": "management.cattle.io/v3",
        "kind": "ClusterRegistrationToken",
        "metadata": {"name": name, "namespace": CLUSTER},
        "spec": {"clusterName": CLUSTER},
        "status": {"token": value},
    }


OBJECTS = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": CLUSTER}},
    token("default-token", "a1" * 27),
    token("system", "b2" * 27),
    {"apiVersion": "provisioning.cattle.io/v1", "kind": "Cluster", "metadata": {"name": "dcn", "namespace": "fleet-default"}},
]
KINDS = ["Namespace", "ClusterRegistrationToken", "ClusterRegistrationToken", "Cluster"]
TOKENS = f"/apis/management.cattle.io/v3/namespaces/{CLUSTER}/clusterregistrationtokens"
SECRETS = f"/api/v1/namespaces/{CLUSTER}/secrets"
CLUSTERS = "/apis/provisioning.cattle.io/v1/namespaces/fleet-default/clusters"
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
WEBHOOK = "/apis/apps/v1/namespaces/cattle-system/deployments/rancher-webhook"
FLEET = "/api/v1/namespaces/fleet-default"


def kept(kind, name, **more):
    version = {"Deployment": "apps/v1", "CustomResourceDefinition": "apiextensions.k8s.io/v1"}.get(kind, "v1")
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, **more}


@unittest.skipUnless(shutil.which("openssl") and shutil.which("kubectl"), "needs openssl and kubectl")
class RancherImportTest(NodeTest):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.certificates.cleanup)
        make_certificates(cls.certificates.name)

    def setUp(self):
        super().setUp()
        self.put(rancher_import.OBJECTS, json.dumps(OBJECTS))
        with open(f"{self.certificates.name}/ca.crt") as file:
            self.put(rancher_import.CA, file.read())
        self.output = io.StringIO()
        self.api = FakeApi(self.rancher_makes_of)
        self.addCleanup(self.api.__exit__)
        self.moves_tokens, self.other_token = True, None
        self.api.objects = {f"{CRDS}/{kind}": kept("CustomResourceDefinition", kind) for kind in rancher_import.KINDS}
        self.api.objects[FLEET] = kept("Namespace", "fleet-default")
        self.api.objects[WEBHOOK] = kept("Deployment", "rancher-webhook", status={"availableReplicas": 1})
        kubectl = f"exec kubectl --kubeconfig /dev/null --server {self.api.url} --cache-dir {self.root}/cache"
        self.program("docker", f'[ "$1 $2 $3 $4" = "exec --interactive rancher kubectl" ] && shift 4 && {kubectl} "$@"')

    def rancher_makes_of(self, created):
        """From 2.13.8 on the token moves from the status into a Secret."""
        if created["kind"] != "ClusterRegistrationToken" or not self.moves_tokens:
            return created
        name = f"crt-token-{created['metadata']['name']}"
        value = self.other_token or created["status"]["token"]
        self.api.objects[f"{SECRETS}/{name}"] = kept("Secret", name, data={"token": base64.b64encode(value.encode()).decode()})
        return created | {"status": {"tokenSecretName": name}}

    def rancher(self, *answers):
        server = Server(*answers, context=server_context(self.certificates.name))
        self._replace(rancher_import, "PING", f"https://127.0.0.1:{server.port}/ping")
        return server

    def attempt(self):
        with contextlib.redirect_stdout(self.output):
            done = rancher_import.settled(json.loads(self.get(rancher_import.OBJECTS)), "f1")
        status = json.loads(self.get("/run/edgegen/background/rancher-import.json"))
        self.assertEqual(status["done"], done)
        return status["text"]

    def attempt_with_rancher(self):
        with self.rancher(reply(b"pong")):
            return self.attempt()

    @property
    def created(self):
        return [each["kind"] for each in self.api.created]

    def test_creates_namespace_tokens_and_cluster_in_this_order(self):
        self.assertIn("Rancher expects the cluster", self.attempt_with_rancher())
        self.assertEqual(self.api.created, OBJECTS)

    def test_versions_that_keep_the_token_in_the_status_are_fine_too(self):
        self.moves_tokens = False
        self.assertIn("Rancher expects the cluster", self.attempt_with_rancher())

    def test_is_done_once_for_each_datastore(self):
        self.attempt_with_rancher()
        del self.api.objects[f"{CLUSTERS}/dcn"]
        self.attempt_with_rancher()
        self.assertEqual(len(self.created), 4)
        (self.root / rancher_import.STAMP.lstrip("/")).unlink()
        self.attempt_with_rancher()
        self.assertEqual(self.created[4:], ["Cluster"])

    def test_goes_on_where_it_was_cut(self):
        self.api.objects |= {f"/api/v1/namespaces/{CLUSTER}": OBJECTS[0], f"{TOKENS}/default-token": OBJECTS[1]}
        self.attempt_with_rancher()
        self.assertEqual(self.created, KINDS[2:])

    def test_says_what_it_waits_for(self):
        for path in (WEBHOOK, FLEET, f"{CRDS}/clusters.provisioning.cattle.io"):
            del self.api.objects[path]
            self.assertRegex(self.attempt_with_rancher(), "^waiting for Rancher")
        self.program("docker", "echo 'Error response from daemon: No such container: rancher' >&2; exit 1")
        self.assertEqual(self.attempt_with_rancher(), "Kubernetes is not ready: Error response from daemon: No such container: rancher")
        with self.rancher(reply(b"starting", 503)):
            self.assertEqual(self.attempt(), "waiting for Rancher: the answer is 503 Service Unavailable")
        self.assertEqual(self.attempt(), "waiting for Rancher: no answer: [Errno 111] Connection refused")
        self.assertEqual(self.created, [])

    def test_the_webhook_without_a_replica_counts_as_missing(self):
        self.api.objects[WEBHOOK] = kept("Deployment", "rancher-webhook", status={"replicas": 1})
        self.assertEqual(self.attempt_with_rancher(), "waiting for Rancher's webhook")

    def test_another_token_than_ours_is_said_loudly(self):
        self.other_token = "c3" * 27
        self.assertIn("RANCHER MADE ANOTHER REGISTRATION TOKEN default-token", self.attempt_with_rancher())
        self.assertFalse((self.root / rancher_import.STAMP.lstrip("/")).exists())

    def test_a_token_that_is_nowhere_yet_is_waited_for(self):
        self.api.objects[f"{TOKENS}/default-token"] = OBJECTS[1] | {"status": {"tokenSecretName": "crt-token-default-token"}}
        self.assertIn("take over the registration token default-token", self.attempt_with_rancher())

    def test_tokens_are_said_nowhere(self):
        self.attempt_with_rancher()
        for value in ("a1" * 27, "b2" * 27):
            self.assertNotIn(value, self.output.getvalue() + "".join(self.calls))

    def test_main_ends_when_everything_is_there(self):
        self._replace(rancher_import, "POLL_SECONDS", 0.01)
        with self.rancher(reply(b"", 503), reply(b"", 503), reply(b"pong")), contextlib.redirect_stdout(self.output):
            rancher_import.main()
        self.assertEqual(self.created, KINDS)


if __name__ == "__main__":
    unittest.main()
