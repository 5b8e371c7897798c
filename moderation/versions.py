"""Versions that administrators publish: they are only added, and of two at once the second sees both.

Going back is publishing an old one anew. Every process asks for the number of the newest at each
use, and reads its body only where that is another one than before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import clock
from moderation import founding
from moderation.audit import Act, record
from moderation.errors import NotFound, SettingsChanged
from moderation.version_models import (
    AnyVersion,
    FormVersion,
    MaterialsVersion,
    SiteVersion,
    Version,
)

Row = TypeVar("Row", SiteVersion, FormVersion, MaterialsVersion)


class Numbered(Protocol):
    """What one version says, under its number."""

    @property
    def version(self) -> int:
        """0 where nothing was published."""


Says = TypeVar("Says", bound=Numbered)


class Current(Generic[Says]):
    """What applies now, as this process knows it: cheap to ask, right after every commit."""

    def __init__(
        self,
        kind: type[AnyVersion],
        default: Says,
        read: Callable[[int, str], Says],
    ) -> None:
        """Until something is published, the default applies, as version 0."""
        self._kind, self._default, self._read = kind, default, read
        self.known = default
        """What was read last: all that can be said while the database is away."""

    def current(self, session: Session) -> Says:
        """What applies now."""
        number = session.scalar(select(func.max(self._kind.number))) or 0
        known = self.known
        if known.version != number:
            known = self.known = self.of_version(session, number)
        return known

    def of_version(self, session: Session, number: int) -> Says:
        """What one version says, 0 being the default; raises NotFound."""
        if number == 0:
            return self._default
        if number == self.known.version:
            return self.known
        row = cast("Version | None", session.get(self._kind, number))
        if row is None:
            raise NotFound
        return self._read(number, row.body)


def version(session: Session, kind: type[Row], number: int) -> Row:
    """One version; raises NotFound."""
    found = session.get(kind, number)
    if found is None:
        raise NotFound
    return found


def newest(session: Session, kind: type[Row]) -> Row | None:
    """The newest version, once there is one."""
    return session.scalars(select(kind).order_by(kind.number.desc())).first()


def versions(session: Session, kind: type[Row], most: int = 100) -> list[Row]:
    """The versions, the newest first."""
    return list(session.scalars(select(kind).order_by(kind.number.desc()).limit(most)))


@dataclass(frozen=True)
class Draft:
    """A body to publish: who wrote it, after which version, and the word of the audit for it."""

    text: str
    based_on: int
    author: bytes
    action: str


def publish(session: Session, kind: type[Row], draft: Draft, moment: datetime) -> Row:
    """The body applies from now on, as the version after `based_on`.

    The same body sent again by the same person is answered like the first time. Raises
    SettingsChanged where somebody else published after `based_on`.
    """
    site, last = founding.site_or_refuse(session).site, newest(session, kind)
    before = last.number if last is not None else 0
    wanted = (draft.author, draft.text)
    if last is not None and before == draft.based_on + 1 and (last.author, last.body) == wanted:
        return last
    if before != draft.based_on:
        raise SettingsChanged(last)
    row = kind(number=before + 1, day=clock.day_of(moment), author=draft.author, body=draft.text)
    session.add(row)
    session.flush()
    act = Act(draft.author, clock.hour_of(moment))
    record(session, act, draft.action, site, str(before), str(row.number))
    return row
