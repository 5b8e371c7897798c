"""Somebody who works on while the server is killed, and remembers what was acknowledged.

A step's bytes are made once. Where no answer came, the same bytes are sent again until one does.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from crypto.hashes import digest
from tests.actors import Answer, Person, Source
from webapp.schemas import b64, unb64

LOST = 0.15
"""How often an answer is lost on its way: the server has it, the client does not know."""

Call = tuple[Person | Source, str, str, dict[str, Any]]


@dataclass
class Worker:
    """Tips that are claimed, answered, answered back and made into cases, one after the other.

    `calls` goes on where it was when the line broke; `acknowledged` holds every envelope and
    record that the server said it has, `finished` every tip that went all the way.
    """

    person: Person
    chance: random.Random
    new_source: Callable[[], Source]
    number: Callable[[], str]
    acknowledged: dict[bytes, str] = field(default_factory=dict)
    finished: list[Source] = field(default_factory=list)
    refusals: list[tuple[str, int, str]] = field(default_factory=list)
    _steps: Iterator[Call] | None = None
    _pending: Call | None = None

    def work_until_the_line_breaks(self) -> None:
        """Send step after step; returns when the server is gone."""
        while True:
            if self._pending is None:
                self._pending = self._next()
            who, method, path, body = self._pending
            try:
                got = who.call(method, path, body)
            except OSError:
                return
            self._take(path, body, got)
            if self.chance.random() >= LOST:
                self._pending = None

    def _next(self) -> Call:
        if self._steps is None:
            self._steps = self._a_tip_s_way()
        for call in self._steps:
            return call
        self._steps = None
        return self._next()

    def _take(self, path: str, body: dict[str, Any], got: Answer) -> None:
        again = got.slug == "already-held" and got.body["item"]["holder"] == b64(
            self.person.staff_id
        )
        if got.status not in {200, 201} and not again:
            self.refusals.append((path, got.status, got.slug))
            return
        for kept in (body.get("envelope"), body.get("record"), body.get("main", {}).get("record")):
            if isinstance(kept, str):
                self.acknowledged[unb64(kept)] = path

    def _a_tip_s_way(self) -> Iterator[Call]:
        source = self.new_source()
        tip = source.tip()
        yield source, "POST", "/api/v1/conversations", tip
        source.sent["S"].append(unb64(tip["envelope"]))
        conv = b64(source.conv)
        yield self.person, "POST", f"/api/v1/items/{conv}/claim", {}
        reply = source.envelope("D")
        yield (
            self.person,
            "POST",
            f"/api/v1/conversations/{conv}/envelopes",
            {"envelope": b64(reply)},
        )
        source.sent["D"].append(reply)
        more = source.envelope()
        yield source, "POST", "/api/v1/conversation/envelopes", {"envelope": b64(more)}
        source.sent["S"].append(more)
        yield from self._a_case(source, conv)
        self.finished.append(source)

    def _a_case(self, source: Source, conv: str) -> Iterator[Call]:
        office, case_id, key = source.office, secrets.token_bytes(16), secrets.token_bytes(32)
        main_id = secrets.token_bytes(16)
        main = self.person.record(office, case_id, key, {"t": "main"}, record=main_id)
        yield (
            self.person,
            "POST",
            "/api/v1/cases",
            {
                "case_id": b64(case_id),
                "number": self.number(),
                "wrap": self.person.container(office, case_id, key),
                "main": main,
                "labels": {"channel": "tip_form", "category": "tip", "language": "en"},
                "conv": conv,
            },
        )
        revised = {"record": main_id, "rev": 2, "prev": digest(unb64(main["record"]))}
        edit = self.person.record(office, case_id, key, {"t": "main"}, **revised)
        yield self.person, "POST", f"/api/v1/cases/{b64(case_id)}/records", dict(edit)
