"""The line when clients behave badly: one that never reads, and a thousand that come at once."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from socketio import exceptions

from tests.actors import Caller, Source
from tests.bench.load import raise_limit
from tests.bench.wire import UPGRADE, Connection, Refused
from tests.integration.line_town import Town, line_town
from tests.lines import PATIENCE, LineClient
from webapp.schemas import b64

FAR_TOO_MANY = 2_500
"""Messages after which a client that never reads must have been cut off: what waits for one
connection, and far more than the kernel takes."""

TRIES = 500
LONG_WORDS = {"t": "text", "body": "x" * 3_800, "low": [1, 1], "at": "2026-11-24T14"}
CROWD, STRANGERS, PEOPLE = 1_000, 100, 75
"""How many connect at once, how many of them with receipts that nobody has, and how many people
the others are: twelve tabs each."""

A_CROWD_PASSES = 60.0
"""A limit of seconds for whoever asks meanwhile, on a machine that does much else."""


@pytest.fixture(scope="module", params=["eventlet", pytest.param("gevent", marks=pytest.mark.long)])
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with line_town(tmp_path_factory.mktemp("load"), request.param) as (made, _):
        yield made
        assert "127.0.0.1" not in made.site.output


class Deaf:
    """A tab of somebody that comes in and never reads again."""

    def __init__(self, port: int, receipt: bytes) -> None:
        self._line = socket.socket()
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self._line.settimeout(PATIENCE)
        self._line.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self._line.sendall(UPGRADE.format(port=port, key=key).encode())
        self._read_to(b"0{")
        self._line.sendall(_frame(f"40/line,{json.dumps({'receipt': b64(receipt)})}"))
        self._read_to(b"40/line")

    def is_cut(self) -> bool:
        """Whether the server has closed the connection, without reading: it answers a word with a reset."""
        try:
            self._line.sendall(_frame("3"))
        except OSError:
            return True
        return False

    def rest(self) -> bytes:
        """Everything that still comes until the connection ends; TimeoutError where it does not."""
        kept = b""
        try:
            while part := self._line.recv(1 << 20):
                kept += part
        except ConnectionResetError:
            pass
        self._line.close()
        return kept

    def _read_to(self, mark: bytes) -> None:
        kept = b""
        while mark not in kept:
            kept += self._line.recv(4096)


def _frame(text: str) -> bytes:
    """A short text frame, under a mask of zeros."""
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text.encode()


def comes_back(town: Town, source: Source) -> LineClient:
    """A new tab; while the receipt's allowance is used up it tries again, as clients do."""
    for _ in range(TRIES):
        with suppress(exceptions.ConnectionError):
            return town.line(source)
    raise AssertionError("refused for good")


def test_a_client_that_never_reads_is_cut_off_and_gets_everything_when_it_comes_back(
    town: Town,
) -> None:
    source = town.chat()
    tab = town.line(source)
    deaf = Deaf(town.site.port, source.receipt.auth)
    while not deaf.is_cut() and len(source.sent["S"]) < FAR_TOO_MANY:
        said = source.envelope(inner=LONG_WORDS)
        # Faster than a person may be: what got a 429 is sent again, as clients do.
        while (answer := tab.ask("send", {"envelope": b64(said)}))["status"] == 429:
            pass
        assert answer["status"] == 201
        source.sent["S"].append(said)
    assert deaf.is_cut()
    assert deaf.rest().count(b'"envelope"') < len(source.sent["S"]) - 1
    again = comes_back(town, source)
    known: list[str] = []
    more = True
    while more:
        page = again.ask("sync", {"s": len(known), "d": 0})
        if page["status"] == 429:
            continue
        known, more = known + page["envelopes"], page["more"]
    assert known == [b64(said) for said in source.sent["S"]]
    for line in (tab, again):
        line.leave()


async def crowd(port: int, proofs: list[bytes]) -> Counter[str]:
    """All of them connect at once, and some ask for their thread; how that ended for how many."""
    ends: Counter[str] = Counter()

    async def come(number: int, proof: bytes) -> Connection | None:
        line = Connection("/line", lambda *_: None)
        try:
            await line.connect(port, {"receipt": b64(proof)})
            if number % 10 == 0:
                answer = await line.call("sync", '{"s": 0, "d": 0}')
                assert answer["status"] == 200
        except Refused:
            ends["refused"] += 1
            return None
        ends["in"] += 1
        return line

    lines = await asyncio.gather(*(come(*each) for each in enumerate(proofs)))
    held = [line for line in lines if line is not None]
    ends["lost"] += sum(line.frames.lost.done() for line in held)
    for line in held:
        line.frames.close()
    return ends


def test_a_thousand_who_come_at_once_are_let_in_or_refused_and_everybody_else_is_served(
    town: Town,
) -> None:
    raise_limit()
    people = [town.chat() for _ in range(PEOPLE)]
    proofs = [people[i % PEOPLE].receipt.auth for i in range(CROWD - STRANGERS)]
    proofs += [secrets.token_bytes(32) for _ in range(STRANGERS)]
    source = town.held_chat()
    tab, passer_by = town.line(source), Caller(town.site.source_url)
    with ThreadPoolExecutor(1) as apart:
        coming = apart.submit(asyncio.run, crowd(town.site.port, proofs))
        said = 0
        while not coming.done():
            assert passer_by.call("GET", "/healthz", patience=A_CROWD_PASSES).status == 200
            _says(tab, source)
            said += 1
    assert coming.result() == {"in": CROWD - STRANGERS, "refused": STRANGERS, "lost": 0}
    assert said > 0
    tab.leave()


def _says(tab: LineClient, source: Source) -> None:
    envelope = source.envelope()
    assert tab.ask("send", {"envelope": b64(envelope)}, A_CROWD_PASSES)["status"] == 201
    source.sent["S"].append(envelope)
