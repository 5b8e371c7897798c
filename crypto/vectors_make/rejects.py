"""Envelopes that no reader may take: tampered with, or sealed well under a header of no sense."""

import struct
from typing import Any

from crypto import labels
from crypto.binary import ZERO_HASH
from crypto.envelope import HEADER_LENGTH
from crypto.hashes import derive
from crypto.padding import pad
from crypto.primitives import aead_seal
from crypto.vectors_make.stream import Stream

_LAYOUT = struct.Struct(">BBBc16sHI32sI32s24s")
# Where each field of the header begins and ends, protocol section 4.
_FIELDS = {
    "other conversation": (4, 20),
    "generation": (20, 22),
    "sequence": (22, 26),
    "previous": (26, 58),
    "ack sequence": (58, 62),
    "ack hash": (62, 94),
    "nonce": (94, HEADER_LENGTH),
}


def _with(envelope: bytes, at: int, byte: int) -> bytes:
    return envelope[:at] + bytes((byte,)) + envelope[at + 1 :]


def _tampered(stream: Stream, envelope: bytes) -> dict[str, bytes]:
    flipped = {name: stream.flipped(envelope, *field) for name, field in _FIELDS.items()}
    return {
        "version": _with(envelope, 0, 2),
        "type": _with(envelope, 1, 2),
        "unknown flag": _with(envelope, 2, 2),
        "flag flipped": _with(envelope, 2, envelope[2] ^ 1),
        "direction swapped": _with(envelope, 3, ord("D")),
        "unknown direction": _with(envelope, 3, ord("X")),
        **flipped,
        "body": stream.flipped(envelope, HEADER_LENGTH, len(envelope) - 16),
        "tag": stream.flipped(envelope, len(envelope) - 16, len(envelope)),
        "truncated": envelope[:-1],
        "extended": envelope + b"\0",
        "header only": envelope[:HEADER_LENGTH],
        "empty": b"",
    }


def _sealed_anyway(key: bytes, site: bytes, fields: dict[str, Any]) -> bytes:
    """Return an envelope whose seal holds though its header breaks a rule.

    Written out here because `seal_envelope` rightly refuses: a reader that looks at the seal
    alone would take these.
    """
    head = _LAYOUT.pack(1, 1, *fields.values())
    number = fields["gen"].to_bytes(2, "big")
    kc = derive(key, labels.KEY_COMMIT, fields["conv"] + number)
    message_key = derive(key, labels.KEY_MESSAGE, fields["direction"])
    aad = labels.MESSAGE + site + kc + head
    return head + aead_seal(message_key, fields["nonce"], aad, pad(b'{"t":"text"}'))


def envelope_rejects(stream: Stream, key: bytes, site: bytes, envelope: bytes) -> dict[str, bytes]:
    """Return every bad envelope by its name, made from a good first envelope from a source."""
    conv = envelope[4:20]

    def sealed(**changed: object) -> bytes:
        fields = {
            "flags": 0,
            "direction": b"S",
            "conv": conv,
            "gen": 1,
            "seq": 1,
            "prev": ZERO_HASH,
            "ack_seq": 0,
            "ack": ZERO_HASH,
            "nonce": stream.take(24),
        }
        return _sealed_anyway(key, site, fields | changed)

    return _tampered(stream, envelope) | {
        "generation 0": sealed(gen=0),
        "sequence 0": sealed(seq=0),
        "first with a previous": sealed(prev=stream.take(32)),
        "second without a previous": sealed(seq=2),
        "ack without a number": sealed(ack=stream.take(32)),
        "server flag from the desk": sealed(flags=1, direction=b"D"),
    }
