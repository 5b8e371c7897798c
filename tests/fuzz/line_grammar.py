"""What anybody may say on the live line: frames that are right, nearly right, and nothing of the kind.

A seeded grammar. Half of a frame's parts are as our clients say them, so that what is wrong in one
place is looked at deep inside; the other half is whatever breaks a parser: other types, other
kinds of packets, ids without end, attachments that never come, names that Python and JavaScript know.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from chat.protocol import DESK_EVENTS, LINE_EVENTS

TEXT, BINARY, CLOSE, PING, PONG, MORE = 1, 2, 8, 9, 10, 0
"""Kinds of WebSocket frames."""

LARGE = 200_000
NAMESPACES = ("/line", "/desk", "/", "", "/nowhere", "/line?a=b", "line", "/" + "n" * 5_000)
IDS = ("", "0", "7", "4294967296", "9" * 100, "9" * 101, "0" * 5_000, "-1", "٣", "1.5")
NAMES: tuple[Any, ...] = (
    *LINE_EVENTS,
    *DESK_EVENTS,
    *("connect", "disconnect", "connect_error", "*", "message", "", "__proto__", "__class__"),
    *("send\0", "SEND", "e" * 3_000, 5, None, True, [], {}, ["send"]),
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 2**63, 10**400, "", "\ud800", "\0", "A" * 22, "A" * 43, [], {}),
    *([[]] * 50, {"a": {"b": {"c": []}}}, {"_placeholder": True, "num": 0}, "=" * 9, "x" * LARGE),
)
RAW = (
    *(
        "",
        "4",
        "42",
        "40",
        "44",
        "4{",
        "42[",
        '42["send"',
        '42["send",{}',
        "451-",
        "9",
        "b",
        "bAAAA",
    ),
    *(
        '42["sync",{"s":NaN,"d":1e999}]',
        "4" * 5_000,
        "42/line",
        "42/line,",
        "2probe",
        "3probe",
        "5",
    ),
    *("0{}", "1", "2", "3", "6", "7", "\ufeff42[]", "42" + "[" * 3_000, '42["a",' + '{"a":' * 200),
)
REASONS = (b"", b"\x03\xe8", b"\x03\xe8bye", b"\0\0", b"\xff\xff", b"\x03", b"\x03\xe8\xff\xfe")


@dataclass(frozen=True)
class Frame:
    """One WebSocket frame as it goes out; `fin` and `mask` are wrong in some."""

    kind: int
    data: bytes
    fin: bool = True
    mask: bool = True


@dataclass(frozen=True)
class Known:
    """What somebody outside may know: their own proof, and a conversation's id and envelope."""

    receipt: str
    token: str
    conv: str
    envelope: str


class Grammar:
    """Frames, the same ones for the same seed."""

    def __init__(self, seed: int, known: Known) -> None:
        self.pick = Random(seed)
        self.known = known

    def connection(self) -> list[Frame]:
        """All that one connection says: it may come in first, and may say anything."""
        frames = [self.comes_in()] if self.pick.random() < 0.7 else []
        return frames + [self.frame() for _ in range(self.pick.randint(1, 12))]

    def comes_in(self) -> Frame:
        """Somebody shows a proof: right, of another side, wrong, or none."""
        proof = self.pick.choice(
            (
                {"receipt": self.known.receipt},
                {"receipt": self.known.receipt},
                {"token": self.known.token},
                {"receipt": "A" * 43},
                {"receipt": 5},
                {"receipt": self.known.receipt, "more": 1},
                self.pick.choice(ODD),
            )
        )
        name = self.pick.choice(("/line", "/line", "/line", *NAMESPACES))
        return _text(f"40{name},{_json(proof)}" if name else f"40{_json(proof)}")

    def frame(self) -> Frame:
        """One frame."""
        chance = self.pick.random()
        if chance < 0.60:
            return _text(self.packet())
        if chance < 0.75:
            return _text(self.pick.choice(RAW))
        if chance < 0.85:
            return self.broken(self.packet())
        return self.low()

    def packet(self) -> str:
        """A packet of Socket.IO in one of Engine.IO."""
        kind = self.pick.choice(("2", "2", "2", "2", "2", "2", "0", "1", "3", "4", "5", "6", "7"))
        attached = self.pick.choice(("", "1-", "0-", "99999999999-", "-1-")) if kind in "56" else ""
        name = self.pick.choice(("/line", "/line", "/desk", *NAMESPACES))
        number = self.pick.choice(("", "7", *IDS))
        event = self.pick.choice(NAMES)
        said: Any = [event, self.body(event if isinstance(event, str) else "")]
        if self.pick.random() < 0.2:
            others: tuple[Any, ...] = ([], [event], [*said, 1], said[::-1], {"a": 1}, "text", None)
            said = self.pick.choice(others)
        return f"4{kind}{attached}{name}{',' if name else ''}{number}{_json(said)}"

    def body(self, event: str) -> Any:
        """An event's body: right, or with one field missing, more, or of another type."""
        bodies: dict[str, dict[str, Any]] = {
            "send": {"envelope": self.known.envelope},
            "end": {"envelope": self.known.envelope},
            "sync": {"s": 0, "d": 0},
            "seen": {"d": 1},
            "labels": {
                "category": "tip",
                "urgency": "routine",
                "priority": "low",
                "language": "en",
            },
            "watch": {"conv": self.known.conv},
            "writing": {"conv": self.known.conv},
            "reauth": {"token": self.known.token},
        }
        whole = bodies.get(event, {})
        if self.pick.random() < 0.4:
            return whole
        if self.pick.random() < 0.3:
            return self.pick.choice(ODD)
        name = self.pick.choice((*whole, "conv", "s", "key_record", "more"))
        return {**whole, name: self.pick.choice(ODD)}

    def broken(self, text: str) -> Frame:
        """The same with some of its bytes changed; no UTF-8 any more in some."""
        data = bytearray(text.encode("utf-8", "surrogatepass"))
        for _ in range(self.pick.randint(1, 6)):
            at = self.pick.randrange(len(data) + 1)
            data[at : at + self.pick.randint(0, 4)] = self.pick.randbytes(self.pick.randint(0, 4))
        return Frame(TEXT, bytes(data))

    def low(self) -> Frame:
        """A frame that is wrong below the text: kinds that there are not, no mask, no end."""
        kind = self.pick.choice((BINARY, CLOSE, PING, PONG, MORE, 3, 7, 11, 15, TEXT))
        data = self.pick.choice(
            (*REASONS, b"a" * 125, b"a" * 300, b"4" + b"\xff" * 20, b"x" * LARGE)
        )
        return Frame(kind, data, fin=self.pick.random() < 0.8, mask=self.pick.random() < 0.9)


def _text(text: str) -> Frame:
    return Frame(TEXT, text.encode("utf-8", "surrogatepass"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
