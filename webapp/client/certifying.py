"""A new roster key made away from any network: out of a request file and the root's words, an answer.

The request holds nothing secret. It is believed only as far as the root's own signatures reach: the
certificate, the newest roster, and the keys whose hashes stand in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from chat.fields import Bytes16, Bytes32, Incoming, Signature
from crypto import roster
from crypto.errors import Malformed, Refused
from crypto.hashes import digest, same
from crypto.primitives import verify_key_of
from crypto.staff import seal_roster_key
from webapp.client.ceremony import A_DAY_BACK, Draw
from webapp.schemas import KemPublic, ShortBytes, b64
from webapp.staff.people_schemas import SignedRosterIn


class _Certificate(Incoming):
    body: ShortBytes
    signature: Signature


class _Person(Incoming):
    staff_id: Bytes16
    display_name: str
    kem_public: KemPublic


class KeyRequest(Incoming):
    """What an administrator's browser saved: public keys, and the newest signatures."""

    site: Bytes16
    root_vk: Bytes32
    certificate: _Certificate
    roster: SignedRosterIn
    people: list[_Person]


@dataclass(frozen=True)
class Signer:
    """Somebody who will hold the new key."""

    member: roster.Member
    display_name: str
    kem_public: bytes


def read_request(text: str) -> KeyRequest:
    """The request in a file; raises Malformed."""
    try:
        return KeyRequest.model_validate_json(text)
    except ValidationError as error:
        raise Malformed("not a request for a new roster key") from error


def signers_of(request: KeyRequest, root_seed: bytes) -> list[Signer]:
    """Who will hold the key, by the newest roster below this root; raises a CryptoError."""
    _, _, members = _believed(request, root_seed)
    people = {person.staff_id: person for person in request.people}
    found = []
    for member in members:
        if member.role not in roster.ROSTER_KEY_HOLDERS:
            continue
        person = people.get(member.staff_id)
        if person is None or not same(digest(person.kem_public), member.kem_hash):
            raise Refused("a key that the roster does not list")
        found.append(Signer(member, person.display_name, person.kem_public))
    return found


def make_answer(request: KeyRequest, root_seed: bytes, now: int, draw: Draw) -> dict[str, Any]:
    """The body of the call that puts a new roster key to work; raises a CryptoError."""
    certificate, newest, _ = _believed(request, root_seed)
    signers, seed = signers_of(request, root_seed), draw(32)
    begin = max(now - A_DAY_BACK, certificate.not_before + 1)
    made = roster.Certificate(
        request.site, verify_key_of(seed), begin, begin + roster.CERTIFICATE_LIFETIME
    )
    follows = roster.Roster(
        site=newest.site,
        serial=newest.serial + 1,
        epoch=newest.epoch,
        not_before=begin,
        not_after=begin + roster.ROSTER_LIFETIME,
        desk_public=newest.desk_public,
        previous=digest(request.roster.body),
        members_hash=newest.members_hash,
    )
    return {
        "certificate": b64(made.encode()),
        "certificate_signature": b64(roster.sign_certificate(root_seed, made)),
        "roster": {
            "body": b64(follows.encode()),
            "members": b64(request.roster.members),
            "signature": b64(roster.sign_roster(seed, follows)),
        },
        "roster_key_wraps": [
            {
                "staff_id": b64(s.member.staff_id),
                "wrap": b64(seal_roster_key(s.kem_public, request.site, s.member.staff_id, seed)),
            }
            for s in signers
        ],
    }


def _believed(
    request: KeyRequest, root_seed: bytes
) -> tuple[roster.Certificate, roster.Roster, tuple[roster.Member, ...]]:
    root_vk = verify_key_of(root_seed)
    if not same(root_vk, request.root_vk):
        raise Refused("the root words of another site")
    signed = request.certificate
    certificate = roster.verify_certificate(root_vk, signed.body, signed.signature)
    newest = roster.verify_roster(
        certificate.roster_vk, request.roster.body, request.roster.signature
    )
    if not certificate.site == newest.site == request.site:
        raise Refused("signed for another site")
    if not same(digest(request.roster.members), newest.members_hash):
        raise Refused("the members are not those that the roster names")
    return certificate, newest, roster.parse_members(request.roster.members)
