"""A directory for tests: organisations that are brought by a file or entered, and how they are read."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import timedelta
from typing import Any

from config import clock
from crypto.organisation_key import OrganisationKey, sign_organisation_key
from tests.actors import Answer, Person
from tests.integration.conftest import Town
from tests.integration.matrix_directory import BYTES, DIRECTORY, MAIN
from webapp.schemas import b64


def preview(by: Person, data: bytes) -> Answer:
    """What an import would do."""
    return by.call("POST", f"{DIRECTORY}/preview", data, **BYTES)


def bring(by: Person, data: bytes, looked: Answer | None = None, **choices: int) -> Answer:
    """Import a file as it was previewed."""
    told = (looked or preview(by, data)).body
    chosen = "".join(f"&{name}={value}" for name, value in choices.items())
    path = f"{DIRECTORY}/import?serial={told['serial']}&digest={told['digest']}{chosen}"
    return by.call("POST", path, data, **BYTES)


def export(by: Person, form: str) -> bytes:
    """The directory as a file."""
    got = by.call("POST", f"{DIRECTORY}/export", {"format": form})
    assert got.status == 200
    return got.raw


def lines(*docs: dict[str, Any]) -> bytes:
    """Documents as a file."""
    return "\n".join(json.dumps(doc) for doc in docs).encode()


def some(count: int) -> bytes:
    """A file of so many organisations."""
    return lines(*({"id": f"o{n:03}", "name": f"Organisation {n}"} for n in range(count)))


def enter(by: Person, kind: str = "other", **facts: Any) -> Answer:
    """A new organisation, typed in."""
    body = {"id": str(uuid.uuid4()), "kind": kind, "main": {**MAIN, **facts}}
    return by.call("POST", f"{DIRECTORY}/new", body)


def act(by: Person, what: str, it: dict[str, Any], **more: Any) -> Answer:
    """Do something to an organisation as it was seen."""
    return by.call(
        "POST", f"{DIRECTORY}/{what}", {"id": it["id"], "version": it["version"], **more}
    )


def cards(by: Person, since: int = 0, after: str = "") -> dict[str, Any]:
    """Cards that changed."""
    got = by.call("GET", f"{DIRECTORY}?since={since}&after={after}")
    assert got.status == 200
    return got.body


def names(by: Person) -> list[str]:
    """Who is in the directory."""
    return [each[3] for each in cards(by)["cards"]]


def documents(by: Person, lot: int = 0, bits: int = 0) -> list[dict[str, Any]]:
    """The organisations of a lot, whole, packed as a browser takes them."""
    accept = {"Accept-Encoding": "gzip"}
    got = by.call("GET", f"{DIRECTORY}/documents?lot={lot}&bits={bits}", headers=accept)
    assert (got.status, got.headers["Content-Encoding"]) == (200, "gzip")
    found: list[dict[str, Any]] = json.loads(gzip.decompress(got.raw))["organisations"]
    return found


def key_named(town: Town, who: Person, org: str, recipient: str, days: int = 0) -> dict[str, str]:
    """The key of an organisation with the word of this person, `days` from today."""
    day = (clock.day_of(clock.now()) + timedelta(days=days)).isoformat()
    said = OrganisationKey(org, recipient, day)
    signature = sign_organisation_key(who.keys.sign_seed, town.office.site, said)
    return {"recipient": recipient, "day": day, "signature": b64(signature)}
