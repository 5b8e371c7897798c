"""What open screens are told after a commit: new envelopes, how a chat stands, that the queue changed."""

from __future__ import annotations

import threading
from typing import Any

from chat import fanout
from chat.fanout import Fanout
from chat.fields import b64
from chat.protocol import DESK
from config import clock
from config.database import Database
from moderation import live
from moderation.site_settings import SiteNow
from webapp import wire

TOGETHER = 0.25
"""Seconds in which several changes of the queue are told as one."""


class News:
    """Tells the rooms of both sides; call it after the commit, with no session open."""

    def __init__(self, fan: Fanout, database: Database, site: SiteNow) -> None:
        self.fan = fan
        self._database = database
        self._site = site
        self._lock = threading.Lock()
        self._queue_pending = False

    def envelope(self, conv: bytes, sealed: bytes, skip: str | None = None) -> None:
        """A new envelope of either direction, told to both sides."""
        said = {"envelope": b64(sealed)}
        fanout.to_source(self.fan, conv, "envelope", said, skip)
        fanout.to_watchers(self.fan, conv, "envelope", {"conv": b64(conv), **said}, skip)

    def chat_changed(self, conv: bytes) -> None:
        """How the chat stands now, told to both sides."""
        moment = clock.now()
        with self._database.reading() as session:
            outside = live.for_source(session, conv, moment)
            inside = live.for_desk(session, conv, moment)
            site = self._site.current(session)
        if inside is None or all(member.kind != "interpreter" for member in inside.members):
            fanout.guests_out(self.fan, conv)
        told = wire.live_of_source(outside, site, moment)
        fanout.to_source(self.fan, conv, "live", {"live": told})
        self.to_watchers(conv, "live", {"live": wire.live_of_desk(inside)})

    def queue_changed(self) -> None:
        """The desk asks for the queue again; many changes at once are told as one."""
        with self._lock:
            if self._queue_pending:
                return
            self._queue_pending = True
        later = threading.Timer(TOGETHER, self._tell_queue)
        later.daemon = True
        later.start()

    def chat_waiting(self, conv: bytes) -> None:
        """A new live chat waits."""
        self.fan.say(DESK, fanout.QUEUE, "chat_waiting", {"conv": b64(conv)})
        self.queue_changed()

    def chat_escalated(self, conv: bytes) -> None:
        """A live chat has waited too long: supervisors hear it."""
        self.fan.say(DESK, fanout.SUPERVISORS, "chat_escalated", {"conv": b64(conv)})
        self.queue_changed()

    def file_locked(self, conv: bytes, file_id: bytes, locked: bool) -> None:
        """A file was locked or released: it leaves the screens of all but two roles at once."""
        self.to_watchers(conv, "file", {"file_id": b64(file_id), "locked": locked})

    def guest_left(self, conv: bytes) -> None:
        """Somebody who saw this one conversation only must not hear its next word."""
        fanout.guests_out(self.fan, conv)

    def joined_changed(self, staff_id: bytes) -> None:
        """Somebody was let into a conversation, or out of it: their list is asked for again."""
        self.fan.say(DESK, fanout.room_of_staff(staff_id), "queue", {})

    def signed_out(self, token_hash: bytes) -> None:
        """The browser with this token is signed in no more, and hears nothing after that word.

        It was ended on purpose, so what is open there is wiped rather than kept for a while.
        """
        room = fanout.room_of_token(token_hash)
        self.fan.say(DESK, room, "signed_out", {"ended": True})
        self.fan.empty(DESK, room)

    def desk_changed(self) -> None:
        """The desk's people or keys changed: whoever reads asks for the rosters again."""
        self.fan.say(DESK, fanout.QUEUE, "desk", {})

    def to_watchers(
        self, conv: bytes, event: str, data: dict[str, Any], skip: str | None = None
    ) -> None:
        """Something about one conversation, told to who has it on screen."""
        fanout.to_watchers(self.fan, conv, event, {"conv": b64(conv), **data}, skip)

    def _tell_queue(self) -> None:
        with self._lock:
            self._queue_pending = False
        self.fan.say(DESK, fanout.QUEUE, "queue", {})
