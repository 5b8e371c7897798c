"""A run of the grammar against a served site, beside an honest chat that must go on meanwhile."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websocket

from tests.actors import Caller, Source
from tests.fuzz.line_grammar import Frame, Grammar, Known
from tests.integration.line_town import Town
from tests.lines import LineClient
from webapp.schemas import b64

TOGETHER = 12
"""Connections between two looks at the honest chat."""

PATIENCE = 2.0
"""Seconds for one connection's answers; whoever is not answered is left."""


@dataclass
class Honest:
    """A chat between somebody outside and Ana, who both read everything."""

    town: Town
    source: Source
    outside: LineClient
    inside: LineClient
    said: int = 0

    @classmethod
    def begun(cls, town: Town) -> Honest:
        """A chat that Ana holds and watches."""
        source = town.held_chat()
        made = cls(town, source, town.line(source), town.desk(town.ana))
        assert made.inside.ask("watch", {"conv": b64(source.conv)})["status"] == 200
        return made

    def goes_on(self) -> None:
        """Both say something, and each hears the other."""
        source = self.source
        for direction, sender, hearer in (
            ("S", self.outside, self.inside),
            ("D", self.inside, self.outside),
        ):
            said = source.envelope(direction)
            body = {"envelope": b64(said)} | (
                {"conv": b64(source.conv)} if direction == "D" else {}
            )
            answer = sender.ask("send", body)
            assert answer["status"] == 201, answer
            source.sent[direction].append(said)
            assert hearer.hear("envelope")["envelope"] == b64(said)
            self.said += 1

    def leave(self) -> None:
        """Both go."""
        self.outside.leave()
        self.inside.leave()


@dataclass
class Run:
    """How far a run came: connections and frames, and the server's memory as it went, in megabytes."""

    connections: int = 0
    frames: int = 0
    memory: list[float] = field(default_factory=list)


def run(town: Town, seconds: float, seed: int) -> Run:
    """Talk nonsense for so long; raises AssertionError where the honest chat does not go on."""
    came, honest = Run(), Honest.begun(town)
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        known = _victim(town)
        for _ in range(TOGETHER):
            turn += 1
            grammar = Grammar(seed * 1_000_003 + turn, known)
            side = town.site.desk_url if turn % 4 == 0 else town.site.source_url
            came.frames += speak(side, grammar.connection())
            came.connections += 1
        honest.goes_on()
        assert Caller(town.site.source_url).call("GET", "/healthz").status == 200
        came.memory.append(resident(town.site.process.pid))
        if turn % (20 * TOGETHER) == 0:  # a chat has an end, and so has the room of one
            honest.leave()
            honest = Honest.begun(town)
    honest.leave()
    return came


def _victim(town: Town) -> Known:
    """Whose receipt the nonsense is said with; somebody new each time, so that no allowance ends it."""
    source = Source(town.site.source_url, office=town.office)
    assert source.send_tip().status == 201
    token = str(town.sam.auth).removeprefix("Bearer ")
    envelope = b64(source.envelope())
    return Known(b64(source.receipt.auth), token, b64(source.conv), envelope)


def speak(url: str, frames: list[Frame]) -> int:
    """Say all of it on one connection, and hear what comes; gives how many frames went out."""
    address = url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line: Any = websocket.create_connection(address, timeout=PATIENCE)
    sent = 0
    with contextlib.suppress(OSError, websocket.WebSocketException):
        line.recv()
        for frame in frames:
            line.sock.sendall(_on_the_wire(frame))
            sent += 1
        line.sock.settimeout(0.05)
        while line.sock.recv(65_536):
            pass
    with contextlib.suppress(OSError):
        line.sock.shutdown(socket.SHUT_RDWR)
    line.sock.close()
    return sent


def _on_the_wire(frame: Frame) -> bytes:
    length, mask = len(frame.data), 0x80 if frame.mask else 0
    head = struct.pack("!B", (0x80 if frame.fin else 0) | frame.kind)
    if length < 126:
        head += struct.pack("!B", mask | length)
    elif length < 1 << 16:
        head += struct.pack("!BH", mask | 126, length)
    else:
        head += struct.pack("!BQ", mask | 127, length)
    return head + (bytes(4) if frame.mask else b"") + frame.data


def resident(process: int) -> float:
    """Megabytes of a process that are in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
