"""The audit at the desk: read and exported by few, vouched for by everybody's browser."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from config import clock
from crypto.audit import AuditAnchor
from moderation import anchors, audit_log, founding
from moderation.audit import record
from moderation.audit_log import Told, Wanted
from moderation.audit_models import AuditAnchorRow, AuditHead
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff.audit_schemas import AnchorIn, WantedRows
from webapp.staff.calls_queue import acting, page_number

blueprint = Blueprint("audit", __name__, url_prefix="/api/v1/audit")

MOST_EXPORTED = 20_000
"""Rows of one export at the desk; the command line has no end."""

LONGEST = 12
"""Digits of a row's number: what is longer is not even read."""


@blueprint.get("")
@allow("audit.read")
def read() -> dict[str, Any]:
    """One page of the rows that are asked for, newest first."""
    asked = WantedRows.from_address(request.args)
    with database().reading() as session:
        wanted = _wanted(session, asked)
        found = audit_log.page_of(session, wanted, page_number())
        return {
            "rows": [_row(told) for told in found.rows],
            "total": found.total,
            "before": b64(found.before),
            "actions": audit_log.actions(session),
        }


@blueprint.post("/export")
@allow("audit.read")
def export() -> dict[str, Any]:
    """The rows that are asked for as CSV; that somebody took them is in the audit too."""
    asked = body_of(WantedRows)
    with database().writing() as session:
        record(session, acting(), "export_audit", founding.site_or_refuse(session).site)
    with database().reading() as session:
        rows = audit_log.lines(session, _wanted(session, asked))
        some = list(islice(rows, MOST_EXPORTED + 1))
    text = "".join(audit_log.as_csv(some[:MOST_EXPORTED]))
    return {"csv": text, "more": len(some) > MOST_EXPORTED}


@blueprint.get("/head")
@allow("audit.anchor")
def head() -> dict[str, Any]:
    """Where the chain begins and ends, who vouched for it last, and whether somebody should now."""
    with database().reading() as session:
        now = anchors.standing(session, clock.day_of(clock.now()))
        return {
            "head": {"number": now.head.number, "hash": b64(now.head.hash)},
            "start": _start(now.head, now.start),
            "anchor": _anchor(now.newest),
            "due": now.is_due,
        }


@blueprint.get("/links")
@allow("audit.anchor")
def links() -> dict[str, Any]:
    """What a browser needs to follow the chain from the row after the one that it names."""
    after = _number("after")
    with database().reading() as session:
        return {"links": [b64(each) for each in anchors.links_after(session, after)]}


@blueprint.post("/anchors")
@allow("audit.anchor")
def vouch() -> tuple[dict[str, Any], int]:
    """The anchor is kept for good, if it is the first of its day."""
    body, day = body_of(AnchorIn), clock.day_of(clock.now())
    anchor = AuditAnchor(body.number, body.hash)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        kept = anchors.keep(session, here.site, me(), anchor, body.signature, day)
        return {"anchor": _anchor(kept)}, 201


def _wanted(session: Session, asked: WantedRows) -> Wanted:
    about = asked.about
    if asked.case_number is not None:
        about = audit_log.case_by_number(session, asked.case_number) or b""
    return Wanted(
        asked.actor, asked.by_nobody, asked.action, about, _day(asked.first), _day(asked.last)
    )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise Problem(422, "invalid") from error


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST:
        raise Problem(422, "invalid")
    return int(text)


def _row(told: Told) -> dict[str, Any]:
    row = told.row
    return {
        "number": row.number,
        "hour": row.hour,
        "actor": b64(row.actor) if row.actor else None,
        "action": row.action,
        "subject": b64(row.subject),
        "old": row.old,
        "new": row.new,
        "conv": b64(row.conv) if row.conv else None,
        "hash": b64(row.hash),
        "kind": told.kind,
        "case_number": told.case_number,
    }


def _start(head: AuditHead, anchor: AuditAnchorRow | None) -> dict[str, Any]:
    return {
        "number": head.start_number,
        "hash": b64(head.start_hash),
        "anchor": _anchor(anchor),
    }


def _anchor(row: AuditAnchorRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "number": row.number,
        "hash": b64(row.hash),
        "staff_id": b64(row.staff_id),
        "signature": b64(row.signature),
        "day": row.day.isoformat(),
    }
