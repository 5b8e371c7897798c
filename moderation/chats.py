"""What a person outside does to their live chat besides writing: label it, end it, say if it helped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chat.models import Conversation
from config import clock
from moderation import blocks, live, margins, quarantine
from moderation.audit import Act, changes_by_source, record
from moderation.counters import count
from moderation.errors import NotAllowed
from moderation.intake import QueueLabels
from moderation.review_queue import find_item

MOST_CHANGES = 60
"""Labels that one person may change: each leaves a row that stays, and a few answers make a handful."""


def relabel_by_source(
    session: Session,
    conversation: Conversation,
    labels: QueueLabels,
    language: str,
    moment: datetime,
) -> bool:
    """The waiting item has these labels: the answers of the waiting room move its place.

    True where anything changed. Raises NotAllowed once somebody has it, since then the desk's own
    judgement stands, and where there is no end of it.
    """
    item = find_item(session, conversation.conv)
    chat = live.of(session, conversation.conv, to_write=True)
    if chat is None or item.status != "waiting":
        raise NotAllowed
    live.source_acted(session, chat, moment)
    act = Act(None, clock.hour_of(moment))
    new = {
        "category": labels.category,
        "urgency": labels.urgency,
        "priority": labels.priority,
    }
    changed = {name: code for name, code in new.items() if getattr(item, name) != code}
    if changed and changes_by_source(session, item.conv) >= MOST_CHANGES:
        raise NotAllowed
    for name, code in changed.items():
        old = getattr(item, name)
        record(session, act, f"set_{name}", item.conv, old, code)
        setattr(item, name, code)
        if name == "category":
            margins.recategorised(session, item, old)
    spoke = conversation.language
    conversation.language = language
    margins.spoken_in(session, item, spoke, language)
    session.flush()
    return bool(changed) or spoke != language


def stay(session: Session, conv: bytes, moment: datetime) -> bool:
    """The person is here, and means to talk: their chat goes on, or begins to be live again.

    True where its phase changed. An ended chat goes on only with words: this tap may be an old one
    that came through after the end.
    """
    item = find_item(session, conv)
    blocks.check(session, conv, moment)
    chat = live.of(session, conv, to_write=True)
    if chat is not None and chat.phase == "ended":
        return False
    if chat is not None:
        before = (chat.phase, chat.warned)
        live.source_acted(session, chat, moment)
        return (chat.phase, chat.warned) != before
    conversation = session.get(Conversation, conv)
    if conversation is None or conversation.channel != "chat" or item.status == "closed":
        return False
    if item.status == "quarantined":
        act = Act(None, clock.hour_of(moment))
        quarantine.comes_back(session, item, act, clock.minute_of(moment))
    live.begin(session, conv, moment, held=item.holder is not None)
    return True


def source_ended(session: Session, conv: bytes, moment: datetime) -> bool:
    """The person ended it: its holder owes the wrap-up; where nobody had it, an item is left.

    True where the chat was live.
    """
    find_item(session, conv)
    chat = live.of(session, conv, to_write=True)
    if chat is None:
        return False
    record(session, Act(None, clock.hour_of(moment)), "source_ended", conv)
    live.end(session, chat, moment)
    return True


def was_helpful(session: Session, conv: bytes, answer: str, moment: datetime) -> None:
    """The answer is counted once, and only while the chat has ended and is not wrapped up."""
    chat = live.of(session, conv, to_write=True)
    if chat is None or chat.phase != "ended" or chat.helped:
        return
    chat.helped = True
    count(session, "helpful", answer, f"{moment:%Y-%m}")
