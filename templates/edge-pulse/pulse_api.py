"""The diagnostics API: /perf, /perf/raw, /metrics, /healthz. systemd holds its sockets and starts it when somebody asks.

One thread that never waits for anybody, so a thousand connections cost a thousand small buffers; one more while a report is made.
Who has not asked within a few seconds is sent away, and where there are too many, the one that has been silent longest.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import sys
import threading
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import Any

import pulse_metrics
import pulse_report

PERF = ("/perf", "/perf/raw")
INTERVAL = 5
PATIENCE = 5
MOST_HEADER = 8192
# Below the unit's LimitNOFILE.
MOST_CONNECTIONS = 1200
IDLE_SECONDS = 120
# Its own, in a folder that systemd gives it; the other is written by `edge-pulse check`, as root.
OWN_REPORT = "/run/edge-pulse/report.json"
ROOTS_REPORT = "/run/edgegen/edge-pulse-report.json"


class Client:
    __slots__ = ("connection", "got", "out", "until")

    def __init__(self, connection: socket.socket, until: float):
        self.connection = connection
        self.got = b""
        self.out: memoryview | None = None
        self.until = until


class Api:
    def __init__(self, listening: list[socket.socket], idle: float = IDLE_SECONDS):
        self._selector = selectors.DefaultSelector()
        self._clients: OrderedDict[int, Client] = OrderedDict()
        self._waiting: list[Client] = []
        self._idle = idle
        self._last_perf = -float(INTERVAL)
        self._report: dict[str, Any] | None = None
        self._metrics = b""
        self._metrics_until = 0.0
        self._woken, self._wake = socket.socketpair()
        for each in (*listening, self._woken):
            each.setblocking(False)
            self._selector.register(each, selectors.EVENT_READ, None)
        self._listening = listening

    def serve(self) -> None:
        """Until nobody has asked for a while; systemd then starts it anew for the next who does."""
        used = time.monotonic()
        while time.monotonic() - used < self._idle or self._clients:
            for key, events in self._selector.select(timeout=1):
                used = time.monotonic()
                if key.fileobj in self._listening:
                    self._accept(key.fileobj)
                elif key.fileobj is self._woken:
                    self._finish_reports()
                elif key.fd in self._clients:
                    self._move(self._clients[key.fd], events)
            self._send_away(time.monotonic())

    def _accept(self, listening: Any) -> None:
        for _ in range(64):
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            if len(self._clients) >= MOST_CONNECTIONS:
                self._close(next(iter(self._clients.values())))
            connection.setblocking(False)
            client = Client(connection, time.monotonic() + PATIENCE)
            self._clients[connection.fileno()] = client
            self._selector.register(connection, selectors.EVENT_READ, None)

    def _send_away(self, now: float) -> None:
        """The oldest stand first."""
        while self._clients:
            client = next(iter(self._clients.values()))
            if client.until > now:
                return
            self._close(client)

    def _move(self, client: Client, events: int) -> None:
        try:
            if client.out is None and events & selectors.EVENT_READ:
                self._receive(client)
            elif client.out is not None:
                client.out = client.out[client.connection.send(client.out) :]
                if not client.out:
                    self._close(client)
        except BlockingIOError:
            return
        except OSError:
            self._close(client)

    def _receive(self, client: Client) -> None:
        more = client.connection.recv(4096)
        if not more or client in self._waiting:
            self._close(client)
            return
        client.got += more
        if b"\r\n\r\n" in client.got or b"\n\n" in client.got:
            self._answer(client, client.got.split(b"\n", 1)[0])
        elif len(client.got) > MOST_HEADER:
            self._say(client, 431, {"error": "header_too_large"})

    def _answer(self, client: Client, line: bytes) -> None:
        words = line.decode("latin-1").split()
        client.got = b""
        if len(words) != 3 or not words[2].startswith("HTTP/"):
            self._say(client, 400, {"error": "bad_request"})
        elif words[0] != "GET":
            self._say(client, 405, {"error": "method_not_allowed"})
        else:
            self._route(client, words[1].split("?")[0])

    def _route(self, client: Client, path: str) -> None:
        if path in PERF:
            self._perf(client)
        elif path == "/metrics":
            self._send(client, 200, self._fresh_metrics(), "text/plain; version=0.0.4; charset=utf-8")
        elif path == "/healthz":
            self._send(client, 200, b'{"status": "ok"}\n', "application/json")
        else:
            self._say(client, 404, {"error": "not_found"})

    def _fresh_metrics(self) -> bytes:
        """Made once a second at most: they ask a program of the firmware's."""
        if time.monotonic() > self._metrics_until:
            self._metrics, self._metrics_until = pulse_metrics.text().encode(), time.monotonic() + 1
        return self._metrics

    def _perf(self, client: Client) -> None:
        """One for all clients in five seconds; who comes too early hears when to come again."""
        now = time.monotonic()
        left = self._last_perf + INTERVAL - now
        if left > 0:
            self._say(client, 429, {"error": "rate_limited", "retry_after_seconds": round(left, 3)}, f"Retry-After: {int(left) + 1}\r\n")
            return
        self._last_perf = now
        fresh = pulse_report.kept(OWN_REPORT, ROOTS_REPORT)
        if fresh is not None:
            self._say(client, 200, fresh)
            return
        client.until = now + 120
        self._clients.move_to_end(client.connection.fileno())
        self._waiting.append(client)
        if len(self._waiting) == 1:
            threading.Thread(target=self._make_report, daemon=True).start()

    def _make_report(self) -> None:
        try:
            self._report = pulse_report.make()
            pulse_report.keep(OWN_REPORT, self._report)
        except Exception as problem:  # the answer says so; the next asker gets another try
            print(f"<4>no report: {type(problem).__name__}: {problem}", flush=True)
        self._wake.send(b"!")

    def _finish_reports(self) -> None:
        self._woken.recv(64)
        waiting, self._waiting = self._waiting, []
        for client in waiting:
            if self._report is None:
                self._say(client, 500, {"error": "check_failed"})
            else:
                self._say(client, 200, self._report)

    def _say(self, client: Client, status: int, content: dict[str, Any], more: str = "") -> None:
        self._send(client, status, (json.dumps(content, indent=2) + "\n").encode(), "application/json", more)

    def _send(self, client: Client, status: int, body: bytes, kind: str, more: str = "") -> None:
        if client.connection.fileno() not in self._clients:
            return
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        head += f"Connection: close\r\nCache-Control: no-store\r\n{more}\r\n"
        client.out = memoryview(head.encode() + body)
        client.until = time.monotonic() + PATIENCE
        self._clients.move_to_end(client.connection.fileno())
        self._selector.modify(client.connection, selectors.EVENT_WRITE, None)

    def _close(self, client: Client) -> None:
        number = client.connection.fileno()
        if self._clients.pop(number, None) is None:
            return
        self._selector.unregister(client.connection)
        if client in self._waiting:
            self._waiting.remove(client)
        client.connection.close()


def passed_sockets() -> list[socket.socket]:
    """sd_listen_fds(3): from 3 on, for this process only."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        sys.exit("edge-pulse-api.socket starts this; it holds the sockets")
    return [socket.socket(fileno=3 + at) for at in range(int(os.environ.get("LISTEN_FDS", "0")))]


if __name__ == "__main__":
    Api(passed_sockets()).serve()
