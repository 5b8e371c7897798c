"""Teams, and which of them works on a case: named by administrators, assigned by whoever works on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from config.database import locked
from moderation.audit import Act, record
from moderation.errors import CaseChanged, NotFound
from moderation.models import Case
from moderation.permissions import PERMISSIONS
from moderation.staff_models import Staff
from moderation.team_models import CaseAssignment, Team, TeamMember


@dataclass(frozen=True)
class Named:
    """A team as people see it: its name and who is on it."""

    name: str
    members: frozenset[bytes]


class Assigned(NamedTuple):
    """Who works on a case: a team, a person, both or nobody."""

    team: bytes | None
    staff: bytes | None


NOBODY = Assigned(None, None)


def all_teams(session: Session) -> list[tuple[Team, Named]]:
    """Every team with those of its people who are still on staff, by name."""
    there = select(TeamMember).join(Staff, Staff.staff_id == TeamMember.staff_id)
    people: dict[bytes, set[bytes]] = {}
    for member in session.scalars(there.where(Staff.active)):
        people.setdefault(member.team_id, set()).add(member.staff_id)
    rows = session.scalars(select(Team).order_by(Team.name, Team.team_id))
    return [(row, Named(row.name, frozenset(people.get(row.team_id, ())))) for row in rows]


def keep(session: Session, team_id: bytes, was: Named | None, now: Named, act: Act) -> None:
    """The team is as `now` says, if it was as `was` says; the same again changes nothing.

    Raises CaseChanged where somebody else was first, NotFound for somebody who is not on staff.
    """
    row = locked(session, Team, team_id)
    standing = _standing(session, row)
    if standing == now:
        return
    if standing != was:
        raise CaseChanged
    _check_people(session, now.members)
    if row is None:
        row = Team(team_id=team_id, name=now.name)
        session.add(row)
    row.name = now.name
    session.flush()
    session.execute(delete(TeamMember).where(TeamMember.team_id == team_id))
    for staff_id in sorted(now.members):
        session.add(TeamMember(team_id=team_id, staff_id=staff_id))
    session.flush()
    record(session, act, "keep_team", team_id)


def remove(session: Session, team_id: bytes, act: Act) -> None:
    """There is no such team any more, and its cases have none; the same again changes nothing."""
    row = locked(session, Team, team_id)
    if row is None:
        return
    mine = CaseAssignment.team_id == team_id
    session.execute(update(CaseAssignment).where(mine).values(team_id=None))
    session.execute(delete(TeamMember).where(TeamMember.team_id == team_id))
    session.delete(row)
    session.flush()
    record(session, act, "remove_team", team_id)


def assigned_to(session: Session, case: Case) -> Assigned:
    """Who works on the case."""
    row = session.get(CaseAssignment, case.case_id)
    return NOBODY if row is None else Assigned(row.team_id, row.staff_id)


def assigned_to_each(session: Session, some: list[Case]) -> dict[bytes, Assigned]:
    """Who works on each of these cases; nobody does on one that is not in it."""
    wanted = CaseAssignment.case_id.in_([case.case_id for case in some])
    rows = session.scalars(select(CaseAssignment).where(wanted))
    return {row.case_id: Assigned(row.team_id, row.staff_id) for row in rows}


def assign(session: Session, case: Case, was: Assigned, now: Assigned, act: Act) -> None:
    """The case is theirs, if it was `was`'s; the same again changes nothing.

    Raises CaseChanged where a colleague was first, NotFound for a team that there is not or for
    somebody who cannot read cases.
    """
    row = session.get(CaseAssignment, case.case_id)
    standing = assigned_to(session, case)
    if standing == now:
        return
    if standing != was:
        raise CaseChanged
    if now.team is not None and locked(session, Team, now.team) is None:
        raise NotFound
    if (
        now.staff is not None and now.staff != was.staff
    ):  # who left meanwhile keeps nobody from moving it
        _check_people(session, frozenset({now.staff}))
    if row is None:
        row = CaseAssignment(case_id=case.case_id)
        session.add(row)
    row.team_id, row.staff_id = now
    session.flush()
    record(session, act, "assign_case", case.case_id)


def is_mine(me: Staff) -> ColumnElement[bool]:
    """The cases of this person and of their teams."""
    teams = select(TeamMember.team_id).where(TeamMember.staff_id == me.staff_id)
    mine = or_(CaseAssignment.staff_id == me.staff_id, CaseAssignment.team_id.in_(teams))
    return select(1).where(CaseAssignment.case_id == Case.case_id, mine).exists()


def _standing(session: Session, row: Team | None) -> Named | None:
    if row is None:
        return None
    chosen = select(TeamMember.staff_id).join(Staff, Staff.staff_id == TeamMember.staff_id)
    mine = chosen.where(TeamMember.team_id == row.team_id, Staff.active)
    return Named(row.name, frozenset(session.scalars(mine)))


def _check_people(session: Session, wanted: frozenset[bytes]) -> None:
    readers = Staff.active, Staff.role.in_(PERMISSIONS["case.read"])
    chosen = select(Staff.staff_id).where(Staff.staff_id.in_(wanted), *readers)
    if set(session.scalars(chosen)) != wanted:
        raise NotFound
