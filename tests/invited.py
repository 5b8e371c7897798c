"""Somebody who is asked onto staff, as their own browser and the administrator's speak for them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from crypto.hashes import digest
from tests.actors import Answer, Caller, Person
from webapp.schemas import b64


@dataclass
class Invited:
    """Somebody who is asked onto staff: what their link proves, and the code that they were told."""

    person: Person
    invite_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    proof: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    code: str = "123456"

    def path(self, end: str = "") -> str:
        """The invite's address for administrators."""
        return f"/api/v1/invites/{b64(self.invite_id)}{end}"

    def body(self, **other: Any) -> dict[str, Any]:
        """What the administrator's browser sends; `other` replaces fields."""
        return {
            "invite_id": b64(self.invite_id),
            "lookup": b64(digest(self.proof)),
            "code": self.code,
            "name": self.person.name,
            "display_name": self.person.name.title(),
            "role": self.person.role,
            "languages": ["en", "es"],
            "skills": "shelters",
            "hours": "Mon-Fri, 9-17",
            **other,
        }

    def keys(self, **other: Any) -> dict[str, Any]:
        """What the newcomer's browser sends; `other` replaces fields."""
        entry = self.person.entry()
        named = ("staff_id", "sign_vk", "kem_public", "methods", "again_hash")
        keys = {name: entry[name] for name in named}
        return {"proof": b64(self.proof), "code": self.code, **keys, **other}

    def invite(self, by: Person, **other: Any) -> Answer:
        """An administrator asks them."""
        return by.call("POST", "/api/v1/invites", self.body(**other))

    def knock(self, code: str | None = None) -> Answer:
        """They open the link and type the code."""
        return self._says("open", {"proof": b64(self.proof), "code": code or self.code})

    def bring_keys(self, **other: Any) -> Answer:
        """Their browser brings the keys that it made."""
        return self._says("keys", self.keys(**other))

    def state(self) -> Answer:
        """How far it is."""
        return self._says("state", {"proof": b64(self.proof)})

    def _says(self, what: str, body: dict[str, Any]) -> Answer:
        stranger = Caller(self.person.app)
        return stranger.call("POST", f"/api/v1/invite/{what}", body)


def confirmed(by: Person, person: Person, signed: dict[str, Any]) -> Answer:
    """Somebody is asked and brings keys; gives the answer to what the administrator signed then."""
    asked = Invited(person)
    assert asked.invite(by).status == 201
    assert asked.bring_keys().status == 204
    return by.call("POST", asked.path("/confirm"), signed)
