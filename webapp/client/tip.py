"""A tip as a source's browser makes it: sealed here, sent to the public side like any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config import clock
from crypto.envelope import Header, seal_envelope
from crypto.keys import make_key_record
from crypto.receipt import Receipt, stretch
from crypto.roster import Roster
from webapp.client.calls import call
from webapp.client.ceremony import Draw
from webapp.schemas import b64


@dataclass(frozen=True)
class Tip:
    """What somebody wants to say, with the labels that their browser computes from it."""

    language: str
    door: str
    labels: dict[str, str]
    answers: dict[str, str]

    def inner(self, moment: datetime) -> bytes:
        """The words as they are sealed."""
        said = {
            "t": "tip",
            "low": [1, 1],
            "at": clock.hour_of(moment),
            "lang": self.language,
            "door": self.door,
            "answers": self.answers,
        }
        return json.dumps(said, ensure_ascii=False).encode()


def sealed_tip(
    tip: Tip, words: list[str], desk: Roster, moment: datetime, draw: Draw
) -> tuple[bytes, dict[str, Any]]:
    """The receipt's proof and the body of the call that sends the tip."""
    receipt = Receipt.from_master(stretch(" ".join(words), desk.site))
    conv, key = draw(16), draw(32)
    record = make_key_record(
        desk.site, conv, 1, desk.epoch, desk.desk_public, receipt, key, draw(24)
    )
    header = Header(
        flags=0,
        direction="S",
        conv=conv,
        gen=1,
        seq=1,
        prev=bytes(32),
        ack_seq=0,
        ack=bytes(32),
        nonce=draw(24),
    )
    envelope = seal_envelope(key, desk.site, record.commit, header, tip.inner(moment))
    return receipt.auth, {
        "key_record": {
            "conv": b64(conv),
            "gen": 1,
            "epoch": record.epoch,
            "kc": b64(record.commit),
            "src_vk": b64(record.src_vk),
            "desk_wrap": b64(record.desk_wrap),
            "self_wrap": b64(record.self_wrap or b""),
            "signature": b64(record.signature),
        },
        "labels": {"channel": "tip_form", "door": tip.door, "language": tip.language, **tip.labels},
        "envelope": b64(envelope),
    }


def send_tip(source_url: str, auth: bytes, body: dict[str, Any]) -> None:
    """The tip is stored; raises CallFailed."""
    call("POST", f"{source_url}/api/v1/conversations", body, f"Receipt {b64(auth)}")
