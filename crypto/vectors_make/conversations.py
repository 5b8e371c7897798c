"""Made-up known answers for one conversation: key record, accept record, share and envelopes."""

from dataclasses import dataclass, replace
from typing import Any

from crypto import envelope, keys
from crypto.binary import ZERO_HASH
from crypto.hashes import digest
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.receipt import Receipt
from crypto.vectors_make.rejects import envelope_rejects
from crypto.vectors_make.stream import Stream

INNER_SIZES = (1, 40, 1020, 1021, 4092, 4093, 9000)  # around the borders of buckets
# The neutral element: under a lax verification this signature holds for every message.
NEUTRAL = bytes((1,)) + bytes(31)


@dataclass(frozen=True)
class Setting:
    """What the groups about one conversation share; ids 16 bytes, keys 32."""

    site: bytes
    conv: bytes
    epoch: int
    desk_public: bytes
    receipt: Receipt
    key: bytes
    staff_id: bytes
    staff_kem_seed: bytes
    staff_sign_seed: bytes


def key_record_group(stream: Stream, setting: Setting) -> tuple[dict[str, Any], keys.KeyRecord]:
    """Return the `key_record` group of generation 1, and the record itself."""
    nonce = stream.take(24)
    record = keys.make_key_record(
        setting.site,
        setting.conv,
        1,
        setting.epoch,
        setting.desk_public,
        setting.receipt,
        setting.key,
        nonce,
    )
    other = stream.flipped(setting.conv, 0, 16).hex()
    group = {
        "uses": "receipt[0] and epoch",
        "site": setting.site.hex(),
        "conv": setting.conv.hex(),
        "gen": 1,
        "epoch": setting.epoch,
        "key": setting.key.hex(),
        "commit": record.commit.hex(),
        "src_vk": record.src_vk.hex(),
        "desk_wrap": record.desk_wrap.hex(),
        "self_wrap_nonce": nonce.hex(),
        "self_wrap": (record.self_wrap or b"").hex(),
        "signed": keys.key_record_message(setting.site, record).hex(),
        "signature": record.signature.hex(),
        "reject": {
            "desk_wrap of another conversation": {"conv": other},
            "desk_wrap of another epoch": {"epoch": setting.epoch + 1},
            "desk_wrap of another generation": {"gen": 2},
            "self_wrap of another conversation": {"conv": other},
            "self_wrap of another epoch": {"epoch": setting.epoch + 1},
        },
    }
    return group, record


def accept_group(setting: Setting, record: keys.KeyRecord) -> dict[str, Any]:
    """Return the `accept` group for a key record."""
    place = setting.site, record.conv, record.commit, record.src_vk
    forged = (NEUTRAL + bytes(32)).hex()
    return {
        "staff_vk": verify_key_of(setting.staff_sign_seed).hex(),
        "sign_seed": setting.staff_sign_seed.hex(),
        "signed": keys.accept_message(*place).hex(),
        "signature": keys.sign_accept(*place, setting.staff_sign_seed).hex(),
        "reject": {"small-order key": {"staff_vk": NEUTRAL.hex(), "signature": forged}},
    }


def share_case(setting: Setting, record: keys.KeyRecord) -> dict[str, Any]:
    """Return the `share` case of a key record's key."""
    place = keys.SharePlace(record.conv, record.gen, record.commit, setting.staff_id)
    public = kem_public_from_seed(setting.staff_kem_seed)
    return {
        "site": setting.site.hex(),
        "conv": record.conv.hex(),
        "gen": record.gen,
        "commit": record.commit.hex(),
        "staff_id": setting.staff_id.hex(),
        "kem_seed": setting.staff_kem_seed.hex(),
        "info": keys.share_info(setting.site, place).hex(),
        "wrap": keys.seal_share(setting.site, place, public, setting.key).hex(),
        "opens_to": setting.key.hex(),
    }


def _inner(stream: Stream) -> bytes:
    size = stream.choice(INNER_SIZES)
    return b'{"t":"text","body":"' + stream.take(size).hex().encode()[: max(0, size - 22)] + b'"}'


def _headers(stream: Stream, conv: bytes) -> list[envelope.Header]:
    """Return a thread's headers in order, chained afterwards: prev and ack are filled later."""
    steps = ((0, "S", 1, 1), (1, "S", 1, 2), (0, "D", 1, 1), (0, "S", 2, 3))
    return [
        envelope.Header(flags, direction, conv, gen, seq, ZERO_HASH, 0, ZERO_HASH, stream.take(24))
        for flags, direction, gen, seq in steps
    ]


def envelope_cases(stream: Stream, setting: Setting) -> list[dict[str, Any]]:
    """Return `envelope` cases: a short thread both ways, with a second generation at its end."""
    generation_keys = {1: setting.key, 2: stream.take(32)}
    last = {"S": (0, ZERO_HASH), "D": (0, ZERO_HASH)}
    cases = []
    for blank in _headers(stream, setting.conv):
        ack_seq, ack = last["D" if blank.direction == "S" else "S"]
        header = replace(blank, prev=last[blank.direction][1], ack_seq=ack_seq, ack=ack)
        key, inner = generation_keys[header.gen], _inner(stream)
        commit = keys.commit(key, setting.conv, header.gen)
        sealed = envelope.seal_envelope(key, setting.site, commit, header, inner)
        last[header.direction] = header.seq, digest(sealed)
        cases.append(
            {
                "key": key.hex(),
                "site": setting.site.hex(),
                "conv": header.conv.hex(),
                "flags": header.flags,
                "direction": header.direction,
                "gen": header.gen,
                "seq": header.seq,
                "prev": header.prev.hex(),
                "ack_seq": header.ack_seq,
                "ack": header.ack.hex(),
                "nonce": header.nonce.hex(),
                "inner": inner.hex(),
                "envelope": sealed.hex(),
                "hash": digest(sealed).hex(),
            }
        )
    return cases


def envelope_reject_group(
    stream: Stream, setting: Setting, cases: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the `envelope_reject` group, made from the first envelope."""
    first = bytes.fromhex(cases[0]["envelope"])
    rejects = envelope_rejects(stream, setting.key, setting.site, first)
    return {
        "key": setting.key.hex(),
        "site": setting.site.hex(),
        "envelopes": {name: each.hex() for name, each in rejects.items()},
    }
