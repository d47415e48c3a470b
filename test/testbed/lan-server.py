"""What a node would fetch from the internet, from one folder: K3s's releases, an apt repository, a registry's images.

    lan-server.py ADDRESS FOLDER

Faults are files in FOLDER, read at every request: `cut` holds a number of bytes, after which a whole download breaks off (one that is
resumed does not); `rate` holds how many bytes a second go out. Every request is a line on stdout.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Files(BaseHTTPRequestHandler):
    folder = ""

    def do_GET(self) -> None:
        path = os.path.normpath(urllib.parse.unquote(self.path))
        try:
            with open(f"{self.folder}{path}", "rb") as file:
                self.send(file.read())
        except OSError:
            self.send_error(404)

    do_HEAD = do_GET

    def send(self, data: bytes) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        if start >= len(data) > 0:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        cut = int(self.fault("cut") or 0)
        if self.command == "GET":
            self.pour(data[start:cut] if cut and not start else data[start:])

    def pour(self, data: bytes) -> None:
        rate = int(self.fault("rate") or 0)
        if not rate:
            self.wfile.write(data)
            return
        for start in range(0, len(data), rate):
            self.wfile.write(data[start : start + rate])
            time.sleep(1)

    def fault(self, name: str) -> str:
        try:
            with open(f"{self.folder}/{name}", encoding="utf-8") as file:
                return file.read().strip()
        except FileNotFoundError:
            return ""

    def log_message(self, form: str, *values: object) -> None:
        print(f"{self.client_address[0]} {self.headers.get('Range', '-')} {form % values}", flush=True)


if __name__ == "__main__":
    Files.folder = os.path.realpath(sys.argv[2])
    ThreadingHTTPServer((sys.argv[1], 80), Files).serve_forever()
