"""/etc/edgegen/card.json: what this node is to become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import files
from masking import secrets_in

CARD = "/etc/edgegen/card.json"


class CardDamaged(Exception):
    """card.json is not what edgegen wrote."""


def read_card() -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads(files.read_text(CARD))
        for key in ("instance_id", "node", "role", "cluster", "address"):
            if not isinstance(card[key], str) or not card[key]:
                raise CardDamaged(f"{CARD}: {key} is empty")
        for step in card["steps"]:
            step["name"], step["inputs"], step["every_boot"]
        for file in card["files"]:
            file["path"], file["sha256"], file["mode"]
        return card
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CardDamaged(f"{CARD}: {type(problem).__name__}: {problem}") from None


def card_secrets(card: Mapping[str, Any]) -> set[str]:
    """What stands in the files that only root may read."""
    closed = [file["path"] for file in card["files"] if file["mode"] == "0600"]
    return set().union(*(secrets_in(files.read_text(path, "")) for path in closed))
