"""What somebody signed in can read of an old desk: every epoch's seed, old conversations, old cases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from config import clock
from crypto import records
from crypto.envelope import Header, open_envelope, seal_envelope
from crypto.hashes import digest
from crypto.keys import KeyRecord, open_desk_wrap
from crypto.roster import Anchor, SignedCertificate, SignedRoster, VerifiedRoster, verify_chain
from crypto.staff import epoch_keys, open_epoch_seed
from tests.visitor import Visitor
from webapp.client.calls import call
from webapp.schemas import b64, unb64


@dataclass
class Reader:
    """A visitor who checks all rosters and opens what any living epoch sealed."""

    visitor: Visitor

    def rosters(self) -> tuple[VerifiedRoster, ...]:
        """Every roster, the chain checked from the root."""
        desk = self.visitor.get("desk")
        certificates = [
            SignedCertificate(unb64(each["body"]), unb64(each["signature"]))
            for each in desk["certificates"]
        ]
        rosters = [
            SignedRoster(unb64(each["body"]), unb64(each["members"]), unb64(each["signature"]))
            for each in desk["rosters"]
        ]
        now = clock.unix(clock.now())
        return verify_chain(
            Anchor(unb64(desk["root_vk"]), unb64(desk["site"]), now), certificates, rosters
        )

    def seed(self, epoch: int) -> bytes:
        """An epoch's seed, opened with this person's own key and checked against its roster."""
        roster = next(r.roster for r in self.rosters() if r.roster.epoch == epoch)
        wraps = {w["epoch"]: unb64(w["wrap"]) for w in self.visitor.get("desk")["epoch_wraps"]}
        me = self.visitor
        return open_epoch_seed(
            me.keys.kem_seed, roster.site, epoch, me.staff_id, roster.desk_public, wraps[epoch]
        )

    def key_of(self, conv: str) -> tuple[bytes, KeyRecord, dict[str, Any]]:
        """The conversation's newest key, its record, and the thread."""
        thread = self.visitor.get(f"conversations/{conv}")
        sent = thread["key_records"][-1]
        record = KeyRecord(
            conv=unb64(sent["conv"]),
            gen=sent["gen"],
            epoch=sent["epoch"],
            commit=unb64(sent["kc"]),
            src_vk=unb64(sent["src_vk"]),
            desk_wrap=unb64(sent["desk_wrap"]),
            self_wrap=None,
            signature=unb64(sent["signature"]),
        )
        site = self.rosters()[-1].roster.site
        key, _ = open_desk_wrap(site, record, self.seed(record.epoch))
        return key, record, thread

    def words(self, conv: str) -> list[dict[str, Any]]:
        """Everything that was said in a conversation of one generation."""
        key, record, thread = self.key_of(conv)
        site = self.rosters()[-1].roster.site
        return [
            json.loads(open_envelope(key, site, record.commit, unb64(sealed)))
            for sealed in thread["envelopes"]
        ]

    def case(self, case_id: str) -> list[dict[str, Any]]:
        """Every revision of every record of a case."""
        found, site = self.visitor.get(f"cases/{case_id}"), self.rosters()[-1].roster.site
        wrap = found["wraps"][-1]
        sealed = records.CaseWrap(
            case=unb64(case_id),
            gen=wrap["gen"],
            made=wrap["made"],
            epoch=wrap["epoch"],
            commit=unb64(wrap["kc"]),
            wrap=unb64(wrap["wrap"]),
        )
        key = records.open_case_wrap(epoch_keys(self.seed(wrap["epoch"])).records_key, site, sealed)
        return [
            json.loads(records.open_record(key, site, unb64(each["record"])))
            for each in found["records"]
        ]

    def answer(self, conv: str, body: str) -> None:
        """Claim the conversation and write the desk's first envelope in it."""
        key, record, thread = self.key_of(conv)
        last = unb64(thread["envelopes"][0])
        header = Header(
            flags=0,
            direction="D",
            conv=unb64(conv),
            gen=record.gen,
            seq=1,
            prev=bytes(32),
            ack_seq=1,
            ack=digest(last),
            nonce=bytes(24),
        )
        said = json.dumps({"t": "text", "body": body, "low": [1, 1]}).encode()
        sealed = seal_envelope(key, self.rosters()[-1].roster.site, record.commit, header, said)
        self.post(f"items/{conv}/claim", {})
        self.post(f"conversations/{conv}/envelopes", {"envelope": b64(sealed)})

    def post(self, path: str, body: object) -> dict[str, Any]:
        """One call that changes something."""
        me = self.visitor
        return call("POST", f"{me.desk_url}/api/v1/{path}", body, f"Bearer {me.token}")
