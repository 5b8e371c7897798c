"""New keys for cases, notes and replies after somebody left: what is written from then on is not theirs.

A key that was made before somebody left is known to them (Protocol section 7). So it gets a next
generation: what was written stays under the old one, what is written next goes under the new one.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.database import locked
from moderation import founding
from moderation.errors import BrokenRule
from moderation.living_epochs import hold
from moderation.models import ContainerWrap
from moderation.records import Wrap, keep_wrap
from moderation.staff_models import Site

PAGE = 40
"""Containers that get a new key by one call."""

LAST = 0xFFFF
"""The highest generation that there is."""


def made_before(session: Session, epoch: int, after: bytes) -> list[tuple[bytes, int]]:
    """Containers whose newest key was made before this epoch, by id after this one, with its number."""
    newest = func.max(ContainerWrap.gen)
    chosen = (
        select(ContainerWrap.container_id, newest)
        .where(ContainerWrap.container_id > after)
        .group_by(ContainerWrap.container_id)
        .having(func.max(ContainerWrap.made) < epoch, newest < LAST)
        .order_by(ContainerWrap.container_id)
        .limit(PAGE)
    )
    return [(container_id, gen) for container_id, gen in session.execute(chosen)]


def add(session: Session, wraps: list[tuple[bytes, Wrap]]) -> int:
    """Each container has a next key, made in the newest epoch; gives how many got one.

    Where a colleague's browser was first, its key stays. Raises BrokenRule for another epoch.
    """
    newest = founding.newest_roster(session).epoch
    hold(session, newest)
    locked(session, Site, founding.site_or_refuse(session).site)  # one after the other
    return sum(_add_one(session, container_id, wrap, newest) for container_id, wrap in wraps)


def _add_one(session: Session, container_id: bytes, wrap: Wrap, newest: int) -> bool:
    if wrap.epoch != newest or wrap.made != newest:
        raise BrokenRule("a new key is made in the newest epoch")
    last = select(func.max(ContainerWrap.gen)).where(ContainerWrap.container_id == container_id)
    if session.scalar(last) != wrap.gen - 1:
        return False
    keep_wrap(session, container_id, wrap)
    return True
