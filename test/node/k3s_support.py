"""What the tests of the K3s and Rancher steps share: a node below a temporary folder, programs that only take notes, and an
HTTP server that fails as it is told."""

from __future__ import annotations

import http.server
import importlib.util
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

# Everything below templates/ may land on a card.
sys.dont_write_bytecode = True
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
for folder in ("first-boot", "k3s", "rancher"):
    sys.path.insert(0, str(TEMPLATES / folder))

import files  # noqa: E402
from masking import Masker  # noqa: E402
from node import Node  # noqa: E402


def step_module(name):
    path = TEMPLATES / "first-boot" / "steps" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"tested_{name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class NodeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "root"
        self.programs = Path(folder.name) / "bin"
        self.programs.mkdir()
        self.root.mkdir()
        self.calls_file = Path(folder.name) / "calls"
        self.log = []
        self._replace(files, "ROOT", str(self.root))
        before = os.environ["PATH"]
        os.environ["PATH"] = f"{self.programs}:{before}"
        self.addCleanup(os.environ.__setitem__, "PATH", before)

    def _replace(self, module, name, value):
        before = getattr(module, name)
        setattr(module, name, value)
        self.addCleanup(setattr, module, name, before)

    def program(self, name, script=""):
        """A shell script in PATH that notes how it was called and then runs `script`."""
        path = self.programs / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls_file}\n{script}\n')
        path.chmod(0o755)

    @property
    def calls(self):
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def put(self, path, text, mode=0o644):
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)
        return target

    def get(self, path):
        return (self.root / path.lstrip("/")).read_text()

    def node(self, step, data, **card):
        entry = {"name": step, "inputs": "0123456789ab", "every_boot": False, "data": data}
        facts = {"node": "dcn2", "instance_id": "dcn2-1", "boot_mount": "/boot/firmware", "steps": [entry], **card}
        return Node(facts, facts["steps"][0], self.log.append, Masker())


class Server:
    """Answers each request with the next of `answers`, the last one again and again; an answer is called with the handler."""

    def __init__(self, *answers, context=None):
        self.requests = []
        self.answers = list(answers)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, dict(self.headers)))
                answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                answer(self)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        # Clients that leave early are what some tests are about.
        self.http.handle_error = lambda *_: None
        if context:
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


def reply(body, status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cut(body, after):
    """Promises the whole body and breaks off."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:after])
        handler.close_connection = True

    return answer


def ranged(body):
    """A server that knows Range."""

    def answer(handler):
        wanted = handler.headers.get("Range")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if start >= len(body):
            reply(b"", 416, Content_Range=f"bytes */{len(body)}")(handler)
        elif wanted:
            reply(body[start:], 206, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")(handler)
        else:
            reply(body)(handler)

    return answer


def make_certificates(folder):
    """A CA, a server certificate for 127.0.0.1 and a client certificate, made by openssl."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    usage = ["-addext", "keyUsage=critical,keyCertSign", "-addext", "basicConstraints=critical,CA:true"]
    openssl("req", "-x509", *key, "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", *usage)
    for name, extensions in (("server", "subjectAltName=IP:127.0.0.1"), ("client", "extendedKeyUsage=clientAuth")):
        openssl("req", *key, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        (Path(folder) / f"{name}.ext").write_text(f"{extensions}\nauthorityKeyIdentifier=keyid\n")
        signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"]
        openssl("x509", "-req", "-in", f"{name}.csr", *signer, "-extfile", f"{name}.ext", "-out", f"{name}.crt")


def server_context(folder, client_ca=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/server.crt", f"{folder}/server.key")
    if client_ca:
        context.load_verify_locations(client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def not_found(name):
    return json.dumps({"kind": "Status", "reason": "NotFound", "details": {"name": name, "kind": "nodes"}}).encode()
