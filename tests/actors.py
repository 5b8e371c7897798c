"""People for tests of the server: they seal and sign like a browser, and speak HTTP to an app.

Nothing here is a mock: the bytes are real, only Argon2 is left out (a proof is drawn at random).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

from flask import Flask

from crypto import envelope as envelopes
from crypto import records, roster
from crypto.hashes import digest
from crypto.keys import KeyRecord, make_key_record, open_self_wrap, sign_accept
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.receipt import Receipt
from crypto.staff import EpochKeys, StaffKeys, epoch_keys, seal_epoch_seed, seal_roster_key
from tests.methods import method_of
from webapp import wire
from webapp.schemas import b64, unb64

ZERO = bytes(32)
LABELS = {
    "channel": "tip_form",
    "door": "saw_something",
    "category": "tip",
    "urgency": "routine",
    "language": "en",
    "priority": "medium",
}


@dataclass
class Answer:
    """A status and a parsed body."""

    status: int
    body: dict[str, Any]
    raw: bytes
    headers: dict[str, str]

    @property
    def slug(self) -> str:
        """The problem's name, without the common beginning."""
        return str(self.body.get("type", "")).rsplit(":", 1)[-1]


@dataclass
class Caller:
    """Somebody who calls an app, or a running server by its address.

    `auth` is the whole Authorization header.
    """

    app: Flask | str
    auth: str | None = None

    def call(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        """Make one call; a body that is not bytes goes as JSON. OSError where a server is gone.

        A server at an address has `patience` seconds for its answer.
        """
        patience: float = more.pop("patience", 20)
        headers = {"Host": "localhost", **more.pop("headers", {})}
        if self.auth is not None:
            headers["Authorization"] = self.auth
        if body is not None and not isinstance(body, bytes):
            more.setdefault("content_type", "application/json")
            body = json.dumps(body).encode()
        if isinstance(self.app, str):
            return self._over_the_line(method, path, body, headers | _kind(more), patience)
        got = self.app.test_client().open(path, method=method, data=body, headers=headers, **more)
        return Answer(got.status_code, _object(got.data), got.data, dict(got.headers))

    def _over_the_line(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], patience: float
    ) -> Answer:
        kind, _, name = str(self.app).partition("://")
        host, port = name.split(":")
        made = HTTPSConnection if kind == "https" else HTTPConnection
        line = made(host, int(port), timeout=patience)
        try:
            line.request(method, path, body, headers)
            got = line.getresponse()
            raw = got.read()
        except HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()
        return Answer(got.status, _object(raw), raw, dict(got.getheaders()))


def _kind(more: dict[str, Any]) -> dict[str, str]:
    return {"Content-Type": more["content_type"]} if "content_type" in more else {}


def _object(raw: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(raw)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


@dataclass
class Office:
    """What the administrator's client knows of a site that it founds."""

    site: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    root_seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    roster_seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    recovery_seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    epoch_seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    rosters: list[bytes] = field(default_factory=list)

    @property
    def epoch(self) -> EpochKeys:
        """The keys of epoch 1."""
        return epoch_keys(self.epoch_seed)

    def certificate(self, now: int) -> tuple[bytes, bytes]:
        """The root's word for the roster key."""
        made = roster.Certificate(
            self.site, verify_key_of(self.roster_seed), now - 86400, now + 399 * 86400
        )
        return made.encode(), roster.sign_certificate(self.root_seed, made)

    def recovery(self) -> roster.Member:
        """The recovery key's line in every roster."""
        public = kem_public_from_seed(self.recovery_seed)
        return roster.Member(roster.RECOVERY_ID, ZERO, digest(public), 7)

    def roster(self, members: list[roster.Member], now: int, **other: Any) -> dict[str, str]:
        """The next roster, as it travels; `other` replaces fields to make it a bad one."""
        encoded = roster.encode_members(sorted(members, key=lambda m: m.staff_id))
        fields = {
            "site": self.site,
            "serial": len(self.rosters) + 1,
            "epoch": 1,
            "not_before": now - 86400,
            "not_after": now + 89 * 86400,
            "desk_public": self.epoch.public,
            "previous": digest(self.rosters[-1]) if self.rosters else ZERO,
            "members_hash": digest(encoded),
            **other,
        }
        made = roster.Roster(**fields)
        self.rosters.append(made.encode())
        signature = roster.sign_roster(self.roster_seed, made)
        return {"body": b64(made.encode()), "members": b64(encoded), "signature": b64(signature)}


@dataclass
class Person(Caller):
    """A member of staff with keys of their own."""

    name: str = "ana"
    role: int = 1
    staff_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    keys: StaffKeys = field(
        default_factory=lambda: StaffKeys(secrets.token_bytes(32), secrets.token_bytes(32))
    )
    proof: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    again: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def member(self) -> roster.Member:
        """Their line in the roster."""
        return roster.Member(
            self.staff_id, self.keys.sign_vk, digest(self.keys.kem_public), self.role
        )

    def entry(self) -> dict[str, Any]:
        """What their client sends of them."""
        return {
            "staff_id": b64(self.staff_id),
            "name": self.name,
            "display_name": self.name.title(),
            "role": self.role,
            "sign_vk": b64(self.keys.sign_vk),
            "kem_public": b64(self.keys.kem_public),
            "methods": [method_of(1, self.proof)],
            "again_hash": b64(digest(self.again)),
        }

    def sign_in(self) -> Answer:
        """Sign in; later calls carry the token."""
        proof = {"staff_id": b64(self.staff_id), "method": 1, "auth": b64(self.proof)}
        got = self.call("POST", "/api/v1/session", proof)
        if got.status == 201:
            self.auth = f"Bearer {got.body['token']}"
        return got

    def record(
        self, office: Office, container: bytes, key: bytes, inner: object, **other: Any
    ) -> dict[str, str]:
        """A sealed and signed record; `other` replaces header fields."""
        fields = {
            "case": container,
            "record": secrets.token_bytes(16),
            "gen": 1,
            "rev": 1,
            "prev": ZERO,
            "staff_id": self.staff_id,
            "nonce": secrets.token_bytes(24),
            **other,
        }
        header = records.RecordHeader(**fields)
        sealed = records.seal_record(key, office.site, header, json.dumps(inner).encode())
        signature = records.sign_record(self.keys.sign_seed, office.site, sealed)
        return {"record": b64(sealed), "signature": b64(signature)}

    def container(self, office: Office, container: bytes, key: bytes) -> dict[str, Any]:
        """The wrap of a new container's key."""
        made = records.seal_case_wrap(
            office.epoch.records_key,
            office.site,
            container,
            1,
            1,
            1,
            key,
            secrets.token_bytes(24),
        )
        return {"gen": 1, "made": 1, "epoch": 1, "kc": b64(made.commit), "wrap": b64(made.wrap)}

    def accept(self, office: Office, source: Source) -> dict[str, str]:
        """The accept record of a conversation."""
        record = source.records[0]
        signature = sign_accept(
            office.site, record.conv, record.commit, record.src_vk, self.keys.sign_seed
        )
        return {"kc": b64(record.commit), "src_vk": b64(record.src_vk), "signature": b64(signature)}


@dataclass
class Source(Caller):
    """A person outside, with a receipt drawn at random."""

    office: Office = field(default_factory=Office)
    receipt: Receipt = field(default_factory=lambda: Receipt.from_master(secrets.token_bytes(32)))
    conv: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    records: list[KeyRecord] = field(default_factory=list)
    sent: dict[str, list[bytes]] = field(default_factory=lambda: {"S": [], "D": []})

    def __post_init__(self) -> None:
        """Their calls carry the receipt's proof."""
        self.auth = self.auth or f"Receipt {b64(self.receipt.auth)}"

    def key_record(self, gen: int = 1, epoch: int = 1) -> KeyRecord:
        """A new generation's key record."""
        made = make_key_record(
            self.office.site,
            self.conv,
            gen,
            epoch,
            self.office.epoch.public,
            self.receipt,
            secrets.token_bytes(32),
            secrets.token_bytes(24),
        )
        self.records.append(made)
        return made

    def envelope(self, direction: str = "S", inner: object = None, **other: Any) -> bytes:
        """The next envelope of a direction; `other` replaces header fields."""
        mine, theirs = self.sent[direction], self.sent["D" if direction == "S" else "S"]
        newest = self.records[-1]
        fields = {
            "flags": 0,
            "direction": direction,
            "conv": self.conv,
            "gen": newest.gen,
            "seq": len(mine) + 1,
            "prev": digest(mine[-1]) if mine else ZERO,
            "ack_seq": len(theirs),
            "ack": digest(theirs[-1]) if theirs else ZERO,
            "nonce": secrets.token_bytes(24),
            **other,
        }
        key = open_self_wrap(self.office.site, newest, self.receipt)
        said = json.dumps(inner or {"t": "text", "body": "hello", "low": [1, 1]}).encode()
        return envelopes.seal_envelope(
            key, self.office.site, newest.commit, envelopes.Header(**fields), said
        )

    def tip(self, **labels: str) -> dict[str, Any]:
        """The body of a new conversation; call it once and send it as often as you like."""
        record, said = self.key_record(), None
        said = self.envelope()
        return {
            "key_record": on_the_wire(record),
            "labels": {**LABELS, **labels},
            "envelope": b64(said),
        }

    def send_tip(self, **labels: str) -> Answer:
        """Send a new conversation and remember what was sent."""
        body = self.tip(**labels)
        got = self.call("POST", "/api/v1/conversations", body)
        if got.status == 201:
            self.sent["S"].append(unb64(body["envelope"]))
        return got

    def last_word(self) -> str:
        """The envelope with which a chat ends, as it travels."""
        return b64(self.envelope(inner={"t": "end", "low": [1, 1]}))

    def write(self, said: bytes | None = None) -> Answer:
        """Send the next envelope, or one that was made before."""
        said = said or self.envelope()
        got = self.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(said)})
        if got.status == 201:
            self.sent["S"].append(said)
        return got


def on_the_wire(record: KeyRecord) -> dict[str, Any]:
    """A key record as a browser sends it."""
    return wire.key_record(record, without="")


def founding(
    office: Office, people: list[Person], code: str, now: int, **other: Any
) -> dict[str, Any]:
    """The body that sets up a site with these people; `other` replaces fields."""
    certificate, signature = office.certificate(now)
    recovery_public = kem_public_from_seed(office.recovery_seed)
    readers = [(p.staff_id, p.keys.kem_public) for p in people if p.role in {1, 2, 3}]
    return {
        "code": code,
        "site": b64(office.site),
        "demo": True,
        "root_vk": b64(verify_key_of(office.root_seed)),
        "certificate": b64(certificate),
        "certificate_signature": b64(signature),
        "roster": office.roster([*(p.member() for p in people), office.recovery()], now),
        "staff": [p.entry() for p in people],
        "recovery_kem_public": b64(recovery_public),
        "epoch_wraps": [
            {
                "epoch": 1,
                "staff_id": b64(staff_id),
                "wrap": b64(seal_epoch_seed(public, office.site, 1, staff_id, office.epoch_seed)),
            }
            for staff_id, public in [*readers, (roster.RECOVERY_ID, recovery_public)]
        ],
        "roster_key_wraps": [
            {
                "staff_id": b64(p.staff_id),
                "wrap": b64(
                    seal_roster_key(p.keys.kem_public, office.site, p.staff_id, office.roster_seed)
                ),
            }
            for p in people
            if p.role in {2, 3, 4}
        ],
        **other,
    }
