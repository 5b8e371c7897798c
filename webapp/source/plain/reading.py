"""Reading a thread for somebody without JavaScript: opened in memory with their receipt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation
from crypto.envelope import DESK, open_envelope, parse_header
from crypto.errors import CryptoError
from crypto.keys import open_self_wrap
from crypto.receipt import Receipt

SHOWN = ("text", "tip", "rekey")


@dataclass(frozen=True)
class Message:
    """One message as it is shown: `kind` is text, tip, unreadable or unsupported."""

    mine: bool
    kind: str
    text: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Thread:
    """A conversation as its source reads it: the newest answer first, the rest below."""

    latest: Message | None
    earlier: list[Message]


def keys_of(
    session: Session, site: bytes, talk: Conversation, receipt: Receipt
) -> dict[int, tuple[bytes, bytes]]:
    """Key and commitment of each generation that opens with this receipt."""
    found = {}
    for record in conversations.key_records(session, talk):
        try:
            found[record.gen] = (open_self_wrap(site, record, receipt), record.commit)
        except CryptoError:
            continue  # a generation that is not this person's is shown as unreadable, never trusted
    return found


def read_thread(session: Session, site: bytes, talk: Conversation, receipt: Receipt) -> Thread:
    """The whole conversation, unsealed; what does not open is shown as unreadable."""
    keys = keys_of(session, site, talk, receipt)
    sealed = sorted(delivery.envelopes_since(session, talk.conv, 0, 0), key=_place)
    opened = [_message(site, keys, envelope) for envelope in sealed]
    messages = [message for message in opened if message.kind != "rekey"]  # between programs only
    answers = [message for message in messages if not message.mine]
    latest = answers[-1] if answers else None
    return Thread(latest, [message for message in reversed(messages) if message is not latest])


def _place(envelope: bytes) -> tuple[int, int, int]:
    """Where a message stands: an answer by its number, a person's own after the last that they saw."""
    header = parse_header(envelope)
    return (header.seq, 0, 0) if header.direction == DESK else (header.ack_seq, 1, header.seq)


def _message(site: bytes, keys: dict[int, tuple[bytes, bytes]], envelope: bytes) -> Message:
    header = parse_header(envelope)
    mine = header.direction != DESK
    try:
        key, commit = keys[header.gen]
        said = json.loads(open_envelope(key, site, commit, envelope))
    except (KeyError, CryptoError, ValueError):
        return Message(mine, "unreadable", "", {})
    return _shown(mine, said if isinstance(said, dict) else {})


def _shown(mine: bool, said: dict[str, Any]) -> Message:
    kind = str(said.get("t"))
    if kind not in SHOWN:
        return Message(mine, "unsupported", "", {})
    answers = said.get("answers")
    pairs = answers.items() if isinstance(answers, dict) else ()
    told = {_whole(k): _whole(v) for k, v in pairs}
    return Message(mine, kind, _whole(said.get("body", "")), told)


def _whole(text: object) -> str:
    """The text as a page can carry it: half a character, which JSON can name, becomes U+FFFD."""
    return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
