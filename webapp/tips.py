"""A tip, whoever seals it: what is asked, what the server learns of the answers, and the sealing.

A source's browser does the same in TypeScript. Here it is for clients of ours (the demonstration)
and for people without JavaScript, whose words the server seals in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config import clock
from crypto.binary import ZERO_HASH
from crypto.envelope import SOURCE, Header, seal_envelope
from crypto.keys import KeyRecord, make_key_record
from crypto.receipt import Receipt
from crypto.roster import Roster

Draw = Callable[[int], bytes]
"""Gives that many random bytes."""


@dataclass(frozen=True)
class Tip:
    """What somebody wants to say: the door they took and the answers that they gave."""

    language: str
    door: str
    answers: dict[str, str]
    form: tuple[int, str] | None = None
    """Number and hash of the version of the questions; none where those that ship were asked."""

    def inner(self, moment: datetime) -> bytes:
        """The words as they are sealed."""
        said: dict[str, Any] = {
            "t": "tip",
            "low": [1, 1],
            "at": clock.hour_of(moment),
            "lang": self.language,
            "door": self.door,
            "answers": self.answers,
        }
        if self.form is not None:
            said["form"] = {"version": self.form[0], "hash": self.form[1]}
        return json.dumps(said, ensure_ascii=False).encode()

    def labels(self) -> dict[str, str]:
        """All that the server learns of the answers: the rules of a source's browser."""
        return {
            "channel": "request_form" if self.door == "ask_something" else "tip_form",
            "door": self.door,
            "category": self._category(),
            "urgency": self._urgency(),
            "language": self.language,
            "priority": self._priority(),
        }

    def _says(self, name: str, value: str = "yes") -> bool:
        return self.answers.get(name) == value

    def _category(self) -> str:
        if self._says("danger_now"):
            return "crisis"
        if self.door != "ask_something":
            return "tip"
        return "training" if self._says("topic", "training") else "information"

    def _urgency(self) -> str:
        if self._says("danger_now"):
            return "immediate"
        return "soon" if self._says("minor") or self.door == "need_help" else "routine"

    def _priority(self) -> str:
        if self._says("danger_now"):
            return "urgent"
        if self._says("minor") or self._says("how_known", "self"):
            return "high"
        return "low" if self.door == "ask_something" else "medium"


def seal_tip(
    tip: Tip, receipt: Receipt, desk: Roster, moment: datetime, draw: Draw, *, by_server: bool
) -> tuple[KeyRecord, bytes]:
    """The key record and first envelope of a new conversation; `by_server` sets the flag bit."""
    conv, key = draw(16), draw(32)
    record = make_key_record(
        desk.site, conv, 1, desk.epoch, desk.desk_public, receipt, key, draw(24)
    )
    header = Header(
        flags=int(by_server),
        direction=SOURCE,
        conv=conv,
        gen=1,
        seq=1,
        prev=ZERO_HASH,
        ack_seq=0,
        ack=ZERO_HASH,
        nonce=draw(24),
    )
    return record, seal_envelope(key, desk.site, record.commit, header, tip.inner(moment))
