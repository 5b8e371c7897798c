"""Made-up known answers for hashes, padding, receipts and KEM keys."""

from typing import Any

from crypto import hashes, padding, receipt, staff
from crypto.primitives import kem_public_from_seed
from crypto.vectors_make.stream import Stream

LABELS = ("auth", "self", "sign", "kem", "commit", "message", "file", "kek", "desk kem", "record")
SEPARATORS = (" ", "  ", "-", ", ", "_", ".", "\n", " 7 ", "\u3000", "/")


def hash_cases(stream: Stream) -> list[dict[str, str]]:
    """Return `hash` cases, the empty input and the block border of 128 bytes among them."""
    inputs = [b"", stream.take(128), *(stream.take(stream.below(700)) for _ in range(4))]
    return [{"in": each.hex(), "H": hashes.digest(each).hex()} for each in inputs]


def kdf_cases(stream: Stream) -> list[dict[str, str]]:
    """Return `kdf` cases."""
    cases = []
    for _ in range(6):
        key, label, ctx = stream.take(32), stream.choice(LABELS), stream.take(stream.below(40))
        derived = hashes.derive(key, label.encode(), ctx)
        cases.append({"key": key.hex(), "label": label, "ctx": ctx.hex(), "K": derived.hex()})
    return cases


def length_pairs(stream: Stream) -> tuple[list[list[int]], list[list[int]]]:
    """Return `padme` and `padded_length` pairs, lengths of every order of magnitude."""
    lengths = sorted(stream.below(1 << bits) for bits in range(1, 31))
    borders = [bucket + step for bucket in padding.BUCKETS for step in (-1, 0, 1)]
    padme = [[length, padding.padme(length)] for length in lengths]
    padded = [[length, padding.padded_length(length)] for length in sorted(lengths + borders)]
    return padme, padded


def unpad_group(stream: Stream) -> dict[str, Any]:
    """Return the `unpad` group: one that opens and five that must not."""
    inner = stream.take(stream.between(1, 1000))
    padded = padding.pad(inner)
    # The longest length of this bucket, plus one: claims a byte that is not there.
    beyond = (len(padded) - padding.LENGTH_BYTES + 1).to_bytes(padding.LENGTH_BYTES, "big")
    reject = {
        "non-zero padding": stream.flipped(padded, 4 + len(inner), len(padded)),
        "length past the end": beyond + padded[4:],
        "not the smallest bucket": padded.ljust(4096, b"\0"),
        "not a bucket": padded[:-1],
        "short": padded[:3],
    }
    return {
        "accept": {"padded": padded.hex(), "inner": inner.hex()},
        "reject": {name: each.hex() for name, each in reject.items()},
    }


def _typed(stream: Stream) -> str:
    """Return words as people type them: any capitals, any separators, accents or none."""
    words = receipt.draw_words(stream.choice(("en", "es")), stream.below)
    shapes = [stream.choice((str.upper, str.title, str.lower))(word) for word in words]
    return "".join(word + stream.choice(SEPARATORS) for word in shapes)


def receipt_cases(stream: Stream, site: bytes) -> tuple[list[dict[str, str]], receipt.Receipt]:
    """Return `receipt` cases and the keys of the first."""
    cases = []
    for text in (_typed(stream), _typed(stream)):
        master = receipt.stretch(text, site)
        keys = receipt.Receipt.from_master(master)
        cases.append(
            {
                "words": text,
                "site": site.hex(),
                "normalised": receipt.normalise(text),
                "master": master.hex(),
                "auth": keys.auth.hex(),
                "lookup": keys.lookup.hex(),
                "self": keys.self_key.hex(),
                "sign": keys.sign_seed.hex(),
                "kem": keys.kem_seed.hex(),
            }
        )
    first = receipt.Receipt.from_master(bytes.fromhex(cases[0]["master"]))
    return cases, first


def kem_cases(stream: Stream) -> list[dict[str, str]]:
    """Return `kem` cases."""
    seeds = [stream.take(32) for _ in range(3)]
    return [{"seed": seed.hex(), "public": kem_public_from_seed(seed).hex()} for seed in seeds]


def epoch_case(seed: bytes) -> dict[str, str]:
    """Return the `epoch` case of one seed."""
    keys = staff.epoch_keys(seed)
    return {
        "seed": seed.hex(),
        "kem_seed": keys.kem_seed.hex(),
        "records": keys.records_key.hex(),
        "public": keys.public.hex(),
    }
