"""The diagnostics API as systemd starts it: a program that is handed its sockets."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "templates/edge-pulse/pulse_api.py"
LIBRARY = PROGRAM.parents[1] / "first-boot"
# LISTEN_PID is the program's own, and the socket is descriptor 3: sd_listen_fds(3).
# LimitNOFILE as in the unit.
START = 'ulimit -n 2048; exec 3<&"$FROM"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'


class RunningApi:
    def __init__(self, root, backlog=1024, port=0):
        self.socket = socket.create_server(("127.0.0.1", port), backlog=backlog)
        self.port = self.socket.getsockname()[1]
        number = self.socket.fileno()
        environment = {**os.environ, "EDGEGEN_ROOT": str(root), "PYTHONPATH": str(LIBRARY), "FROM": str(number)}
        command = ["bash", "-c", START, "bash", sys.executable, "-B", str(PROGRAM)]
        self.process = subprocess.Popen(command, env=environment, pass_fds=[number])

    def close(self):
        self.process.kill()
        self.process.wait()
        self.socket.close()

    def get(self, path, timeout=30):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(), dict(answer.headers)

    def json(self, path):
        status, text, _ = self.get(path)
        return status, json.loads(text)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def peak_mib(self):
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    # For tests that are not in Python: a root folder and a port, until the input ends.
    api = RunningApi(sys.argv[1])
    print(api.port, flush=True)
    sys.stdin.read()
    api.close()
