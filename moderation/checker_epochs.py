"""What the checker asks of the desk's epochs: whatever is sealed can be opened by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.models import KeyRecordRow
from moderation.finding import Finding
from moderation.living_epochs import living
from moderation.models import ContainerWrap

PROMISE = "what is sealed lies under an epoch that lives"


def readable(session: Session) -> Iterator[Finding]:
    """Keys of conversations and containers whose epoch's seed is gone, or never was."""
    there = living(session)
    for conv in session.scalars(select(KeyRecordRow.conv).where(KeyRecordRow.epoch.not_in(there))):
        yield Finding(PROMISE, conv)
    gone = select(ContainerWrap.container_id).where(ContainerWrap.epoch.not_in(there))
    for container in session.scalars(gone):
        yield Finding(PROMISE, container)
