"""The CAs that a server finds on its disk, and the certificates that it issues from them, by openssl.

https://docs.k3s.io/cli/certificate#using-custom-ca-certificates: with intermediate CAs each file holds the whole chain. Where a pair
is missing K3s makes its own, and no card would fit any more; this double refuses instead.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import ssl
import subprocess
import tempfile

from config import Fatal

TLS = "/var/lib/rancher/k3s/server/tls"
PAIRS = ("server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca")
PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


def openssl(*arguments: str, given: str = "") -> str:
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, text=True)
    if done.returncode != 0:
        raise Fatal(f"openssl {arguments[0]}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return done.stdout


def read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_all() -> None:
    for name in PAIRS:
        check_pair(f"{TLS}/{name}")
    if not chains_verify(*(read(f"{TLS}/{name}.crt") for name in PAIRS)):
        raise Fatal(f"{TLS}: the chain of one of {', '.join(PAIRS)} does not verify")
    if "BEGIN RSA PRIVATE KEY" not in read(present(f"{TLS}/service.key")):
        raise Fatal("service.key is no PKCS#1 RSA key")
    if os.stat(TLS).st_mode & 0o077:
        raise Fatal(f"{TLS} is open to others")


def present(path: str) -> str:
    if not os.path.exists(path):
        raise Fatal(f"{path} is missing: K3s would make its own, which no other card knows")
    return path


def check_pair(base: str) -> None:
    certificate, key = present(f"{base}.crt"), present(f"{base}.key")
    if os.stat(key).st_mode & 0o077:
        raise Fatal(f"{key} is open to others")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as problem:
        raise Fatal(f"{key} does not belong to {certificate}: {problem.reason}") from None


def roots_of(bundle: str) -> list[str]:
    """Of the certificates behind the first, those that signed themselves."""
    return [each for each in PEM.findall(bundle)[1:] if is_self_signed(each)]


def is_self_signed(pem: str) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem)
    return any(each["subject"] == each["issuer"] for each in context.get_ca_certs())


def chains_verify(*bundles: str) -> bool:
    """One openssl for all of them: on an emulated board each costs the better part of a second."""
    with tempfile.TemporaryDirectory() as folder:
        parts = {"roots": "".join(root for each in bundles for root in roots_of(each)), "rest": "".join(bundles)}
        leaves = {f"leaf{at}": PEM.findall(each)[0] for at, each in enumerate(bundles)}
        for name, text in (parts | leaves).items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        command = ["openssl", "verify", "-CAfile", f"{folder}/roots", "-untrusted", f"{folder}/rest"]
        return subprocess.run([*command, *(f"{folder}/{each}" for each in leaves)], capture_output=True).returncode == 0


@functools.lru_cache
def token_hash(cacerts: bytes) -> str:
    """What `K10<hash>` pins: one certificate by the file's bytes, a chain by its root's DER (pkg/clientaccess, hashCA). A chain that
    does not verify, as with a clock that is wrong, silently counts as a file."""
    text = cacerts.decode()
    roots = roots_of(text)
    if len(PEM.findall(text)) > 1 and roots and chains_verify(text):
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(roots[-1])).hexdigest()
    return hashlib.sha256(cacerts).hexdigest()


def request(key_path: str) -> str:
    """A new key, written to its path, and what asks for its certificate."""
    os.makedirs(os.path.dirname(key_path), mode=0o700, exist_ok=True)
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-keyout", f"{key_path}.new")
    csr = openssl("req", *new, "-subj", "/CN=unused")
    os.rename(f"{key_path}.new", key_path)
    return csr


def issue(authority: str, csr: str, subject: str, usage: str, names: str = "") -> str:
    """A certificate with its chain behind it. The subject is ours, whatever the request says."""
    extensions = f"keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage={usage}\n"
    extensions += f"subjectAltName={names}\n" if names else ""
    with tempfile.NamedTemporaryFile("w", suffix=".ext") as file:
        file.write(extensions)
        file.flush()
        signer = ("-CA", f"{TLS}/{authority}.crt", "-CAkey", f"{TLS}/{authority}.key")
        leaf = openssl("x509", "-req", *signer, "-days", "365", "-set_subject", subject, "-extfile", file.name, given=csr)
    return leaf + read(f"{TLS}/{authority}.crt")


def make(base: str, authority: str, subject: str, usage: str, names: str = "") -> None:
    """A key and its certificate, `base`.key and .crt; anew at every start."""
    write(f"{base}.crt", issue(authority, request(f"{base}.key"), subject, usage, names))


def write(path: str, text: str, mode: int = 0o600) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    beside = f"{path}.new"
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(beside, path)
