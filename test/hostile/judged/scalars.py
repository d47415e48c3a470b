"""Reads cards as their readers do, and says which values each has that the card without a change has not.

Standard input: {"base": {card: {file: text}}, "trials": [{card: {file: text}}]}. Output: {"base": {card: values}, "trials": [{card:
values}]}, where values are [[type, text], ...]; of a trial, those that a file has and did not have, or not as often.
YAML is read by yaml.safe_load, as cloud-init does. Types: s text, n number, b truth, z nothing, d date.
"""

import collections
import datetime
import json
import re
import shlex
import sys

import yaml

YAML = re.compile(r"\.ya?ml$|(?:^|/)(?:meta-data|network-config|kubeconfig)$")


def scalars(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from scalars(key)
            yield from scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item)
    elif value is None:
        yield "z", ""
    elif isinstance(value, bool):
        yield "b", str(value)
    elif isinstance(value, (int, float)):
        yield "n", str(value)
    elif isinstance(value, (datetime.date, datetime.datetime)):
        yield "d", value.isoformat()
    else:
        yield "s", value


def in_file(path, text):
    if YAML.search(path):
        for document in yaml.safe_load_all(text):
            yield from scalars(document)
    elif path.endswith(".json"):
        yield from scalars(json.loads(text))
    elif path.endswith(".nmconnection"):
        yield from keyfile(text)
    else:
        yield from plain(text)


def keyfile(text):
    """GLib's reading: bytes as numbers with semicolons, backslash escapes, no space around a value."""
    for line in text.split("\n"):
        key, _, value = line.partition("=")
        value = value.strip()
        if re.fullmatch(r"(?:\d+;)+", value):
            yield "s", bytes(int(number) for number in value.split(";")[:-1]).decode()
        escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
        yield "s", re.sub(r"\\(.)", lambda match: escapes[match[1]], value)
        for part in re.split("[;,]", value):
            yield "s", part


def plain(text):
    """Lines, words, what stands behind an equals sign, and words as a shell and a unit know them. The whole text, too: a key, a manifest."""
    yield "s", text
    for line in text.split("\n"):
        yield "s", line
        for word in line.split():
            yield "s", word.strip(",\"'")
        yield "s", line.partition("=")[2]
        try:
            for word in shlex.split(line):
                yield "s", word
                yield "s", word.partition("=")[2]
        except ValueError:
            pass


def count(files):
    """The values of each file, those that cloud-init writes among them."""
    found = {}
    for path, text in files.items():
        if path.endswith("user-data"):
            config = yaml.safe_load(text)
            for entry in config.pop("write_files") or []:
                found[entry["path"]] = collections.Counter(in_file(entry["path"], entry["content"]))
                found[entry["path"]]["s", entry["path"]] += 1
            found[path] = collections.Counter(scalars(config))
        else:
            found[path] = collections.Counter(in_file(path, text))
    return found


def new(found, before):
    return {value for path, values in found.items() for value in values - before.get(path, collections.Counter())}


def main():
    request = json.load(sys.stdin)
    base = {card: count(files) for card, files in request["base"].items()}
    trials = [{card: list(new(count(files), base[card])) for card, files in trial.items()} for trial in request["trials"]]
    json.dump({"base": {card: list(new(found, {})) for card, found in base.items()}, "trials": trials}, sys.stdout)


main()
