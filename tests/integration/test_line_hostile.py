"""Whoever means harm to the line of the real server: frames without end, floods, names not ours."""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import websocket

from chat.allowance import MOST_LINES
from crypto.envelope import parse_header
from tests.actors import Source
from tests.integration.line_town import Town, line_town
from tests.lines import LineClient
from tests.server import patiently
from webapp.line import LARGEST_FRAME
from webapp.schemas import b64, unb64

TEXT, MORE = 1, 0
PIECE = b"a" * (LARGEST_FRAME // 4)


@pytest.fixture(scope="module", params=("eventlet", pytest.param("gevent", marks=pytest.mark.long)))
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with line_town(tmp_path_factory.mktemp("line"), request.param) as (made, _):
        yield made


class Wire:
    """A WebSocket of which every byte is ours."""

    def __init__(self, url: str, *headers: str, **more: Any) -> None:
        address = url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.line: Any = websocket.create_connection(
            address, timeout=20, header=list(headers), **more
        )
        assert str(self.line.recv()).startswith("0")

    def come_in(self, receipt: bytes) -> str:
        """Show the receipt's proof; gives what is answered."""
        self.line.send(f"40/line,{json.dumps({'receipt': b64(receipt)})}")
        answer: str = self.line.recv()
        return answer

    def piece(self, kind: int) -> None:
        """A quarter of the longest message, and more to come."""
        head = struct.pack("!BBQ", kind, 0x80 | 127, len(PIECE)) + bytes(4)
        self.line.sock.sendall(head + PIECE)

    def syncs(self, number: int) -> list[int]:
        """Ask for the whole thread so many times before the first answer is read."""
        for each in range(number):
            self.line.send(f'42/line,{each}["sync",{{"s":0,"d":0}}]')
        return [
            json.loads(self.line.recv().partition("[")[2][:-1])["status"] for _ in range(number)
        ]

    def is_cut(self) -> bool:
        """Whether the other side ends it before it says anything else."""
        try:
            return bool(self.line.recv() == "")
        except websocket.WebSocketTimeoutException:
            return False
        except (OSError, websocket.WebSocketException):
            return True


def test_a_message_of_pieces_without_an_end_is_cut_off_where_one_frame_would_be(
    town: Town,
) -> None:
    wire = Wire(town.site.source_url)
    assert wire.come_in(town.chat().receipt.auth).startswith("40/line,")
    with contextlib.suppress(OSError):  # cut off before all of it is out
        for kind in (TEXT, *[MORE] * 8):
            wire.piece(kind)
    assert wire.is_cut()


def test_a_script_is_told_to_slow_down_and_a_person_who_comes_after_it_is_served(
    town: Town,
) -> None:
    wire = Wire(town.site.source_url)
    wire.come_in(town.chat().receipt.auth)
    statuses = [status for _ in range(15) for status in wire.syncs(20)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    other = town.line(town.chat())
    assert other.ask("sync", {"s": 0, "d": 0})["status"] == 200
    other.leave()


def test_of_too_many_lines_of_one_receipt_the_oldest_are_cut_off_and_the_newest_lives(
    town: Town,
) -> None:
    source = town.chat()
    lines = [town.line(source) for _ in range(MOST_LINES + 2)]
    patiently(lambda: not any(old.is_connected for old in lines[:2]))
    assert [line.is_connected for line in lines[2:]] == [True] * MOST_LINES
    for line in lines[2:]:
        line.leave()


def test_who_reads_nothing_is_given_a_thread_no_more_and_whoever_reads_gets_all_of_it(
    town: Town,
) -> None:
    source = town.held_chat()
    for _ in range(24):
        assert (
            source.write(source.envelope(inner={"t": "text", "body": "x" * 50_000})).status == 201
        )
    wire = Wire(town.site.source_url)
    wire.come_in(source.receipt.auth)
    assert 429 in wire.syncs(90)
    for ask in (town.line(source).ask, partial(of_desk, town.desk(town.ana), source)):
        whole, seq, asked = [], 0, 0
        more = True
        while more:
            page = ask("sync", {"s": seq, "d": 0})
            whole += [unb64(each) for each in page["envelopes"]]
            seq, more, asked = parse_header(whole[-1]).seq, page["more"], asked + 1
        assert (whole, asked) == (source.sent["S"], 4)


def of_desk(desk: LineClient, source: Source, event: str, body: dict[str, int]) -> dict[str, Any]:
    """The same from the desk."""
    return desk.ask(event, {"conv": b64(source.conv), **body})


def test_nobody_has_seen_what_is_not_written_yet(town: Town) -> None:
    source = town.held_chat()
    outside, inside = town.line(source), town.desk(town.ana)
    assert inside.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    assert outside.ask("seen", {"d": 0xFFFFFFFF})["status"] == 200
    assert inside.hear("seen") == {"conv": b64(source.conv), "d": 0}
    outside.leave()
    inside.leave()


def test_nothing_on_the_line_is_compressed_whatever_a_browser_offers(town: Town) -> None:
    wire = Wire(town.site.source_url, "Sec-WebSocket-Extensions: permessage-deflate")
    assert "sec-websocket-extensions" not in wire.line.headers


def test_a_line_under_another_name_is_none(town: Town) -> None:
    for url in (town.site.source_url, town.site.desk_url):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            Wire(url, host="evil.example", origin="http://evil.example")
        assert refused.value.status_code == 421
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            Wire(url, origin="http://evil.example")
        assert refused.value.status_code == 400
