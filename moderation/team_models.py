"""Tables of teams and of who works on which case: names and numbers of staff, nothing of a source."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Content, Day, Id
from moderation.models import Case

LONGEST_NAME = 60


class Team(Content):
    """Some of the staff under a name that administrators give: "Night shift"."""

    __tablename__ = "team"

    team_id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))


class TeamMember(Content):
    """Somebody on a team; one may be on several."""

    __tablename__ = "team_member"

    team_id: Mapped[Id] = mapped_column(ForeignKey(Team.team_id), primary_key=True)
    staff_id: Mapped[Id] = mapped_column(primary_key=True, index=True)


class CaseAssignment(Content):
    """The team and the person that work on a case, as far as it has any."""

    __tablename__ = "case_assignment"

    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), primary_key=True)
    team_id: Mapped[Id | None] = mapped_column(ForeignKey(Team.team_id), index=True)
    staff_id: Mapped[Id | None] = mapped_column(index=True)


class CaseFollowUp(Content):
    """A day on which somebody wants to look at a case again; what for is sealed in the record of this id.

    It is there as long as it is open: what is done has no row.
    """

    __tablename__ = "case_follow_up"

    record_id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), index=True)
    due_on: Mapped[Day] = mapped_column(index=True)
