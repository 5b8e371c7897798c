"""What is sealed to nobody whom the newest roster names: seeds of the desk and the roster's key.

On SQLite keys commit before content, so a crash in the middle of a founding or of a change of people
can leave what was sealed for somebody who is not there yet, or for an epoch that never began.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from config.database import changed, locked
from crypto.roster import READERS, RECOVERY_ID, ROSTER_KEY_HOLDERS, Member, parse_members
from moderation.staff_models import EpochWrap, RosterKeyWrap, RosterRow, Site


def seeds(session: Session) -> list[bytes]:
    """To whom seeds are sealed that the roster gives nobody."""
    chosen = select(EpochWrap.staff_id).where(_no_reader(*_newest(session))).distinct()
    return list(session.scalars(chosen))


def roster_keys(session: Session) -> list[bytes]:
    """To whom the roster's key is sealed who signs no rosters."""
    _, members = _newest(session)
    return list(session.scalars(select(RosterKeyWrap.staff_id).where(_no_signer(members))))


def forget(session: Session) -> int:
    """None of these is left; gives how many there were.

    Of changes of people one comes after the other, so what a colleague's browser seals meanwhile is
    never taken for this.
    """
    if not seeds(session) and not roster_keys(session):
        return 0
    for site in session.scalars(select(Site.site)).all():
        locked(session, Site, site)
    epoch, members = _newest(session)
    gone = changed(session, delete(EpochWrap).where(_no_reader(epoch, members)))
    return gone + changed(session, delete(RosterKeyWrap).where(_no_signer(members)))


def _newest(session: Session) -> tuple[int, tuple[Member, ...]]:
    """The newest roster's epoch and members; of a site that is not founded yet, none."""
    chosen = select(RosterRow).order_by(RosterRow.serial.desc()).limit(1)
    row = session.scalars(chosen.execution_options(populate_existing=True)).first()
    return (0, ()) if row is None else (row.epoch, parse_members(row.members))


def _no_reader(epoch: int, members: tuple[Member, ...]) -> ColumnElement[bool]:
    readers = {m.staff_id for m in members if m.role in READERS} | {RECOVERY_ID}
    return or_(EpochWrap.epoch > epoch, EpochWrap.staff_id.not_in(readers))


def _no_signer(members: tuple[Member, ...]) -> ColumnElement[bool]:
    signers = {m.staff_id for m in members if m.role in ROSTER_KEY_HOLDERS}
    return RosterKeyWrap.staff_id.not_in(signers)
