"""Keeps secrets out of the journal, the console and the status files.

Nothing here is a licence to log secrets: it is the net below, for the day that a program puts its own configuration into an
error message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "<secret>"

# What machines make: runs of letters and digits with both in them (tokens, hashes), and long base64 (keys), which has a digit too:
# a long name in camel case is none.
_GENERATED = re.compile(
    r"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16,}|(?=[A-Za-z+/=]*[0-9])[A-Za-z0-9+/=]{40,}"
)
# What people choose: the value of a key that is named like a secret, in YAML, JSON, INI, environment or keyfile form.
_CHOSEN = re.compile(r"""(?im)^.*(?:psk|passw|passphrase|secret|token)[\w"'-]*\s*[=:]\s*["']?(.*?)["']?,?\s*$""")


def secrets_in(text: str) -> set[str]:
    """The strings of a secret file that must not be shown anywhere."""
    chosen = {value for value in _CHOSEN.findall(text) if len(value) >= 6}
    return chosen | set(_GENERATED.findall(text))


class Masker:
    """Replaces every known secret in a text."""

    def __init__(self, secrets: Iterable[str] = ()):
        self._secrets: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        self._secrets.update(secret for secret in secrets if secret)
        longest_first = sorted(self._secrets, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(MASK, text) if self._pattern else text
