"""Reading a thread for somebody without JavaScript: opened in memory with their receipt."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation
from crypto.envelope import DESK, open_envelope, parse_header
from crypto.errors import CryptoError
from crypto.keys import open_self_wrap
from crypto.receipt import Receipt
from moderation import live
from webapp.services import services
from webapp.source.plain.sent_files import SentFile, files_in

SHOWN = (
    "text", "tip", "rekey", "chat", "answer", "question", "joined", "left", "end", "safe_word",
    "files",
)  # fmt: skip

SILENT = ("rekey", "chat")
"""Between programs only."""

Keys = dict[int, tuple[bytes, bytes]]
"""Key and commitment of each generation."""

KINDS = ("partner", "supervisor", "interpreter")


@dataclass(frozen=True)
class Message:
    """One message as it is shown; `kind` is one of SHOWN, unreadable or unsupported.

    `text` is a message's words, or who joined or left; `answers` what was answered to what;
    `question` the id by which an answer names a question; `seen` that the desk acknowledged it;
    `files` what the message brought.
    """

    mine: bool
    kind: str
    text: str
    answers: dict[str, str]
    question: str = ""
    seen: bool = False
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True)
class Thread:
    """A conversation as its source reads it: the newest answer first, the rest below."""

    latest: Message | None
    earlier: list[Message]


@dataclass(frozen=True)
class Opened:
    """A conversation's envelopes in the order of reading, with what is in each, None where it stays shut.

    `strange_key`: there is a generation that is not this person's. `read`: so far the desk has
    read what the person wrote.
    """

    sealed: list[bytes]
    inners: list[dict[str, Any] | None]
    strange_key: bool
    read: int


def keys_of(session: Session, site: bytes, talk: Conversation, receipt: Receipt) -> Keys:
    """Key and commitment of each generation that opens with this receipt."""
    found = {}
    for record in conversations.key_records(session, talk):
        try:
            found[record.gen] = (open_self_wrap(site, record, receipt), record.commit)
        except CryptoError:
            continue  # a generation that is not this person's is shown as unreadable, never trusted
    return found


def open_all(session: Session, site: bytes, talk: Conversation, receipt: Receipt) -> Opened:
    """The whole conversation, unsealed where it holds nobody up: a long one takes half a second."""
    keys = keys_of(session, site, talk, receipt)
    sealed = sorted(delivery.envelopes_since(session, talk.conv, 0, 0), key=_place)
    strange = len(keys) < len(conversations.key_records(session, talk))
    inners = services().off_loop(_inners, site, keys, sealed)
    headers = map(parse_header, sealed)
    acknowledged = max((h.ack_seq for h in headers if h.direction == DESK), default=0)
    chat = live.of(session, talk.conv)
    read = max(acknowledged, chat.desk_read if chat is not None else 0)
    return Opened(sealed, inners, strange, read)


def _inners(site: bytes, keys: Keys, sealed: list[bytes]) -> list[dict[str, Any] | None]:
    return [opened(site, keys, each)[1] for each in sealed]


def thread_of(messages: list[Message]) -> Thread:
    """The newest answer, and the rest from the newest on."""
    answers = [message for message in messages if not message.mine]
    latest = answers[-1] if answers else None
    return Thread(latest, [message for message in reversed(messages) if message is not latest])


def read_messages(
    session: Session, site: bytes, talk: Conversation, receipt: Receipt
) -> list[Message]:
    """Every message that is meant for people, the oldest first."""
    return messages_of(open_all(session, site, talk, receipt))


def messages_of(all_of_it: Opened) -> list[Message]:
    """The same, of what was opened; parts are put together where the next one follows, never guessed."""
    headers = map(parse_header, all_of_it.sealed)
    shown: list[Message] = []
    begun: dict[tuple[bool, int, str, str], tuple[int, int]] = {}
    for header, said in zip(headers, all_of_it.inners, strict=True):
        mine = header.direction != DESK
        message = replace(_shown(mine, said), seen=mine and header.seq <= all_of_it.read)
        if message.kind in SILENT:
            continue
        n, of = _part(said)
        long, name = (str((said or {}).get(field)) for field in ("long", "name"))
        writer = (mine, of, long, name)
        at, following = begun.get(writer, (0, 0))
        if of and following == n:
            shown[at] = replace(shown[at], text=shown[at].text + message.text, seen=message.seen)
        else:
            at = len(shown)
            shown.append(message)
        if of:
            begun[writer] = (at, n + 1)
    return shown


def _part(said: dict[str, Any] | None) -> tuple[int, int]:
    """Which part of how many this is; zeros where a message is whole."""
    part = said.get("part") if said and said.get("t") == "text" else None
    if not isinstance(part, list) or [type(each) for each in part] != [int, int]:
        return (0, 0)
    return (part[0], part[1]) if 1 <= part[0] <= part[1] else (0, 0)


def _place(envelope: bytes) -> tuple[int, int, int]:
    """Where a message stands: an answer by its number, a person's own after the last that they saw."""
    header = parse_header(envelope)
    return (header.seq, 0, 0) if header.direction == DESK else (header.ack_seq, 1, header.seq)


def opened(site: bytes, keys: Keys, envelope: bytes) -> tuple[bool, dict[str, Any] | None]:
    """Whether a message is the reader's own, and what is in it; None where it does not open."""
    header = parse_header(envelope)
    mine = header.direction != DESK
    try:
        key, commit = keys[header.gen]
        said = json.loads(open_envelope(key, site, commit, envelope))
    except (KeyError, CryptoError, ValueError, RecursionError):
        return mine, None
    return mine, said if isinstance(said, dict) else {}


def _shown(mine: bool, said: dict[str, Any] | None) -> Message:
    if said is None:
        return Message(mine, "unreadable", "", {})
    kind = str(said.get("t"))
    if kind not in SHOWN:
        return Message(mine, "unsupported", "", {})
    if kind in {"joined", "left"}:
        who = said.get("kind")
        return Message(mine, kind, who if who in KINDS else "partner", {})
    answers = {str(said.get("q")): said.get("a")} if kind == "answer" else said.get("answers")
    pairs = answers.items() if isinstance(answers, dict) else ()
    told = {_whole(k): _whole(v) for k, v in pairs}
    if kind == "files":
        return Message(mine, kind, "", {}, files=files_in(said))
    question = _whole(said.get("id", "")) if kind == "question" else ""
    return Message(mine, kind, _whole(said.get("body", said.get("text", ""))), told, question)


def _whole(text: object) -> str:
    """The text as a page can carry it: half a character, which JSON can name, becomes U+FFFD.

    Lists in lists without end, which open where fewer calls are under way, are no text.
    """
    try:
        shown = str(text)
    except RecursionError:
        return ""
    return shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
