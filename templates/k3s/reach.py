"""How edgegen's own units ask Kubernetes and Rancher: HTTPS against one pinned CA, and kubectl."""

from __future__ import annotations

import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException

from files import host_path

LIMIT = 1024 * 1024


class NotYet(Exception):
    """What is being waited for. With the HTTP status and the body, when there was an answer."""

    def __init__(self, text: str, status: int = 0, body: str = ""):
        super().__init__(text)
        self.status = status
        self.body = body


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could carry a token elsewhere."""

    def redirect_request(self, *_):
        return None


def get(url: str, ca: str, identity: str | None = None, check_hostname: bool = True) -> str:
    """Fetches a text over TLS, trusting `ca` alone and using no proxy. `identity` is a client certificate, the path of its .crt
    and .key without that ending. Paths are the node's. Messages do not contain the URL, which may contain a token."""
    try:
        context = trust(ca, identity, check_hostname)
        handlers = (urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), NoRedirect)
        with urllib.request.build_opener(*handlers).open(url, timeout=30) as answer:
            return answer.read(LIMIT).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            body = error.read(LIMIT).decode("utf-8", "replace")
        raise NotYet(f"the answer is {error.code} {error.reason}", error.code, body) from None
    except (OSError, HTTPException) as error:
        raise NotYet(f"no answer: {getattr(error, 'reason', error)}") from None


def trust(ca: str, identity: str | None, check_hostname: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=host_path(ca))
    # From Python 3.13 on the default is stricter than Go, which makes K3s's certificates.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = check_hostname
    if identity is not None:
        context.load_cert_chain(host_path(f"{identity}.crt"), host_path(f"{identity}.key"))
    return context


def kubectl(command: Sequence[str], arguments: Sequence[str], given: str | None = None) -> str:
    """Runs `command arguments` and returns what it prints. Secrets belong into `given`, its input, never into arguments."""
    try:
        done = subprocess.run([*command, *arguments], input=given, capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotYet(f"{command[0]} does not answer: {type(error).__name__}") from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotYet(f"Kubernetes is not ready: {last}")
    return done.stdout.strip()
