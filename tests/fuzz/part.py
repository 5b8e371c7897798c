"""Parts: a long text as several messages and as one again, and where a file is cut for the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chat import blobs
from crypto import envelope
from crypto.hashes import digest
from tests.fuzz.envelope import SHORTEST
from tests.fuzz.target import Target
from tests.unit.crypto.making import first_header
from webapp.source.plain import parts, reading

FRAME: dict[str, Any] = {"t": "text", "at": "2026-11-24T10", "name": "Ana"}
MOST_MESSAGES = 24


def check(data: bytes) -> str:
    """How the messages that the bytes stand for read, and whether the text that they are does."""
    _lengths(data)
    _whole_text(data)
    _any_json(data)
    joined = json.dumps(_joined(data), separators=(",", ":"))
    return digest(joined.encode()).hex()[:16]


def _lengths(data: bytes) -> None:
    length = int.from_bytes(data[:5], "big")
    count = blobs.part_count(length)
    assert (count - 1) * blobs.PART < max(1, length) <= max(1, count) * blobs.PART
    assert blobs.part_length(length, count) == 0
    if count:
        last = blobs.part_length(length, count - 1)
        assert (count - 1) * blobs.PART + last == length


def _whole_text(data: bytes) -> None:
    text = data.decode(errors="replace")
    inners = parts.text_inners(text, FRAME, 7)
    assert "".join(each["body"] for each in inners) == text
    for number, inner in enumerate(inners, 1):
        spelled = parts.spelled({**inner, "low": [9_999_999, 9_999_999]})
        assert len(spelled) <= parts.ONE_BUCKET
        assert len(inners) == 1 or inner["part"] == [number, len(inners)]
    if len(inners) <= MOST_MESSAGES:
        shown = reading.messages_of(_opened([("D", inner) for inner in inners]))
        assert [each.text for each in shown] == [reading._whole(text)]


def _any_json(data: bytes) -> None:
    """Whatever a message says in JSON is shown, or is nothing that can be shown."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return
    inners = said if isinstance(said, list) else [said]
    some = [("D", each) for each in inners[:MOST_MESSAGES] if isinstance(each, dict)]
    for message in reading.messages_of(_opened(some)):
        message.text.encode()
        for name, value in message.answers.items():
            name.encode(), value.encode()


def messages_in(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Messages that three bytes each stand for: whose, which part of how many, and of which text."""
    found = []
    for at in range(0, min(len(data) - 2, 3 * MOST_MESSAGES), 3):
        kind, part, long = data[at : at + 3]
        inner: dict[str, Any] = {"t": "text", "body": f"{at}.", "long": long % 4}
        if kind & 2:
            inner["part"] = [part >> 4, part & 15]
        if kind & 4:
            inner["name"] = "Ana" if kind & 8 else "Sam"
        found.append(("D" if kind & 1 else "S", inner))
    return found


def _joined(data: bytes) -> list[list[Any]]:
    shown = reading.messages_of(_opened(messages_in(data)))
    return [[message.mine, message.text] for message in shown]


def _opened(said: list[tuple[str, dict[str, Any]]]) -> reading.Opened:
    sealed, numbers = [], {"S": 0, "D": 0}
    for direction, _ in said:
        numbers[direction] += 1
        seq = numbers[direction]
        prev = bytes(32) if seq == 1 else b"\1" * 32
        header = replace(first_header(direction), seq=seq, prev=prev)
        sealed.append(envelope.encode_header(header).ljust(SHORTEST, b"\0"))
    return reading.Opened(sealed, [inner for _, inner in said], strange_key=False, read=0)


def seeds() -> Iterator[bytes]:
    """Texts of one part and of many, JSON of messages, and messages that come out of order."""
    yield from (b"", b"a", "é😀 \u202e".encode() * 100, b"word " * 250, b"x" * 1_300)
    yield bytes(n for k in range(1, 9) for n in (3, k * 16 + 8, 1))
    yield bytes((2, 0x12, 1, 3, 0x12, 1, 2, 0x22, 1, 3, 0x22, 1, 7, 0x11, 0, 15, 0x12, 2))
    for said in (
        {**FRAME, "body": "hello", "part": [1, 2], "long": 3},
        {"t": "tip", "answers": {"q": ["a", "b"], "r": 5}},
        {"t": "question", "id": 5, "body": None},
        {"t": "answer", "q": "\ud800", "a": {"x": []}},
        {"t": "files", "files": [{"id": "AAAA", "name": "a.jpg", "size": 5}]},
        {"t": "joined", "kind": "supervisor"},
    ):
        yield json.dumps(said).encode()
    yield json.dumps([{"t": "text", "body": "a", "part": [1, 2]}] * 2).encode()


WORDS = (b'"part"', b'"t"', b'"text"', b'"body"', b'"files"', b'"answers"', b'"question"', b"[[[[")
TARGET = Target("part", check, seeds, (parts, "split"), longest=1_400, room=10_000, words=WORDS)
