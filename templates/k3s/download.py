"""Downloads that survive a bad line: resumed by Range, limited in how slow they may get, and plain about what is wrong.

Proxies come from the usual variables of the environment (http_proxy, https_proxy, no_proxy). TLS is checked against the
system's trust store; a redirect from https to anything else is refused.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from outcome import Retry

PIECE = 64 * 1024
ANSWER_SECONDS = 60
# Less than this many bytes in a window counts as stalled: a new connection often comes back at full speed.
WINDOW_SECONDS = 60
WINDOW_BYTES = 64 * 1024
TEXT_LIMIT = 1024 * 1024


class NoDowngrade(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
            raise Retry(f"{urlsplit(req.full_url).hostname} redirects to an address without TLS; refused")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def text(url: str) -> str:
    """The content of a small text file."""
    try:
        with opened(url, {}) as answer:
            return answer.read(TEXT_LIMIT).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise Retry(sentence(error, url)) from error


def resume(url: str, part: Path, log: Callable[[str], None]) -> None:
    """Downloads `url` into the file `part`, going on behind what is already there. Whether the content is right is for the
    caller to check. Raises Retry when the connection is cut; the next call goes on from there."""
    have = part.stat().st_size if part.exists() else 0
    try:
        with opened(url, {"Range": f"bytes={have}-"} if have else {}) as answer:
            have = have if resumes(answer, have) else 0
            log(f"downloading {url}" + (f" from byte {have}" if have else ""))
            total = have + int(answer.headers.get("Content-Length", 0))
            receive(answer, part, have, urlsplit(url).hostname)
    except urllib.error.HTTPError as error:
        if error.code == 416:
            part.unlink()
            raise Retry(f"{urlsplit(url).hostname} has less than was downloaded before; starting anew") from error
        raise Retry(sentence(error, url)) from error
    except (OSError, HTTPException) as error:
        raise Retry(sentence(error, url)) from error
    size = part.stat().st_size
    if size < total:
        raise Retry(f"the download was cut off at {size} of {total} bytes; it will go on from there")


def opened(url: str, headers: Mapping[str, str]) -> HTTPResponse:
    opener = urllib.request.build_opener(NoDowngrade)
    return opener.open(urllib.request.Request(url, headers=dict(headers)), timeout=ANSWER_SECONDS)


def resumes(answer: HTTPResponse, have: int) -> bool:
    """A server may answer a Range with the whole file; then it is written from its beginning."""
    return have > 0 and answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def receive(answer: HTTPResponse, part: Path, start: int, host: str | None) -> None:
    with open(part, "r+b" if part.exists() else "wb") as file:
        file.seek(start)
        file.truncate()
        window, received = time.monotonic(), 0
        while piece := answer.read1(PIECE):
            file.write(piece)
            received += len(piece)
            if time.monotonic() - window > WINDOW_SECONDS:
                if received < WINDOW_BYTES:
                    raise Retry(f"{host} sent only {received} bytes in {WINDOW_SECONDS} s; trying a new connection")
                window, received = time.monotonic(), 0
        file.flush()
        os.fsync(file.fileno())


def sentence(error: Exception, url: str) -> str:
    """What a person can do something about, instead of a stack."""
    host = urlsplit(url).hostname
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return http_sentence(error, url)
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        now = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        return f"the certificate of {host} is not trusted: {reason.verify_message}; this node's clock says {now} UTC"
    if isinstance(reason, socket.gaierror):
        return f"no address for {host}: no way to the internet, or the name servers do not answer"
    if isinstance(reason, TimeoutError):
        return f"{host} does not answer"
    if getattr(reason, "errno", None) in (errno.ENOSPC, errno.EROFS, errno.EIO):
        return f"cannot write the download: {reason.strerror}"
    return f"no connection to {host}: {getattr(reason, 'strerror', None) or reason}"


def http_sentence(error: urllib.error.HTTPError, url: str) -> str:
    host = urlsplit(url).hostname
    if error.code == 404:
        return f"there is no {url}: is the version in the profile a published release?"
    if error.code in (403, 407, 429):
        return f"{host} refuses the download for now ({error.code} {error.reason})"
    return f"{host} answers {error.code} {error.reason}"
