"""A person outside who chats, played in Python: the desk's journeys need both sides of one talk."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

from crypto.envelope import open_envelope, parse_header
from crypto.keys import open_self_wrap
from crypto.primitives import verify_key_of
from crypto.words import words_to_secret
from tests.actors import Answer, Source, on_the_wire
from tests.server import RunningSite
from webapp.client.tip import desk_of
from webapp.schemas import b64, unb64

A_WHILE = 30.0
"""Seconds in which what was sent must have come through, also on a busy machine."""
LABELS = {
    "channel": "chat",
    "door": "need_help",
    "category": "crisis",
    "urgency": "immediate",
    "language": "es",
    "priority": "urgent",
}
Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str) -> Found:
    """What `look` gives as soon as that is true; AssertionError naming `what` where it never is."""
    end = time.monotonic() + A_WHILE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


class Chatting(Source):
    """Somebody in a chat: asks for news by plain calls, and keeps every word that came."""

    live: dict[str, Any] | None = None

    @classmethod
    def arrive(cls, site: RunningSite, **labels: str) -> Chatting:
        """Open a chat and wait; the person said that it is safe to talk."""
        root_vk = verify_key_of(words_to_secret(site.demo["root_words"]))
        desk = desk_of(site.source_url, root_vk, int(time.time()))
        office: Any = SimpleNamespace(
            site=desk.site, epoch=SimpleNamespace(public=desk.desk_public)
        )
        person = cls(site.source_url, office=office)
        record = person.key_record()
        first = person.envelope(inner=_whole({"t": "chat", "safe": True, "lang": "es"}))
        body = {"key_record": on_the_wire(record), "labels": {**LABELS, **labels}}
        got = person.call("POST", "/api/v1/conversations", {**body, "envelope": b64(first)})
        assert got.status == 201, got.body
        person.sent["S"].append(first)
        return person

    def news(self) -> list[dict[str, Any]]:
        """What the desk wrote so far, opened; `live` is how the chat stands."""
        path = f"/api/v1/conversation?s={len(self.sent['S'])}&d={len(self.sent['D'])}"
        got = self.call("GET", path)
        assert got.status == 200, got.body
        self.live = got.body.get("live")
        fresh = [unb64(text) for text in got.body["envelopes"]]
        self.sent["D"] += [it for it in fresh if parse_header(it).direction == "D"]
        return [self._opened(it) for it in self.sent["D"]]

    def say(self, inner: dict[str, Any]) -> Answer:
        """Write; after a `rekey` of the desk's with a new key, as browsers do."""
        rekeyed = any(
            said["t"] == "rekey" and parse_header(sealed).gen == self.records[-1].gen
            for said, sealed in zip(self.news(), self.sent["D"], strict=True)
        )
        record = self.key_record(len(self.records) + 1) if rekeyed else None
        envelope = self.envelope(inner=_whole(inner))
        body: dict[str, Any] = {"envelope": b64(envelope)}
        if record is not None:
            body["key_record"] = on_the_wire(record)
        got = self.call("POST", "/api/v1/conversation/envelopes", body)
        assert got.status == 201, got.body
        self.sent["S"].append(envelope)
        return got

    def text(self, body: str, **more: Any) -> Answer:
        """Write words."""
        return self.say({"t": "text", "body": body, **more})

    def answer(self, question: str, answer: str) -> Answer:
        """Tap an answer."""
        return self.say({"t": "answer", "q": question, "a": answer})

    def hear(self, words: str) -> dict[str, Any]:
        """The desk's message that says these words, as soon as it is there."""
        return until(
            lambda: [it for it in self.news() if words in json.dumps(it, ensure_ascii=False)],
            f"the desk says {words!r}",
        )[0]

    def heard(self) -> list[str]:
        """The words of the desk's texts, in order."""
        return [str(it["body"]) for it in self.news() if it["t"] == "text"]

    def _opened(self, envelope: bytes) -> dict[str, Any]:
        record = self.records[parse_header(envelope).gen - 1]
        key = open_self_wrap(self.office.site, record, self.receipt)
        said: dict[str, Any] = json.loads(
            open_envelope(key, self.office.site, record.commit, envelope)
        )
        return said


def _whole(inner: dict[str, Any]) -> dict[str, Any]:
    return {**inner, "low": [1, 1], "at": "2026-11-24T10"}
