"""Somebody who lost every device, as their new browser and the administrator's speak for them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from crypto import roster
from crypto.hashes import digest
from crypto.staff import StaffKeys, seal_epoch_seed, seal_roster_key
from tests.actors import Answer, Person
from tests.invited import Invited
from tests.staffing import Desk
from webapp.schemas import b64


@dataclass
class Lost(Invited):
    """Somebody with a link for new keys; `person` is who they are with those."""

    again: bytes = b""

    def __post_init__(self) -> None:
        """They know their passphrase."""
        self.again = self.again or self.person.again

    @classmethod
    def device_of(cls, person: Person) -> Lost:
        """The same person in a new browser, with keys that nobody has seen."""
        keys = StaffKeys(secrets.token_bytes(32), secrets.token_bytes(32))
        return cls(replace(person, keys=keys, proof=secrets.token_bytes(32), auth=None))

    def ask(self, by: Person) -> Answer:
        """An administrator presses the button."""
        path = f"/api/v1/staff/{b64(self.person.staff_id)}/lost-device"
        return by.call("POST", path, self.link())

    def link(self) -> dict[str, Any]:
        """What the administrator's browser sends."""
        lookup = b64(digest(self.proof))
        return {"invite_id": b64(self.invite_id), "lookup": lookup, "code": self.code}

    def knock(self, code: str | None = None, again: bytes | None = None) -> Answer:
        """They open the link, type the code and their passphrase."""
        shown = {"proof": b64(self.proof), "code": code or self.code}
        return self._says("open", {**shown, "again": b64(again or self.again)})

    def keys(self, **other: Any) -> dict[str, Any]:
        """What their browser sends; `other` replaces fields."""
        made = super().keys(**other)
        made.pop("again_hash")
        return {"again": b64(self.again), **made}

    def confirm(self, by: Person, signed: dict[str, Any]) -> Answer:
        """An administrator signs."""
        return by.call("POST", self.path("/confirm"), signed)


def renewal(desk: Desk, person: Person, seed: bytes | None = None) -> dict[str, Any]:
    """What an administrator's browser signs and seals for new keys, with a next epoch or without."""
    kem, site, who = person.keys.kem_public, desk.office.site, person.staff_id
    desk.people = [person if p.staff_id == who else p for p in desk.people]
    signed = desk.next_roster(desk.members(), seed)
    reads, signs = person.role in roster.READERS, person.role in roster.ROSTER_KEY_HOLDERS
    key = seal_roster_key(kem, site, who, desk.office.roster_seed) if signs else None
    wraps = [
        {"epoch": epoch, "wrap": b64(seal_epoch_seed(kem, site, epoch, who, held))}
        for epoch, held in desk.seeds.items()
        if reads
    ]
    key_wrap = b64(key) if key is not None else None
    return {**signed, "epoch_wraps": wraps, "roster_key_wrap": key_wrap}


def recovered(desk: Desk, by: Person, person: Person) -> Person:
    """The whole way, with the next epoch; gives the person with new keys, signed in."""
    lost = Lost.device_of(person)
    assert lost.ask(by).status == 204
    assert lost.knock().status == 200
    assert lost.bring_keys().status == 204
    seed = secrets.token_bytes(32)
    assert lost.confirm(by, renewal(desk, lost.person, seed)).status == 204
    desk.seeds[desk.epoch + 1] = seed
    assert lost.person.sign_in().status == 201
    return lost.person
