"""One message as bytes: what a source's browser and the desk seal and the server only carries."""

import struct
from dataclasses import dataclass

from crypto import labels
from crypto.binary import HASH_LENGTH, ZERO_HASH, generation, identifier, nonced, sized, u32
from crypto.errors import CryptoError, Malformed
from crypto.hashes import derive
from crypto.keys import checked_commit
from crypto.padding import is_padded_length, pad, unpad
from crypto.primitives import TAG_LENGTH, aead_open, aead_seal

VERSION = 1
TYPE_MESSAGE = 1
FLAG_SERVER = 1  # sealed by the server for somebody without JavaScript (protocol section 8)
SOURCE = "S"
DESK = "D"

_LAYOUT = struct.Struct(">BBBc16sHI32sI32s24s")
HEADER_LENGTH = _LAYOUT.size  # 118


@dataclass(frozen=True)
class Header:
    """What stands in the clear before a message (protocol section 4); `direction` is S or D.

    conv 16 bytes; gen from 1; seq from 1 in each direction; prev and ack are hashes of 32
    bytes, zeros where there is nothing; nonce 24 bytes, never used twice.
    """

    flags: int
    direction: str
    conv: bytes
    gen: int
    seq: int
    prev: bytes
    ack_seq: int
    ack: bytes
    nonce: bytes


def _check_flags(header: Header) -> None:
    if header.direction not in (SOURCE, DESK):
        raise Malformed("unknown direction")
    # A server that could speak as the desk without JavaScript could write anything to anybody.
    allowed = (0, FLAG_SERVER) if header.direction == SOURCE else (0,)
    if header.flags not in allowed:
        raise Malformed("unknown flag")


def _check_chain(header: Header) -> None:
    if header.seq == 0:
        raise Malformed("sequence numbers start at 1")
    if (header.seq == 1) != (header.prev == ZERO_HASH):
        raise Malformed("only the first envelope has no previous one")
    if (header.ack_seq == 0) != (header.ack == ZERO_HASH):
        raise Malformed("an acknowledgement needs both number and hash")


def encode_header(header: Header) -> bytes:
    """Return the 118 bytes of a header, or raise Malformed if it breaks a rule of section 4."""
    _check_flags(header)
    _check_chain(header)
    return b"".join(
        (
            bytes((VERSION, TYPE_MESSAGE, header.flags)),
            header.direction.encode(),
            identifier(header.conv, "conversation"),
            generation(header.gen),
            u32(header.seq, "sequence number"),
            sized(header.prev, HASH_LENGTH, "previous hash"),
            u32(header.ack_seq, "acknowledged number"),
            sized(header.ack, HASH_LENGTH, "acknowledged hash"),
            nonced(header.nonce),
        )
    )


def parse_header(envelope: bytes) -> Header:
    """Return the header of an envelope that obeys every rule that needs no key (section 4).

    Raises Malformed for another version or type, an unknown flag or direction, a broken chain
    field, or a body whose length is not on a bucket: what the server checks before it stores.
    """
    overhead = HEADER_LENGTH + TAG_LENGTH
    if not isinstance(envelope, bytes) or not is_padded_length(len(envelope) - overhead):
        raise Malformed("an envelope of no legal length")
    version, kind, flags, direction, *rest = _LAYOUT.unpack_from(envelope)
    if (version, kind) != (VERSION, TYPE_MESSAGE):
        raise Malformed("unknown version or type")
    header = Header(flags, direction.decode("latin-1"), *rest)
    _check_flags(header)
    _check_chain(header)
    generation(header.gen)
    return header


def _message_key(key: bytes, direction: str) -> bytes:
    return derive(key, labels.KEY_MESSAGE, direction.encode())


def _aad(site: bytes, kc: bytes, header: bytes) -> bytes:
    return labels.MESSAGE + identifier(site, "site") + kc + header


def seal_envelope(key: bytes, site: bytes, commit: bytes, header: Header, inner: bytes) -> bytes:
    """Return the envelope of `inner` (UTF-8 JSON) under `header` (protocol section 4).

    Raises Malformed for a header that no reader would take, and Refused if `commit` is not
    that of `key` for the header's conversation and generation.
    """
    kc = checked_commit(key, header.conv, header.gen, commit)
    head = encode_header(header)
    aad = _aad(site, kc, head)
    return head + aead_seal(_message_key(key, header.direction), header.nonce, aad, pad(inner))


def open_envelope(key: bytes, site: bytes, commit: bytes, envelope: bytes) -> bytes:
    """Return the inner bytes of an envelope, or raise a CryptoError (protocol section 4).

    JSON is not parsed here: an envelope with broken JSON still counts in the chain, so this
    must not be the place where it fails.
    """
    header = parse_header(envelope)
    kc = checked_commit(key, header.conv, header.gen, commit)
    aad = _aad(site, kc, envelope[:HEADER_LENGTH])
    message_key = _message_key(key, header.direction)
    return unpad(aead_open(message_key, header.nonce, aad, envelope[HEADER_LENGTH:]))


def is_sealed(key: bytes, site: bytes, envelope: bytes) -> bool:
    """Return whether `key` sealed these bytes, header rules and padding set aside.

    No reader asks that; it is how a list of bad envelopes is shown to be bad for the right
    reason, and not only because the key is wrong.
    """
    if len(envelope) < HEADER_LENGTH + TAG_LENGTH:
        return False
    _, _, _, direction, conv, gen, *_, nonce = _LAYOUT.unpack_from(envelope)
    kc = derive(key, labels.KEY_COMMIT, conv + gen.to_bytes(2, "big"))
    aad = _aad(site, kc, envelope[:HEADER_LENGTH])
    try:
        aead_open(derive(key, labels.KEY_MESSAGE, direction), nonce, aad, envelope[HEADER_LENGTH:])
    except CryptoError:
        return False
    return True
