"""The checker's promises about live chats: each fits its item, and nobody is in one that is over."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, DeletionDue, LiveChat
from moderation.finding import Finding
from moderation.models import QueueItem


def live_chats(session: Session) -> Iterator[Finding]:
    """Every live chat, member or deletion that is not as it must be."""
    unheld = QueueItem.holder.is_(None)
    waits = and_(unheld, QueueItem.status == "waiting")
    fits = or_(
        and_(LiveChat.phase == "waiting", waits),
        and_(LiveChat.phase.in_(("live", "resting", "ended")), ~unheld),
    )
    strange = select(LiveChat.conv).join(QueueItem, QueueItem.conv == LiveChat.conv).where(~fits)
    for conv in session.scalars(strange):
        yield Finding("a live chat's phase fits who holds it", conv)
    alive = select(1).where(LiveChat.conv == ChatMember.conv).exists()
    for conv in session.scalars(select(ChatMember.conv).where(~alive)):
        yield Finding("a member is in a chat that is live", conv)
    over = select(1).where(QueueItem.conv == DeletionDue.conv, QueueItem.status == "closed")
    for conv in session.scalars(select(DeletionDue.conv).where(~over.exists())):
        yield Finding("words that are to be deleted are of a closed item", conv)
