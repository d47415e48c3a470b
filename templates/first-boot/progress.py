"""How the units that work behind the first boot say where they are: /run/edgegen/background/<name>.json, and the journal."""

from __future__ import annotations

import json

from files import write_durably


def report(name: str, text: str, done: bool = False) -> None:
    """Writes the journal only when something changed: some of these units wait for weeks."""
    if write_durably(f"/run/edgegen/background/{name}.json", json.dumps({"text": text, "done": done}) + "\n"):
        print(text, flush=True)
