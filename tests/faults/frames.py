"""What a client's bytes on the line are, as whoever listens there counts them: calls and frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEAD_END = b"\r\n\r\n"
TEXT = 1


class Frame(NamedTuple):
    """One WebSocket frame: its bytes on the line, and what they say."""

    size: int
    said: bytes


def frames(heard: bytes) -> list[Frame]:
    """The whole text frames that a client sent on a connection, in order; none without a WebSocket."""
    head, end, rest = heard.partition(HEAD_END)
    if not end or b"upgrade: websocket" not in head.lower():
        return []
    return [frame for kind, frame in _frames(rest) if kind == TEXT]


def _frames(data: bytes) -> Iterator[tuple[int, Frame]]:
    at = 0
    while at + 2 <= len(data):
        length, head = data[at + 1] & 0x7F, 2
        for marker, width in ((126, 2), (127, 8)):
            if length == marker:
                length = int.from_bytes(data[at + 2 : at + 2 + width], "big")
                head += width
                break
        mask, begins = data[at + head : at + head + 4], at + head + 4
        masked = data[begins : begins + length]
        if len(masked) < length:
            return
        said = bytes(byte ^ mask[place % 4] for place, byte in enumerate(masked))
        yield data[at] & 0x0F, Frame(begins + length - at, said)
        at = begins + length


def calls(heard: bytes, path: str) -> list[int]:
    """The sizes of the bodies of all posts to this address on a connection, as their heads say."""
    return _sizes(heard, rf"POST {re.escape(path)}")


def parts(heard: bytes) -> list[int]:
    """The sizes of all parts of files on a connection, as their heads say."""
    return _sizes(heard, r"PUT \S+/parts/\d+")


def _sizes(heard: bytes, request: str) -> list[int]:
    asked = rf"{request} HTTP/1\.1\r\n(.*?)\r\n\r\n".encode()
    heads = [match[1] for match in re.finditer(asked, heard, re.DOTALL)]
    lengths = [re.search(rb"content-length: (\d+)", head, re.IGNORECASE) for head in heads]
    return [int(length[1]) for length in lengths if length]
