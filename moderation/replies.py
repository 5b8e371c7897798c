"""Saved replies: sentences that staff use often, on one shelf that is sealed for the desk only."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from moderation.errors import ContainerExists, NotFound
from moderation.models import SavedReply, Shelf
from moderation.records import Signed, Wrap, keep_first_wrap, keep_revision, read_record
from moderation.staff_models import Staff

KIND = "saved_replies"


def shelf_of(session: Session) -> Shelf | None:
    """The shelf, once there is one."""
    return session.get(Shelf, KIND)


def open_shelf(session: Session, container_id: bytes, wrap: Wrap) -> None:
    """Begin the shelf; raises ContainerExists where a colleague was first."""
    existing = shelf_of(session)
    if existing is not None and existing.container_id == container_id:
        return  # the same call again
    if existing is not None:
        raise ContainerExists
    keep_first_wrap(session, container_id, wrap)
    try:
        with session.begin_nested():
            session.add(Shelf(kind=KIND, container_id=container_id))
    except IntegrityError as error:
        raise ContainerExists from error


def keep_reply(
    session: Session, site: bytes, author: Staff, signed: Signed, hour: str
) -> SavedReply:
    """Keep one saved reply, or a new revision of it; raises NotFound before there is a shelf."""
    shelf = shelf_of(session)
    if shelf is None:
        raise NotFound
    header = read_record(site, author, shelf.container_id, signed)
    kept, _ = keep_revision(session, SavedReply, header, signed, hour)
    return kept
