"""The line's own decisions: who is in which room, and when a person counts as gone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from chat.fanout import room_of_guests
from chat.fields import Incoming, b64
from chat.protocol import DESK, LINE
from chat.sockets import SIDE, Line, Said, Staff

CONV = secrets.token_bytes(16)
GUESTS = room_of_guests(CONV)


class Server:
    """Holds the handlers and rooms, as Socket.IO's server does."""

    def __init__(self) -> None:
        self.handlers: dict[tuple[str, str], Callable[..., Any]] = {}
        self.rooms: dict[str, set[str]] = {}
        self.manager = SimpleNamespace(basic_close_room=self.close_room)

    def on(self, name: str, handler: Callable[..., Any], namespace: str) -> None:
        """A handler is known."""
        self.handlers[namespace, name] = handler

    def enter_room(self, sid: str, room: str, namespace: str) -> None:
        """In."""
        assert namespace in {DESK, LINE}
        self.rooms.setdefault(room, set()).add(sid)

    def leave_room(self, sid: str, room: str, namespace: str) -> None:
        """Out."""
        assert namespace in {DESK, LINE}
        self.rooms[room].discard(sid)

    def close_room(self, room: str, _namespace: str = DESK) -> None:
        """All out."""
        self.rooms.pop(room, None)


class Doors:
    """Answers for everybody; `put_out` happens right after an interpreter's `watch` was answered."""

    def __init__(self) -> None:
        self.gone: list[bytes] = []
        self.put_out: Callable[[], None] = lambda: None
        self.sees = True

    def source_in(self, _proof: bytes) -> tuple[bytes | None, str]:
        """Everybody's conversation is the same."""
        return CONV, ""

    def source_out(self, proof: bytes) -> None:
        """Noted."""
        self.gone.append(proof)

    def staff_in(self, token: bytes) -> tuple[Staff | None, str]:
        """An interpreter."""
        return Staff(bytes(16), token, reads_queue=False, supervises=False), ""

    def still_in(self, tokens: set[bytes]) -> set[bytes]:
        """All of them."""
        return tokens

    def source(self, _event: str, _proof: bytes, _body: Incoming, _connection: str) -> Said:
        """Done."""
        return {"status": 200}

    def desk(self, _event: str, _token: bytes, _body: Incoming, _connection: str) -> Said:
        """The room, as it was allowed a moment ago."""
        answer = {"status": 200, "room": GUESTS}
        self.put_out()
        return answer

    def still_sees(self, _token: bytes, _conv: bytes) -> bool:
        """As the store says now."""
        return self.sees

    def refusal(self, status: int, slug: str) -> Said:
        """Refused."""
        return {"status": status, "type": slug}


def comes_in(server: Server, namespace: str, sid: str, proof: bytes) -> None:
    """A connection of this proof."""
    field, side = ("receipt", "source") if namespace == LINE else ("token", "staff")
    server.handlers[namespace, "connect"](sid, {SIDE: side}, {field: b64(proof)})


def test_a_person_is_gone_when_the_last_of_their_tabs_is_and_not_before() -> None:
    server, doors = Server(), Doors()
    Line(server, doors)
    mine, other = secrets.token_bytes(32), secrets.token_bytes(32)
    for sid, proof in (("one", mine), ("two", mine), ("their", other)):
        comes_in(server, LINE, sid, proof)
    goes = server.handlers[LINE, "disconnect"]
    goes("one")
    goes("one")  # told twice it is still one
    assert doors.gone == []
    goes("two")
    assert doors.gone == [mine]
    comes_in(server, LINE, "three", mine)
    goes("three")
    assert doors.gone == [mine, mine]


def test_an_interpreter_who_is_put_out_while_their_watch_is_answered_hears_nothing() -> None:
    server, doors = Server(), Doors()
    Line(server, doors)
    comes_in(server, DESK, "iris", secrets.token_bytes(32))
    watch = server.handlers[DESK, "watch"]
    assert watch("iris", {"conv": b64(CONV)}) == {"status": 200}
    assert server.rooms[GUESTS] == {"iris"}

    def put_out() -> None:
        doors.sees = False
        server.close_room(GUESTS)

    doors.put_out = put_out
    assert watch("iris", {"conv": b64(CONV)})["status"] == 404
    assert server.rooms.get(GUESTS, set()) == set()
