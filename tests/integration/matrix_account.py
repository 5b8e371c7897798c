"""What the matrix asks about one's own account: with the right proof, about ids that are nobody's."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from crypto.hashes import digest
from tests.actors import Person
from tests.methods import method_of
from webapp.schemas import b64


def _proof(person: Person) -> object:
    return {"proof": b64(person.proof)}


def _one_more(person: Person) -> object:
    another = method_of(1, secrets.token_bytes(32))
    return {"proof": b64(person.proof), "method": another, "name": None}


def _same_again(person: Person) -> object:
    proof, blob = b64(person.proof), b64(secrets.token_bytes(104))
    methods = [{"old": proof, "auth": proof, "blob": blob}]
    return {"methods": methods, "again_hash": b64(digest(person.again))}


def _again(person: Person) -> object:
    return {"proof": b64(person.proof), "again_hash": b64(digest(person.again))}


ACCOUNT: dict[str, Callable[[Person], object]] = {
    "proof": _proof,
    "again": _again,
    "methods": _one_more,
    "methods/<method_id>/remove": _proof,
    "methods/<method_id>/name": lambda _: {"name": None},
    "passphrase": _same_again,
    "end-other-sessions": lambda _: None,
}
"""The body of each call, by what follows `/api/v1/account/`."""
