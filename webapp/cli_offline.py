"""The file that goes from a machine without a line to the server: what founds a site, and no secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crypto.hashes import digest
from webapp.schemas import b64, unb64
from webapp.staff.people_schemas import Setup

NAME = "quietline-setup.json"
A_CODE = "0" * 32
LARGEST = 300_000


class NoSetupFile(Exception):
    """There is no such file, or it is none that founds a site."""


def write_file(folder: Path, body: dict[str, Any]) -> Path:
    """The body lies in `folder`, which is made where it is missing; raises FileExistsError.

    The proofs of sign-in stand in it as their hashes: whoever copies the file proves nothing. What
    a passphrase could be tried against is left out; the first sign-in brings it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / NAME
    people = [
        {**person, "again_hash": None, "methods": [_hashed(m) for m in person["methods"]]}
        for person in body["staff"]
    ]
    with path.open("x") as file:
        file.write(json.dumps({**body, "staff": people}, indent=1) + "\n")
    return path


def _hashed(method: dict[str, Any]) -> dict[str, Any]:
    return {**method, "auth": b64(digest(unb64(method["auth"]))), "hashed": True}


def read_file(folder: Path) -> dict[str, Any]:
    """The body as it was written; raises NoSetupFile."""
    try:
        text = (folder / NAME).read_text()[:LARGEST]
        body: dict[str, Any] = json.loads(text)
        Setup.model_validate_json(json.dumps({**body, "code": A_CODE}))
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise NoSetupFile from error
    if body["demo"]:
        raise NoSetupFile
    return body
