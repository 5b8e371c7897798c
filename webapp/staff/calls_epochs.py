"""Keeping the desk's keys: rosters signed anew, the next epoch, seeds for who lacks them, old ones gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from config import clock
from moderation import certifying, epochs, founding, generations, roster_changes
from moderation.audit import Act, record
from moderation.errors import NotFound
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.roster_schemas import Certified, NextKeys, NextRoster, Rewrap, Seeds
from webapp.wire import wrap as wrap_on_the_wire

blueprint = Blueprint("epochs", __name__, url_prefix="/api/v1")

EPOCH = re.compile(r"[1-9][0-9]{0,8}")

ACTIONS = {"renew": "renew_roster", "epoch": "new_epoch"}


@blueprint.post("/roster")
@allow("roster.sign")
def next_roster() -> tuple[str, int]:
    """The roster is signed anew, with the next epoch where its kind says so."""
    body = body_of(NextRoster)
    moment = clock.now()
    change = body.change(body.kind)
    with database().writing() as session:
        roster_changes.apply(session, change, me(), clock.unix(moment))
        epoch = str(founding.newest_roster(session).epoch)
        site = founding.site_or_refuse(session).site
        record(session, _act(), ACTIONS[body.kind], site, None, epoch)
    services().news.desk_changed()
    return "", 204


@blueprint.post("/certificate")
@allow("staff.manage")
def certify() -> tuple[str, int]:
    """The root has named a new roster key."""
    body, moment = body_of(Certified), clock.now()
    with database().writing() as session:
        certifying.certify(session, body.new_key(), me(), moment)
    services().news.desk_changed()
    return "", 204


@blueprint.post("/staff/<staff_id>/seeds")
@allow("epoch.make")
def hand_keys(staff_id: str) -> tuple[str, int]:
    """Somebody holds what their role gives them, sealed by a colleague's browser."""
    who, body = id_from(staff_id), body_of(Seeds)
    seeds = {w.epoch: w.wrap for w in body.epoch_wraps}
    with database().writing() as session:
        roster_changes.in_turn(session, me())
        epochs.hand_keys(session, who, seeds, body.roster_key_wrap)
        record(session, _act(), "hand_keys", who)
    return "", 204


@blueprint.get("/containers")
@allow("epoch.make")
def old_wraps() -> dict[str, Any]:
    """Keys of cases, notes and replies that lie under an older epoch, a page at a time."""
    after = request.args.get("after", "")
    with database().reading() as session:
        rows, total = epochs.old_wraps(session, id_from(after) if after else b"")
        wraps = [{"container_id": b64(r.container_id), **wrap_on_the_wire(r)} for r in rows]
    return {"wraps": wraps, "total": total}


@blueprint.post("/containers")
@allow("epoch.make")
def rewrap() -> dict[str, Any]:
    """These keys lie under the newest epoch; what a colleague moved first stays as it is."""
    body = body_of(Rewrap)
    wraps = [(w.container_id, w.was, w.wrap.kept()) for w in body.wraps]
    moved = _on_record_first(
        lambda session: epochs.rewrap(session, wraps), lambda told: ("rewrap", None, str(told))
    )
    return {"moved": moved}


@blueprint.get("/next-keys/<epoch>")
@allow("epoch.make")
def made_before(epoch: str) -> dict[str, Any]:
    """Cases, notes and replies whose newest key was made before this epoch, a page at a time."""
    if EPOCH.fullmatch(epoch) is None:
        raise NotFound
    after = request.args.get("after", "")
    with database().reading() as session:
        rows = generations.made_before(session, int(epoch), id_from(after) if after else b"")
    return {"containers": [{"container_id": b64(found), "gen": gen} for found, gen in rows]}


@blueprint.post("/next-keys")
@allow("epoch.make")
def next_keys() -> dict[str, Any]:
    """Somebody left: what is written from now on goes under these keys."""
    body = body_of(NextKeys)
    wraps = [(w.container_id, w.wrap.kept()) for w in body.wraps]
    made = _on_record_first(
        lambda session: generations.add(session, wraps), lambda told: ("next_keys", None, str(told))
    )
    return {"made": made}


@blueprint.delete("/epochs/<epoch>")
@allow("epoch.make")
def forget(epoch: str) -> tuple[str, int]:
    """The epoch's seed is gone everywhere, if nothing can be read with it any more."""
    is_epoch = EPOCH.fullmatch(epoch) is not None
    if not is_epoch or not _on_record_first(
        lambda session: epochs.forget(session, int(epoch)), lambda _: ("forget_epoch", epoch, None)
    ):
        raise NotFound
    return "", 204


def _on_record_first(
    work: Callable[[Session], int], said: Callable[[int], tuple[str, str | None, str | None]]
) -> int:
    """Do what changes nothing but keys, once it is in the audit; gives how much was done.

    On SQLite keys commit before content. In one commit a crash could leave a change of which the
    audit never hears; so it can only hear of one that was asked for again.
    """
    with database().writing() as session:
        trial = session.begin_nested()
        told = work(session)
        trial.rollback()
        if told:
            site = founding.site_or_refuse(session).site
            record(session, _act(), said(told)[0], site, *said(told)[1:])
    if told:
        with database().writing() as session:
            told = work(session)
    return told


def _act() -> Act:
    return Act(me().staff_id, clock.hour_of(clock.now()))
