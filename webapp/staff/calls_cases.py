"""Cases on the desk: opened, listed, read, written section by section, linked to conversations."""

from __future__ import annotations

from typing import Any, get_args

from flask import Blueprint, request
from sqlalchemy.orm import Session

from config import clock
from moderation import cases, founding, releases, review_queue, teams, wrap_up
from moderation.audit import events_of
from moderation.audit_models import AuditRow
from moderation.codes import CaseStatus
from moderation.models import Case, CaseRecord
from moderation.permissions import may
from moderation.records import revisions_of, wraps_of, wraps_of_each
from moderation.transitions import move_case
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting, items_now, page_number
from webapp.staff.calls_retention import kept_until
from webapp.staff.release_wire import wire_of

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1/cases")


@blueprint.post("")
@allow("case.write")
def open_case() -> tuple[dict[str, Any], int]:
    """The case exists; the conversation it was opened from, if any, is attached to it."""
    body = body_of(schemas.NewCaseIn)
    act, day = acting(), clock.day_of(clock.now())
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        opened = cases.open_case(session, here.site, me(), _new_case(body), act, day)
        # Sent again after a lost answer: the item may be released or closed by now.
        if body.conv is not None and not cases.is_attached(session, opened, body.conv):
            item = review_queue.find_item(session, body.conv)
            cases.attach(session, opened, item, (me(), "case_created"), act, day)
            wrap_up.keep_words(session, item.conv)
        return wire.case(opened), 201


@blueprint.get("")
@allow("case.read")
def list_cases() -> dict[str, Any]:
    """One page of cases, each with its key and the record that holds its title."""
    status = request.args.get("status") or None
    if status is not None and status not in get_args(CaseStatus):
        raise Problem(422, "invalid")
    only = teams.is_mine(me()) if request.args.get("whose") == "mine" else None
    with database().reading() as session:
        found, total = cases.list_cases(session, status, page_number(), only=only)
        return {"cases": _with_mains(session, found), "total": total}


@blueprint.get("/<case_id>")
@allow("case.read")
def read_case(case_id: str) -> dict[str, Any]:
    """Everything that is kept about a case, sealed as it came."""
    with database().reading() as session:
        case = cases.find_case(session, id_from(case_id))
        linked = review_queue.rows_of_case(session, case.case_id)
        items = items_now(session, [row for row, _ in linked])
        return {
            **wire.case(case),
            "wraps": [wire.wrap(row) for row in wraps_of(session, case.case_id)],
            "records": [
                wire.record_row(row) for row in revisions_of(session, CaseRecord, case.case_id)
            ],
            "conversations": [
                {**item, "linked_day": link.linked_day.isoformat()}
                for item, (_, link) in zip(items, linked, strict=True)
            ],
            "releases": [wire_of(row) for row in releases.releases_of(session, case.case_id)],
            "assignment": _assigned(teams.assigned_to(session, case)),
            "kept": kept_until(session, case),
            "events": [_event(row) for row in events_of(session, case.case_id)],
        }


@blueprint.post("/<case_id>/records")
@allow("case.write")
def write_section(case_id: str) -> tuple[dict[str, Any], int]:
    """The section's new revision is kept, if it replaces the one that its author saw."""
    body = body_of(schemas.SignedRecord)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        kept = cases.keep_section(session, here.site, me(), case, body.signed(), acting())
        return wire.record_row(kept), 201


@blueprint.post("/<case_id>/status")
@allow("case.write")
def set_status(case_id: str) -> dict[str, Any]:
    """The case has the new status, if it still had the old one."""
    body = body_of(schemas.NewStatus)
    reopen = may(me().role, "case.reopen")
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        return wire.case(move_case(session, case, body.old, body.new, acting(), may_reopen=reopen))


@blueprint.post("/<case_id>/conversations")
@allow("case.write")
def attach(case_id: str) -> dict[str, Any]:
    """The conversation, held or closed by whoever asks, belongs to the case."""
    body, act, day = body_of(schemas.Attach), acting(), clock.day_of(clock.now())
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        item = review_queue.find_item(session, body.conv)
        cases.attach(session, case, item, (me(), "linked_to_case"), act, day)
        wrap_up.keep_words(session, item.conv)
        return wire.case(case)


@blueprint.delete("/<case_id>/conversations/<conv>")
@allow("case.write")
def detach(case_id: str, conv: str) -> tuple[str, int]:
    """The conversation no longer belongs to the case; neither loses a word."""
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        cases.detach(session, case, id_from(conv), acting())
        hours = services().site.current(session).words_hours
        wrap_up.words_end(session, id_from(conv), clock.now(), hours)
    return "", 204


def _new_case(body: schemas.NewCaseIn) -> cases.NewCase:
    return cases.NewCase(
        case_id=body.case_id,
        number=body.number,
        wrap=body.wrap.kept(),
        main=body.main.signed(),
        channel=body.labels.channel,
        category=body.labels.category,
        language=body.labels.language,
    )


def _with_mains(session: Session, found: list[Case]) -> list[dict[str, Any]]:
    """A page of cases: so many statements, however many cases there are on it."""
    wraps = wraps_of_each(session, [case.case_id for case in found])
    mains, assigned = cases.newest_mains(session, found), teams.assigned_to_each(session, found)
    return [
        {
            **wire.case(case),
            "wraps": [wire.wrap(row) for row in wraps.get(case.case_id, [])],
            "main": wire.record_row(mains[case.case_id]),
            "assignment": _assigned(assigned.get(case.case_id, teams.NOBODY)),
        }
        for case in found
    ]


def _assigned(works: teams.Assigned) -> dict[str, str | None]:
    team, staff = works
    return {
        "team_id": schemas.b64(team) if team else None,
        "staff_id": schemas.b64(staff) if staff else None,
    }


def _event(row: AuditRow) -> dict[str, Any]:
    return {
        "hour": row.hour,
        "action": row.action,
        "staff_id": schemas.b64(row.actor) if row.actor else None,
        "from": row.old,
        "to": row.new,
        "conv": schemas.b64(row.conv) if row.conv else None,
    }
