"""Looking for words where none may be: in files, output and requests, in every usual disguise."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

SHORTEST = 8
"""A shorter needle would be found by chance."""


def canary() -> str:
    """A text that occurs nowhere else, with characters that encoders change."""
    return f'ñ "{secrets.token_hex(12)}" & €'


def needles(text: str) -> set[bytes]:
    """Every disguise of a text: raw, JSON, percent, base64 at three offsets, UTF-16."""
    plain = {text, *text.split('"')}
    found: set[bytes] = set()
    for part in plain:
        raw = part.encode()
        if len(raw) < SHORTEST:
            continue
        found |= {
            raw,
            json.dumps(part)[1:-1].encode(),
            quote(part).encode(),
            quote(part, safe="").encode(),
        }
        found |= {part.encode("utf-16-le"), part.encode("utf-16-be")}
        found |= set(_base64(raw))
    return {needle for needle in found if len(needle) >= SHORTEST}


def views(data: bytes) -> Iterator[bytes]:
    """The bytes, what they decompress to at any place, and what is in them as base64 or percent code."""
    yield data
    yield unquote_to_bytes(data)
    yield from _decompressed(data)
    yield from _base64_fields(data)


def found_in(data: bytes, texts: list[str]) -> list[str]:
    """Those of the texts that the bytes give away."""
    seen = list(views(data))
    return [
        text for text in texts if any(needle in view for needle in needles(text) for view in seen)
    ]


def found_under(folder: Path, texts: list[str], *, besides: set[str]) -> dict[str, list[str]]:
    """File by file what of the texts is under a folder; names are searched too."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name not in besides:
            given_away = found_in(str(file).encode() + b"\n" + file.read_bytes(), texts)
            if given_away:
                found[file.name] = given_away
    return found


def _base64(raw: bytes) -> Iterator[bytes]:
    for offset in range(3):
        shifted = base64.b64encode(bytes(offset) + raw)
        whole = shifted[4 if offset else 0 : len(shifted) // 4 * 4 - 4]
        yield whole
        yield whole.replace(b"+", b"-").replace(b"/", b"_")


def _decompressed(data: bytes) -> Iterator[bytes]:
    for magic, wbits in (
        (b"\x1f\x8b\x08", 31),
        (b"\x78\x01", 15),
        (b"\x78\x9c", 15),
        (b"\x78\xda", 15),
    ):
        at = data.find(magic)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(wbits).decompress(data[at:])
            at = data.find(magic, at + 1)


def _base64_fields(data: bytes) -> Iterator[bytes]:
    try:
        body = json.loads(data)
    except ValueError:
        return
    yield from _texts_of(body)


def _texts_of(value: object) -> Iterator[bytes]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_of(inner)
    elif isinstance(value, str):
        padded = value + "=" * (-len(value) % 4)
        try:
            yield base64.urlsafe_b64decode(padded)
        except ValueError:
            return


def gzipped(text: str) -> bytes:
    """A text inside a compressed stream, for the searcher's own test."""
    return b"before" + gzip.compress(text.encode()) + b"after"
