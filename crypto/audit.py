"""The audit's chain of hashes, and the anchors by which staff vouch for it.

Each row's hash covers the hash before it, so a row that is removed, changed or moved changes every
hash after it. Whoever keeps one hash, in a browser's pin or a signed anchor, notices.
"""

from dataclasses import dataclass

from crypto import labels
from crypto.binary import HASH_LENGTH, ZERO_HASH, identifier, sized, u8, u64
from crypto.errors import Malformed
from crypto.hashes import digest
from crypto.primitives import sign, verify

START = ZERO_HASH
"""What stands before the first row that there ever was."""


@dataclass(frozen=True)
class AuditEntry:
    """What one row says: who (None for a source or the service), in which hour, did what to what."""

    hour: str
    actor: bytes | None
    action: str
    subject: bytes
    old: str | None
    new: str | None
    conv: bytes | None


@dataclass(frozen=True)
class AuditAnchor:
    """The place in the chain that an anchor names: the row's number and its 32-byte hash."""

    number: int
    hash: bytes


def _part(value: bytes | None) -> bytes:
    # Nothing and an empty text differ: the length counts from 1 where there is a value.
    if value is None:
        return u8(0, "length")
    return u8(len(value) + 1, "length") + value


def _text(value: str | None) -> bytes | None:
    try:
        return None if value is None else value.encode()
    except UnicodeError as error:
        raise Malformed("this text has no bytes") from error


def audit_entry_digest(entry: AuditEntry) -> bytes:
    """Return the 32 bytes that stand for what a row says, without saying it.

    Whoever may not read the audit can still follow its chain with these.
    """
    parts = (
        _text(entry.hour),
        entry.actor,
        _text(entry.action),
        entry.subject,
        _text(entry.old),
        _text(entry.new),
        entry.conv,
    )
    return digest(labels.AUDIT_ROW + b"".join(_part(part) for part in parts))


def audit_link(previous: bytes, number: int, entry_digest: bytes) -> bytes:
    """Return the hash of row `number`, from the hash of the row before and its own entry's digest."""
    return digest(
        labels.AUDIT_LINK
        + sized(previous, HASH_LENGTH, "previous hash")
        + u64(number, "number")
        + sized(entry_digest, HASH_LENGTH, "entry's digest")
    )


def anchor_message(site: bytes, anchor: AuditAnchor) -> bytes:
    """Return the bytes that an anchor's signature covers, 73 of them."""
    return (
        labels.AUDIT_ANCHOR
        + identifier(site, "site")
        + u64(anchor.number, "number")
        + sized(anchor.hash, HASH_LENGTH, "hash")
    )


def sign_anchor(sign_seed: bytes, site: bytes, anchor: AuditAnchor) -> bytes:
    """Return the 64-byte signature by which a member of staff vouches for the audit up to a row."""
    return sign(sign_seed, anchor_message(site, anchor))


def verify_anchor(staff_vk: bytes, site: bytes, anchor: AuditAnchor, signature: bytes) -> None:
    """Return if `staff_vk` signed this anchor, else raise a CryptoError."""
    verify(staff_vk, anchor_message(site, anchor), signature)
