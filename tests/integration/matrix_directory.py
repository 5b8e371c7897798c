"""What the matrix asks of the directory: an organisation that nobody has, and files of one line."""

from __future__ import annotations

import json
import uuid
from typing import Any

MAIN: dict[str, Any] = {
    "name": "Harbour Shelter",
    "alternate_name": "",
    "description": "",
    "email": "",
    "website": "",
    "phones": [],
    "services": [],
    "places": [],
}
"""The least that can be said of an organisation."""

NOBODY = {"id": "nobody", "version": 1}
DIRECTORY = "/api/v1/directory"
FILE = json.dumps({"id": "a", "name": "A"}).encode()
BYTES = {"content_type": "application/octet-stream"}

BODIES: dict[str, object] = {
    "facts": {**NOBODY, "kind": "other", "main": MAIN},
    "checked": NOBODY,
    "removed": {**NOBODY, "removed": True},
    "key": {**NOBODY, "key": None},
    "export": {"format": "json"},
    "preview": FILE,
    "import": FILE,
}
"""The body of each call that changes nothing, by the end of its address."""


def new() -> dict[str, Any]:
    """A new organisation."""
    return {"id": str(uuid.uuid4()), "kind": "other", "main": MAIN}
