"""What the desk itself writes, sealed and signed: cases, notes, referrals and their keys."""

import struct
from dataclasses import dataclass, field

from crypto import labels
from crypto.binary import (
    HASH_LENGTH,
    KEY_LENGTH,
    NONCE_LENGTH,
    ZERO_HASH,
    generation,
    identifier,
    nonced,
    sized,
    u32,
)
from crypto.errors import Malformed
from crypto.hashes import derive, digest
from crypto.keys import checked_commit, commit
from crypto.padding import is_padded_length, pad, unpad
from crypto.primitives import TAG_LENGTH, aead_open, aead_seal, sign, verify

VERSION = 1
TYPE_RECORD = 2
CASE_WRAP_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH

_LAYOUT = struct.Struct(">BB16s16sHI32s16s24s")
HEADER_LENGTH = _LAYOUT.size


@dataclass(frozen=True)
class CaseWrap:
    """A case's (or another container's) key as the server stores it (protocol section 7).

    case 16 bytes; `made` is the epoch in which the key was made, `epoch` the one whose records
    key seals it now and never an earlier one; commit 32 bytes, wrap 72.
    """

    case: bytes
    gen: int
    made: int
    epoch: int
    commit: bytes
    wrap: bytes = field(repr=False)


def _wrap_aad(site: bytes, case: bytes, gen: int, epochs: tuple[int, int], kc: bytes) -> bytes:
    made, epoch = u32(epochs[0], "epoch of making"), u32(epochs[1], "epoch")
    if made > epoch:
        raise Malformed("a key cannot be wrapped in an epoch before it was made")
    return (
        labels.CASE_WRAP
        + identifier(site, "site")
        + identifier(case, "case")
        + generation(gen)
        + made
        + epoch
        + sized(kc, HASH_LENGTH, "commitment")
    )


def case_commit(case_key: bytes, case: bytes, gen: int) -> bytes:
    """Return kc of a case's key, 32 bytes (protocol section 7)."""
    return commit(case_key, case, gen)


def seal_case_wrap(  # noqa: PLR0913, PLR0917 - one argument for each input the protocol names
    records_key: bytes,
    site: bytes,
    case: bytes,
    gen: int,
    made: int,
    epoch: int,
    case_key: bytes,
    nonce: bytes,
) -> CaseWrap:
    """Return a case's key wrapped under an epoch's records key (protocol section 7)."""
    kc = case_commit(case_key, case, gen)
    aad = _wrap_aad(site, case, gen, (made, epoch), kc)
    wrap = nonced(nonce) + aead_seal(records_key, nonce, aad, case_key)
    return CaseWrap(case=case, gen=gen, made=made, epoch=epoch, commit=kc, wrap=wrap)


def open_case_wrap(records_key: bytes, site: bytes, case_wrap: CaseWrap) -> bytes:
    """Return the case's key, its commitment checked, or raise a CryptoError (section 7)."""
    sealed = sized(case_wrap.wrap, CASE_WRAP_LENGTH, "case wrap")
    epochs = case_wrap.made, case_wrap.epoch
    aad = _wrap_aad(site, case_wrap.case, case_wrap.gen, epochs, case_wrap.commit)
    case_key = aead_open(records_key, sealed[:NONCE_LENGTH], aad, sealed[NONCE_LENGTH:])
    checked_commit(case_key, case_wrap.case, case_wrap.gen, case_wrap.commit)
    return case_key


@dataclass(frozen=True)
class RecordHeader:
    """What stands in the clear before a record (protocol section 7).

    case, record and staff_id 16 bytes; gen of the case key and rev from 1; prev is the hash of
    the record's previous revision, zeros for rev 1; nonce 24 bytes.
    """

    case: bytes
    record: bytes
    gen: int
    rev: int
    prev: bytes
    staff_id: bytes
    nonce: bytes


def _check_revision(header: RecordHeader) -> None:
    if header.rev == 0:
        raise Malformed("revisions start at 1")
    if (header.rev == 1) != (header.prev == ZERO_HASH):
        raise Malformed("only the first revision has no previous one")


def encode_record_header(header: RecordHeader) -> bytes:
    """Return the 112 bytes of a record's header, or raise Malformed (protocol section 7)."""
    _check_revision(header)
    return b"".join(
        (
            bytes((VERSION, TYPE_RECORD)),
            identifier(header.case, "case"),
            identifier(header.record, "record"),
            generation(header.gen),
            u32(header.rev, "revision"),
            sized(header.prev, HASH_LENGTH, "previous hash"),
            identifier(header.staff_id, "staff id"),
            nonced(header.nonce),
        )
    )


def parse_record_header(record: bytes) -> RecordHeader:
    """Return the header of a record that obeys every rule that needs no key (section 7)."""
    overhead = HEADER_LENGTH + TAG_LENGTH
    if not isinstance(record, bytes) or not is_padded_length(len(record) - overhead):
        raise Malformed("a record of no legal length")
    version, kind, *rest = _LAYOUT.unpack_from(record)
    if (version, kind) != (VERSION, TYPE_RECORD):
        raise Malformed("unknown version or type")
    header = RecordHeader(*rest)
    generation(header.gen)
    _check_revision(header)
    return header


def seal_record(case_key: bytes, site: bytes, header: RecordHeader, inner: bytes) -> bytes:
    """Return the sealed record of `inner` under `header` (protocol section 7)."""
    head = encode_record_header(header)
    aad = labels.RECORD + identifier(site, "site") + head
    key = derive(case_key, labels.KEY_RECORD_BODY)
    return head + aead_seal(key, header.nonce, aad, pad(inner))


def open_record(case_key: bytes, site: bytes, record: bytes) -> bytes:
    """Return the inner bytes of a record, or raise a CryptoError (protocol section 7).

    Who wrote it is a separate question: see `verify_record`.
    """
    header = parse_record_header(record)
    aad = labels.RECORD + identifier(site, "site") + record[:HEADER_LENGTH]
    key = derive(case_key, labels.KEY_RECORD_BODY)
    return unpad(aead_open(key, header.nonce, aad, record[HEADER_LENGTH:]))


def _record_message(site: bytes, record: bytes) -> bytes:
    return labels.RECORD_SIGNATURE + identifier(site, "site") + digest(record)


def sign_record(sign_seed: bytes, site: bytes, record: bytes) -> bytes:
    """Return a staff member's 64-byte signature of a sealed record (protocol section 7)."""
    return sign(sign_seed, _record_message(site, record))


def verify_record(staff_vk: bytes, site: bytes, record: bytes, signature: bytes) -> None:
    """Return if `staff_vk` signed this sealed record, else raise a CryptoError (section 7)."""
    verify(staff_vk, _record_message(site, record), signature)
