"""The agent's own way to the API servers: 127.0.0.1:6444, forwarded as it comes."""

from __future__ import annotations

import socket
import threading

PORT = 6444
URL = f"https://127.0.0.1:{PORT}"


def start(host: str, port: int) -> None:
    listening = socket.create_server(("127.0.0.1", PORT), backlog=16)
    threading.Thread(target=serve, args=(listening, host, port), daemon=True).start()


def serve(listening: socket.socket, host: str, port: int) -> None:
    while True:
        near, _ = listening.accept()
        try:
            far = socket.create_connection((host, port), timeout=10)
        except OSError:
            near.close()
            continue
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=pump, args=(source, sink), daemon=True).start()


def pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        sink.close()
