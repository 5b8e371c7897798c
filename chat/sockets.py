"""The live line itself: checks who comes in, parses each event, hands it on, and answers.

What an event does is not here: `Operations` does it, the same for events as for HTTP calls.
Handlers sit on the Socket.IO server below Flask, since nothing here needs a request of Flask's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import socketio
from pydantic import ValidationError

from chat.allowance import Allowances
from chat.fanout import QUEUE, SUPERVISORS, room_of, room_of_staff, room_of_token
from chat.fields import Incoming
from chat.keeper import KNOWN, WORKING, unread
from chat.protocol import DESK, DESK_EVENTS, LINE, LINE_EVENTS, DeskAuth, Event, LineAuth
from crypto.hashes import digest

AT_ONCE = 32
"""Events of one connection that may be worked on at once; a client waits for its answers anyway."""

LARGEST_EVENT = 128 * 1024
"""Characters of the largest event: an envelope of 64 KiB with its key record, in base64url."""

DONE = 200
"""The `status` of an answer to what was done (HTTP's)."""

UNREAD = 32
"""Frames that wait for a connection to read; until then it is given no more of a thread."""

SIDE = "quietline.side"
"""Mark in a connection's environment: the side of its port."""

THREADS = {LINE_EVENTS["sync"]: LINE, DESK_EVENTS["sync"]: DESK}
"""Events whose answers are long."""

Said = dict[str, Any]


@dataclass
class Caller:
    """Whoever came in by a connection: their proof, and how many events are being worked on.

    `out`: the proof was a token that speaks for nobody any more, and no other was shown since.
    """

    proof: bytes
    environ: dict[str, Any]
    out: bool = False

    @property
    def working(self) -> int:
        """How many; the keeper lets nobody go for whom something is being done."""
        return int(self.environ.get(WORKING, 0))


@dataclass(frozen=True)
class Staff:
    """A member of staff as the line sees them: which rooms they hear."""

    staff_id: bytes
    token_hash: bytes
    reads_queue: bool
    supervises: bool


class Operations(Protocol):
    """What the line does on behalf of somebody; refusals come as answers, never as errors."""

    def source_in(self, proof: bytes) -> tuple[bytes | None, str]:
        """The conversation behind a receipt's proof, or None and the problem's name."""

    def source_out(self, proof: bytes) -> None:
        """The last of the person's connections ended."""

    def staff_in(self, token: bytes) -> tuple[Staff | None, str]:
        """Who a token speaks for, or None and the problem's name."""

    def still_in(self, tokens: set[bytes]) -> set[bytes]:
        """Those of the tokens that speak for somebody."""

    def source(self, event: str, proof: bytes, body: Incoming, connection: str) -> Said:
        """Do what a person outside asks; the answer has its `status`."""

    def desk(self, event: str, token: bytes, body: Incoming, connection: str) -> Said:
        """Do what a member of staff asks; the answer has its `status`."""

    def still_sees(self, token: bytes, conv: bytes) -> bool:
        """Whether a member of staff may see the conversation, at this moment."""

    def refusal(self, status: int, slug: str) -> Said:
        """The answer to an event that cannot even be handed on."""


class Line:
    """The handlers of both namespaces, put on a server."""

    def __init__(
        self, server: socketio.Server, operations: Operations, allowances: Allowances
    ) -> None:
        self._server = server
        self._operations = operations
        self._callers: dict[str, Caller] = {}
        self._staff: dict[str, Caller] = {}
        self._tabs: Counter[bytes] = Counter()
        self._allowances = allowances
        for namespace, come_in in ((LINE, self._source_in), (DESK, self._staff_in)):
            server.on("connect", come_in, namespace=namespace)
            server.on("disconnect", partial(self._left, namespace), namespace=namespace)
            server.on("*", self._unknown, namespace=namespace)
        # Over Redis a manager hears that a room was emptied elsewhere, and has no event for that.
        self._empty = server.manager.basic_close_room
        server.manager.basic_close_room = self._emptied
        self._begin = server.manager.pre_connect
        server.manager.pre_connect = self._begins
        for name, event in LINE_EVENTS.items():
            server.on(name, partial(self._of_source, name, event), namespace=LINE)
        for name, event in DESK_EVENTS.items():
            server.on(name, partial(self._of_staff, name, event), namespace=DESK)

    def _begins(self, connection: str, namespace: str) -> str | None:
        """Nobody comes in by a connection that has ended: nobody would ever put them out."""
        there = connection in self._server.environ
        sid: str | None = self._begin(connection, namespace) if there else None
        return sid

    def _is_there(self, sid: str, namespace: str) -> bool:
        """Whether the connection still is, after whoever comes in by it was looked up."""
        return self._server.manager.eio_sid_from_sid(sid, namespace) in self._server.environ

    def _unknown(self, _name: str, _sid: str, *_data: object) -> Said:
        return self._operations.refusal(404, "unknown-event")

    def _source_in(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        proof = _proof(LineAuth, auth, "receipt", environ, "source")
        if proof is not None and not self._allowances.may(proof, "connect"):
            raise socketio.exceptions.ConnectionRefusedError("slow-down")
        conv, problem = self._operations.source_in(proof) if proof else (None, "receipt-unknown")
        if conv is None or proof is None or not self._is_there(sid, LINE):
            raise socketio.exceptions.ConnectionRefusedError(problem)
        environ[KNOWN] = True
        self._callers[sid] = Caller(proof, environ)
        self._tabs[proof] += 1
        self._allowances.came_in(proof, environ)
        self._server.enter_room(sid, room_of(conv), namespace=LINE)

    def _staff_in(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        proof = _proof(DeskAuth, auth, "token", environ, "staff")
        staff, problem = self._operations.staff_in(proof) if proof else (None, "not-signed-in")
        if staff is None or proof is None or not self._is_there(sid, DESK):
            raise socketio.exceptions.ConnectionRefusedError(problem)
        environ[KNOWN] = True
        self._callers[sid] = self._staff[sid] = Caller(proof, environ)
        self._hears(sid, staff)

    def _emptied(self, room: str, namespace: str) -> None:
        """Nobody is in the room; of a token's room nobody is in any other either."""
        self._empty(room, namespace)
        if namespace == DESK:
            for sid, caller in list(self._staff.items()):
                if room == room_of_token(digest(caller.proof)):
                    self._put_out(sid, caller)

    def look(self) -> int:
        """Whose token speaks for nobody any more is told so and hears nothing else; gives how many.

        Sign-out puts out at once. This finds who was suspended, whose shift is over, and who was
        just coming in.
        """
        shown = {caller.proof for caller in self._staff.values() if not caller.out}
        ended = shown - self._operations.still_in(shown) if shown else set()
        gone = [it for it in self._staff.items() if not it[1].out and it[1].proof in ended]
        for sid, caller in gone:
            self._server.emit("signed_out", {}, to=sid, namespace=DESK, ignore_queue=True)
            self._put_out(sid, caller)
        return len(gone)

    def _put_out(self, sid: str, caller: Caller) -> None:
        caller.out = True
        self._leave_all(sid)

    def _leave_all(self, sid: str) -> None:
        for room in set(self._server.rooms(sid, DESK)) - {sid}:
            self._server.leave_room(sid, room, namespace=DESK)

    def _hears(self, sid: str, staff: Staff) -> None:
        rooms = [room_of_staff(staff.staff_id), room_of_token(staff.token_hash)]
        rooms += [QUEUE] if staff.reads_queue else []
        rooms += [SUPERVISORS] if staff.supervises else []
        for room in rooms:
            self._server.enter_room(sid, room, namespace=DESK)

    def _left(self, namespace: str, sid: str, _reason: object = None) -> None:
        caller = self._callers.pop(sid, None)
        self._staff.pop(sid, None)
        if caller is None or namespace != LINE:
            return
        self._allowances.left(caller.proof, caller.environ)
        self._tabs[caller.proof] -= 1
        if self._tabs[caller.proof] == 0:  # of this process's: another's tabs ask within 20 seconds
            del self._tabs[caller.proof]
            self._operations.source_out(caller.proof)

    def _of_source(self, name: str, event: Event, sid: str, *data: object) -> Said:
        caller = self._callers.get(sid)
        if caller is not None and not self._allowances.take(caller.proof, name):
            return self._operations.refusal(429, "slow-down")
        return self._handle(sid, event, data, partial(self._operations.source, name))

    def _of_staff(self, name: str, event: Event, sid: str, *data: object) -> Said:
        if name == "reauth":
            return self._handle(sid, event, data, self._reauth)
        if sid in self._staff and self._staff[sid].out:
            return self._operations.refusal(401, "not-signed-in")
        if name == "watch":
            return self._handle(sid, event, data, self._watch)
        answer = self._handle(sid, event, data, partial(self._operations.desk, name))
        if name == "unwatch" and answer["status"] == DONE:
            self._server.leave_room(sid, answer.pop("room"), namespace=DESK)
        return answer

    def _watch(self, token: bytes, body: Incoming, sid: str) -> Said:
        """Whoever may see the conversation hears it, also where they are put out at this moment."""
        answer = self._operations.desk("watch", token, body, sid)
        caller = self._staff.get(sid)
        if answer["status"] != DONE or caller is None or caller.out:
            answer.pop("room", None)
            return answer
        room = answer.pop("room")
        self._server.enter_room(sid, room, namespace=DESK)
        # Who was put out after the answer was made is out of the room before they came into it.
        conv = body.conv  # type: ignore[attr-defined]  # InConversation, by the table of events
        if not self._operations.still_sees(token, conv):
            self._server.leave_room(sid, room, namespace=DESK)
            return self._operations.refusal(404, "not-found")
        return answer

    def _reauth(self, _old: bytes, body: Incoming, sid: str) -> Said:
        """Whoever shows a fresh token hears what is theirs; what they watch they say again."""
        token = body.token  # type: ignore[attr-defined]  # DeskAuth, by the table of events
        staff, problem = self._operations.staff_in(token)
        if staff is None:
            return self._operations.refusal(401, problem)
        caller = self._staff.get(sid)
        if caller is not None:
            self._leave_all(sid)
            caller.proof, caller.out = token, False
            self._hears(sid, staff)
        return {"status": 200}

    def _handle(self, sid: str, event: Event, data: tuple[object, ...], do: Any) -> Said:  # noqa: ANN401 - an operation
        caller = self._callers.get(sid)
        if caller is None:
            return self._operations.refusal(401, "not-signed-in")
        behind = event in THREADS and unread(self._server, THREADS[event], sid) > UNREAD
        if caller.working >= AT_ONCE or behind:
            return self._operations.refusal(429, "slow-down")
        body = _body(event, data)
        if isinstance(body, str):
            return self._operations.refusal(413 if body == "too-large" else 422, body)
        caller.environ[WORKING] = caller.working + 1
        try:
            return do(caller.proof, body, sid)  # type: ignore[no-any-return]
        finally:
            caller.environ[WORKING] = caller.working - 1


def _body(event: Event, data: tuple[object, ...]) -> Incoming | str:
    """The event's body, or the name of what is wrong with it."""
    try:
        return event.body.model_validate(data[0] if len(data) == 1 else None)
    except ValidationError:
        return "too-large" if _length(data) > LARGEST_EVENT else "invalid"


def _length(data: object) -> int:
    """Characters of everything in an event."""
    if isinstance(data, str | bytes):
        return len(data)
    if isinstance(data, dict):
        return sum(_length(name) + _length(value) for name, value in data.items())
    return sum(map(_length, data)) if isinstance(data, list | tuple) else 0


def _proof(
    schema: type[Incoming], auth: object, field: str, environ: dict[str, Any], side: str
) -> bytes | None:
    """The proof that somebody comes in with, only on their own side's port."""
    if environ.get(SIDE) != side:
        return None
    try:
        found: bytes = getattr(schema.model_validate(auth), field)
    except ValidationError:
        return None
    return found
