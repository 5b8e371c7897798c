"""A person outside who sends a file and the message that names it, as a browser does."""

from __future__ import annotations

from typing import Any

from crypto.hashes import digest
from tests.actors import Source
from tests.files import Sending
from webapp.metadata.kind import kind_of
from webapp.schemas import b64


def named(file: Sending, name: str, **said: Any) -> dict[str, Any]:
    """What the message says about a file; `said` replaces fields."""
    return {
        "id": b64(file.file_id),
        "name": name,
        "type": "application/octet-stream",
        "size": len(file.content),
        "key": b64(file.key),
        "hash": b64(digest(file.blob)),
        "kind": kind_of(file.content[:64]),
        "cleaned": None,
        "evidence": None,
        **said,
    }


def tell(by: Source, *files: dict[str, Any]) -> None:
    """A message that names these files is on the server."""
    inner = {"t": "files", "at": "2026-01-05T10", "low": [1, 1], "files": list(files)}
    assert by.write(by.envelope(inner=inner)).status == 201


def send_file(by: Source, content: bytes, name: str, **said: Any) -> Sending:
    """A whole file with its message; `said` replaces what the message says about it."""
    file = Sending(by, content).sent()
    tell(by, named(file, name, **said))
    return file
