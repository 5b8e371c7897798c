"""Shelves: containers of sealed records that belong to the whole desk, one of each kind."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from moderation.errors import ContainerExists, NotFound
from moderation.models import Shelf
from moderation.records import (
    Kept,
    Signed,
    Wrap,
    keep_first_wrap,
    keep_revision,
    read_record,
)
from moderation.staff_models import Staff


def shelf_of(session: Session, kind: str) -> Shelf | None:
    """The shelf, once there is one."""
    return session.get(Shelf, kind)


def open_shelf(session: Session, kind: str, container_id: bytes, wrap: Wrap) -> None:
    """Begin the shelf; raises ContainerExists where a colleague was first."""
    existing = shelf_of(session, kind)
    if existing is not None and existing.container_id == container_id:
        return  # the same call again
    if existing is not None:
        raise ContainerExists
    keep_first_wrap(session, container_id, wrap)
    try:
        with session.begin_nested():
            session.add(Shelf(kind=kind, container_id=container_id))
    except IntegrityError as error:
        raise ContainerExists from error


def keep_on(
    session: Session,
    kind: str,
    table: type[Kept],
    by: tuple[bytes, Staff],
    signed: Signed,
    hour: str,
) -> Kept:
    """Keep a record, or a new revision of one, by (site, author).

    Raises NotFound before there is a shelf.
    """
    shelf = shelf_of(session, kind)
    if shelf is None:
        raise NotFound
    site, author = by
    header = read_record(site, author, shelf.container_id, signed)
    kept, _ = keep_revision(session, table, header, signed, hour)
    return kept


def inside(session: Session, kind: str) -> bytes | None:
    """The container of a shelf; None before there is one."""
    return session.scalar(select(Shelf.container_id).where(Shelf.kind == kind))
