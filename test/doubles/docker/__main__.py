"""A stand-in for docker and dockerd in edgegen's boot tests. It is NOT Docker: a "container" is a Python program on the node itself.

It knows the commands and options that Rancher's unit and the steps use, means by them what Docker's documentation says, and refuses
every other one as Docker does (code 125).
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

IMAGES = "/var/lib/docker/images"
RUNNING = "/run/docker-double"
# Where images come from: written into the package by the test, since no registry can be reached.
REGISTRY = "/usr/share/docker-double/registry"
SETTINGS = "/etc/docker/daemon.json"
LOG_OPTIONS = {"max-size": r"\d+[kmg]?", "max-file": r"\d+"}
OPTIONS = {"--name": 1, "--publish": 1, "--env-file": 1, "--volume": 1, "--rm": 0, "--privileged": 0}


class Refused(Exception):
    """What docker says before it ends with code 125."""


def daemon() -> int:
    """dockerd: reads its settings, marks itself as up."""
    if os.path.exists(SETTINGS):
        with open(SETTINGS, encoding="utf-8") as file:
            check_settings(json.load(file))
    os.makedirs(RUNNING, mode=0o700, exist_ok=True)
    signal.pause()
    return 0


def check_settings(settings: dict) -> None:
    unknown = settings.keys() - {"log-driver", "log-opts"}
    if unknown:
        raise Refused(f"unable to configure the Docker daemon with file {SETTINGS}: unknown keys {sorted(unknown)}")
    for key, value in settings.get("log-opts", {}).items():
        if not isinstance(value, str) or not re.fullmatch(LOG_OPTIONS.get(key, "(?!)"), value):
            raise Refused(f"unknown or wrong log opt {key}={value!r} for json-file")


def image_path(name: str) -> str:
    return f"{IMAGES}/{urllib.parse.quote(name, safe='')}"


def need_daemon() -> None:
    if not os.path.isdir(RUNNING):
        raise Refused("Cannot connect to the Docker daemon. Is the docker daemon running?")


def pull(name: str) -> int:
    need_daemon()
    repository, _, tag = name.rpartition(":")
    with open(REGISTRY, encoding="utf-8") as file:
        url = f"{file.read().strip()}/v2/{repository}/manifests/{tag}"
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            data = answer.read()
    except urllib.error.URLError as problem:
        print(f"Error response from daemon: {name}: {problem}", file=sys.stderr)
        return 1
    os.makedirs(IMAGES, exist_ok=True)
    with open(f"{image_path(name)}.part", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.rename(f"{image_path(name)}.part", image_path(name))
    print(name)
    return 0


def inspect(name: str) -> int:
    need_daemon()
    if os.path.exists(image_path(name)):
        print(json.dumps([{"RepoTags": [name]}]))
        return 0
    print(f"Error response from daemon: No such image: {name}", file=sys.stderr)
    return 1


def run(arguments: list[str]) -> int:
    need_daemon()
    options, rest = parse(arguments)
    if len(rest) != 1 or not options["--name"]:
        raise Refused("the double runs one named image, without arguments")
    name, image = options["--name"][0], rest[0]
    if "--privileged" not in options or sorted(options["--publish"]) != ["443:443", "80:80"]:
        raise Refused("Rancher needs --privileged, and ports 80 and 443")
    if not os.path.exists(image_path(image)) and pull(image) != 0:
        return 125
    if leader(name):
        raise Refused(f'Conflict. The container name "/{name}" is already in use')
    mounts = dict(reversed(each.split(":")[:2]) for each in options["--volume"])
    for source in mounts.values():
        if not os.path.exists(source):
            # Docker makes a missing source a folder, also where a file was meant.
            os.makedirs(source)
    environment = {"PATH": os.environ["PATH"], "DOUBLE_MOUNTS": json.dumps(mounts), **env_file(options["--env-file"])}
    command = ["/usr/bin/python3", "-I", image_path(image)]
    # In a session of its own: a container does not get the signals of who called `docker run`.
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    write_record(name, {"pid": process.pid, "command": command, "environment": environment})
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    return process.wait()


def parse(arguments: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    options: dict[str, list[str]] = {name: [] for name, values in OPTIONS.items() if values}
    words = list(arguments)
    while words and words[0].startswith("--"):
        name = words.pop(0)
        if name not in OPTIONS:
            raise Refused(f"unknown flag: {name}")
        options.setdefault(name, [])
        options[name] += [words.pop(0) for _ in range(OPTIONS[name])]
    return options, words


def env_file(paths: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            values |= dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line and not line.startswith("#"))
    return values


def write_record(name: str, record: dict) -> None:
    with open(os.open(f"{RUNNING}/{name}.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(record, file)


def record_of(name: str) -> dict:
    try:
        with open(f"{RUNNING}/{name}.json", encoding="utf-8") as file:
            return json.load(file)
    except (FileNotFoundError, ValueError):
        return {}


def leader(name: str) -> int:
    """The container's process; 0 when there is none that lives."""
    pid = record_of(name).get("pid", 0)
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return pid if IMAGES.encode() in file.read() else 0
    except OSError:
        return 0


def stop(name: str, seconds: int) -> int:
    pid = leader(name)
    if not pid:
        print(f"Error response from daemon: No such container: {name}", file=sys.stderr)
        return 1
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while leader(name) == pid:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return 0


def execute(name: str, arguments: list[str]) -> int:
    if not leader(name):
        print(f"Error response from daemon: No such container: {name}", file=sys.stderr)
        return 1
    record = record_of(name)
    return subprocess.run([*record["command"], *arguments], env=record["environment"]).returncode


def main(arguments: list[str]) -> int:
    match arguments:
        case ["dockerd"]:
            return daemon()
        case ["image", "inspect", name]:
            return inspect(name)
        case ["pull", "--quiet", name]:
            return pull(name)
        case ["run", *rest]:
            return run(rest)
        case ["rm", "--force", "--volumes", name]:
            return stop(name, 0)
        case ["stop", "-t", seconds, name]:
            return stop(name, int(seconds))
        case ["exec", "--interactive" | "-i", name, *rest]:
            return execute(name, rest)
    raise Refused(f"the double of docker does not know: {' '.join(arguments)}")


if __name__ == "__main__":
    try:
        sys.exit(main(["dockerd"] if os.path.basename(sys.argv[0]) == "dockerd" else sys.argv[1:]))
    except Refused as problem:
        print(f"docker: {problem}", file=sys.stderr)
        sys.exit(125)
