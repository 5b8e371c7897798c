"""Keeping sealed records: a new revision replaces exactly the one that its author had seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.records import RecordHeader, parse_record_header, verify_record
from moderation.directory.models import OrganisationNote
from moderation.errors import BrokenRule, StaleRevision
from moderation.living_epochs import hold
from moderation.models import (
    Case,
    CaseRecord,
    ContainerWrap,
    NoteContainer,
    PrivateNote,
    SavedReply,
    Shelf,
)
from moderation.month_models import ClosedMonth
from moderation.queue_models import SavedView
from moderation.staff_models import Staff

Kept = TypeVar(
    "Kept", CaseRecord, PrivateNote, SavedReply, OrganisationNote, SavedView, ClosedMonth
)


@dataclass(frozen=True)
class Signed:
    """A sealed record and its author's signature, as they arrived."""

    record: bytes
    signature: bytes


@dataclass(frozen=True)
class Wrap:
    """A container's key sealed under an epoch's records key (Protocol section 7)."""

    gen: int
    made: int
    epoch: int
    kc: bytes
    wrap: bytes


def read_record(site: bytes, author: Staff, container_id: bytes, signed: Signed) -> RecordHeader:
    """The header of a record that `author` signed for this container; raises BrokenRule."""
    try:
        header = parse_record_header(signed.record)
        verify_record(author.sign_vk, site, signed.record, signed.signature)
    except CryptoError as error:
        raise BrokenRule("record") from error
    if header.case != container_id or header.staff_id != author.staff_id:
        raise BrokenRule("record of another container or author")
    return header


def keep_revision(
    session: Session, table: type[Kept], header: RecordHeader, signed: Signed, hour: str
) -> tuple[Kept, bool]:
    """Keep the revision after the newest one; gives it and whether it is new.

    The same bytes again are not new and are answered like the first time. Raises StaleRevision, with the newest
    revision, where somebody else was first; BrokenRule where there is nothing to replace.
    """
    newest = _newest(session, table, header.record)
    if newest is not None and newest.container_id != header.case:
        raise BrokenRule("record of another container")
    known = session.get(table, (header.record, header.rev))
    if known is not None and known.sealed == signed.record:
        return known, False  # also where a colleague has replaced it since
    expected = (newest.rev + 1, newest.hash) if newest else (1, bytes(32))
    if (header.rev, header.prev) != expected:
        if newest is None:
            raise BrokenRule("revision of an unknown record")
        raise StaleRevision(newest)
    row = table(
        record_id=header.record,
        rev=header.rev,
        gen=header.gen,
        staff_id=header.staff_id,
        sealed=signed.record,
        signature=signed.signature,
        hash=digest(signed.record),
        hour=hour,
        container_id=header.case,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # somebody else's revision was committed just now
        raise StaleRevision(_newest_or_fail(session, table, header.record)) from error
    return row, True


def keep_first_wrap(session: Session, container_id: bytes, wrap: Wrap) -> None:
    """Keep the key of a container that is about to be made.

    Raises BrokenRule where a case or a container of notes has this id: its key stays as it is;
    EpochOver where nobody could open it.
    """
    hold(session, wrap.epoch)
    shelf = select(Shelf.kind).where(Shelf.container_id == container_id)
    taken = session.get(Case, container_id) or session.get(NoteContainer, container_id)
    if taken or session.scalar(shelf) or wrap.gen != 1:
        raise BrokenRule("first generation of a new container")
    # A torn commit may have left the key of a container that does not exist; it makes room.
    of_case = select(1).where(Case.case_id == ContainerWrap.container_id).exists()
    of_notes = select(1).where(NoteContainer.container_id == ContainerWrap.container_id).exists()
    of_shelf = select(1).where(Shelf.container_id == ContainerWrap.container_id).exists()
    left = ContainerWrap.container_id == container_id
    session.execute(delete(ContainerWrap).where(left, ~of_case, ~of_notes, ~of_shelf))
    keep_wrap(session, container_id, wrap)


def keep_wrap(session: Session, container_id: bytes, wrap: Wrap) -> None:
    """Keep one generation of a container's key; the caller has checked that it is the next."""
    row = ContainerWrap(
        container_id=container_id,
        gen=wrap.gen,
        made=wrap.made,
        epoch=wrap.epoch,
        kc=wrap.kc,
        wrap=wrap.wrap,
    )
    session.add(row)
    session.flush()


def wraps_of(session: Session, container_id: bytes) -> list[ContainerWrap]:
    """Every generation of a container's key, oldest first."""
    chosen = select(ContainerWrap).where(ContainerWrap.container_id == container_id)
    return list(session.scalars(chosen.order_by(ContainerWrap.gen)))


def wraps_of_each(session: Session, ids: list[bytes]) -> dict[bytes, list[ContainerWrap]]:
    """The same of several containers, by container; one without a key is not in it."""
    found: dict[bytes, list[ContainerWrap]] = {}
    wanted = select(ContainerWrap).where(ContainerWrap.container_id.in_(ids))
    for wrap in session.scalars(wanted.order_by(ContainerWrap.gen)):
        found.setdefault(wrap.container_id, []).append(wrap)
    return found


def revisions_of(session: Session, table: type[Kept], container_id: bytes) -> list[Kept]:
    """Every revision of every record of a container, in the order in which they were kept."""
    chosen = select(table).where(table.container_id == container_id)
    return list(session.scalars(chosen.order_by(table.hour, table.record_id, table.rev)))


def _newest(session: Session, table: type[Kept], record_id: bytes) -> Kept | None:
    chosen = select(table).where(table.record_id == record_id).order_by(table.rev.desc()).limit(1)
    return session.scalars(chosen).first()


def _newest_or_fail(session: Session, table: type[Kept], record_id: bytes) -> Kept:
    newest = _newest(session, table, record_id)
    if newest is None:
        raise BrokenRule("record")
    return newest
