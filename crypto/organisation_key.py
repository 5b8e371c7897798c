"""An administrator's word that this age key belongs to that organisation.

Packets of a referral are sealed to the key, so a server that could name another would read them.
"""

from dataclasses import dataclass

from crypto import labels
from crypto.binary import identifier, u16
from crypto.errors import Malformed
from crypto.primitives import sign, verify


@dataclass(frozen=True)
class OrganisationKey:
    """The organisation's id in the directory, its age recipient, and the day (YYYY-MM-DD) of the word."""

    organisation: str
    recipient: str
    day: str


def _part(text: str) -> bytes:
    try:
        data = text.encode()
    except UnicodeError as error:
        raise Malformed("this text has no bytes") from error
    return u16(len(data), "length") + data


def organisation_key_message(site: bytes, named: OrganisationKey) -> bytes:
    """The bytes that the signature covers; each part carries its length, so none runs into the next."""
    parts = (named.organisation, named.recipient, named.day)
    return (
        labels.ORGANISATION_KEY + identifier(site, "site") + b"".join(_part(part) for part in parts)
    )


def sign_organisation_key(sign_seed: bytes, site: bytes, named: OrganisationKey) -> bytes:
    """Return the 64-byte signature of whoever names the key."""
    return sign(sign_seed, organisation_key_message(site, named))


def verify_organisation_key(
    staff_vk: bytes, site: bytes, named: OrganisationKey, signature: bytes
) -> None:
    """Raise Refused unless this member of staff named this key for this organisation."""
    verify(staff_vk, organisation_key_message(site, named), signature)
