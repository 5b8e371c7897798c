"""Private notes about a conversation: a container with a key of its own, sealed for the desk only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from moderation.audit import Act, record
from moderation.errors import ContainerExists, NotFound
from moderation.models import NoteContainer, PrivateNote
from moderation.records import Signed, Wrap, keep_first_wrap, keep_revision, read_record
from moderation.staff_models import Staff


def container_of(session: Session, conv: bytes) -> NoteContainer | None:
    """The container of a conversation's notes, once there is one."""
    return session.scalars(select(NoteContainer).where(NoteContainer.conv == conv)).first()


def open_container(session: Session, conv: bytes, container_id: bytes, wrap: Wrap) -> NoteContainer:
    """Begin the notes of a conversation; raises ContainerExists where a colleague was first."""
    existing = container_of(session, conv)
    if existing is not None and existing.container_id == container_id:
        return existing  # the same call again
    if existing is not None:
        raise ContainerExists
    keep_first_wrap(session, container_id, wrap)
    try:
        with session.begin_nested():
            container = NoteContainer(container_id=container_id, conv=conv)
            session.add(container)
    except IntegrityError as error:
        raise ContainerExists from error
    return container


def keep_note(
    session: Session, site: bytes, author: Staff, conv: bytes, signed: Signed, act: Act
) -> PrivateNote:
    """Keep one note (or a new revision of it) with its audit row."""
    return keep(session, site, author, conv, signed, act)[0]


def keep(
    session: Session, site: bytes, author: Staff, conv: bytes, signed: Signed, act: Act
) -> tuple[PrivateNote, bool]:
    """The same, and whether the note is new: the same bytes again are not."""
    container = container_of(session, conv)
    if container is None:
        raise NotFound
    header = read_record(site, author, container.container_id, signed)
    kept, is_new = keep_revision(session, PrivateNote, header, signed, act.hour)
    if is_new:
        record(session, act, "note", conv)
    return kept, is_new
