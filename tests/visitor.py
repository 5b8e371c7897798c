"""Somebody who signs in over HTTP with written-down details, as the desk's page does it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from config import clock
from crypto.envelope import open_envelope
from crypto.keys import KeyRecord, open_desk_wrap
from crypto.roster import Anchor, Roster, SignedCertificate, SignedRoster, verify_chain
from crypto.staff import (
    METHOD_DEVICE,
    StaffKeys,
    open_epoch_seed,
    open_staff_blob,
)
from webapp.client.calls import call
from webapp.client.desk import begin_session
from webapp.schemas import unb64


@dataclass
class Visitor:
    """A member of staff who is signed in and unlocked."""

    desk_url: str
    token: str
    staff_id: bytes
    keys: StaffKeys
    session: dict[str, Any]

    @classmethod
    def sign_in(cls, desk_url: str, details: dict[str, Any]) -> Visitor:
        """Sign in with name, passphrase and the words of the device key; raises CallFailed."""
        begun = begin_session(desk_url, details)
        blob = unb64(begun.session["blob"])
        keys = open_staff_blob(begun.factors.kek, begun.site, begun.staff_id, METHOD_DEVICE, blob)
        return cls(desk_url, begun.session["token"], begun.staff_id, keys, begun.session)

    def get(self, path: str) -> dict[str, Any]:
        """One call of somebody signed in."""
        return call("GET", f"{self.desk_url}/api/v1/{path}", None, f"Bearer {self.token}")

    def roster(self) -> Roster:
        """The roster in force, checked from the root that the desk shows."""
        desk = self.get("desk")
        certificates = [
            SignedCertificate(unb64(each["body"]), unb64(each["signature"]))
            for each in desk["certificates"]
        ]
        rosters = [
            SignedRoster(unb64(each["body"]), unb64(each["members"]), unb64(each["signature"]))
            for each in desk["rosters"]
        ]
        now = clock.unix(clock.now())
        anchor = Anchor(unb64(desk["root_vk"]), unb64(desk["site"]), now)
        return verify_chain(anchor, certificates, rosters)[-1].roster

    def epoch_seed(self) -> bytes:
        """The seed of the epoch in force, opened with this person's own key."""
        roster = self.roster()
        wraps = {each["epoch"]: unb64(each["wrap"]) for each in self.get("desk")["epoch_wraps"]}
        return open_epoch_seed(
            self.keys.kem_seed,
            roster.site,
            roster.epoch,
            self.staff_id,
            roster.desk_public,
            wraps[roster.epoch],
        )

    def waiting(self) -> list[dict[str, Any]]:
        """The items that wait."""
        items: list[dict[str, Any]] = self.get("queue?view=waiting&page=0")["items"]
        return items

    def first_message(self, conv: str) -> dict[str, Any]:
        """A conversation's first message, unsealed."""
        got = self.get(f"conversations/{conv}")
        record = key_record(got["key_records"][0])
        site = self.roster().site
        key, _ = open_desk_wrap(site, record, self.epoch_seed())
        inner = open_envelope(key, site, record.commit, unb64(got["envelopes"][0]))
        said: dict[str, Any] = json.loads(inner)
        return said


def key_record(sent: dict[str, Any]) -> KeyRecord:
    """A key record as the desk's calls give it."""
    return KeyRecord(
        conv=unb64(sent["conv"]),
        gen=sent["gen"],
        epoch=sent["epoch"],
        commit=unb64(sent["kc"]),
        src_vk=unb64(sent["src_vk"]),
        desk_wrap=unb64(sent["desk_wrap"]),
        self_wrap=None,
        signature=unb64(sent["signature"]),
    )
