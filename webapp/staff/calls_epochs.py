"""Keeping the desk's keys: rosters signed anew, the next epoch, seeds for who lacks them, old ones gone."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, request

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
    with database().writing() as session:
        moved = epochs.rewrap(session, wraps)
        if moved:
            site = founding.site_or_refuse(session).site
            record(session, _act(), "rewrap", site, None, str(moved))
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
    with database().writing() as session:
        made = generations.add(session, [(w.container_id, w.wrap.kept()) for w in body.wraps])
        if made:
            site = founding.site_or_refuse(session).site
            record(session, _act(), "next_keys", site, None, str(made))
    return {"made": made}


@blueprint.delete("/epochs/<epoch>")
@allow("epoch.make")
def forget(epoch: str) -> tuple[str, int]:
    """The epoch's seed is gone everywhere, if nothing can be read with it any more."""
    with database().writing() as session:
        if EPOCH.fullmatch(epoch) is None or not epochs.forget(session, int(epoch)):
            raise NotFound
        site = founding.site_or_refuse(session).site
        record(session, _act(), "forget_epoch", site, epoch)
    return "", 204


def _act() -> Act:
    return Act(me().staff_id, clock.hour_of(clock.now()))
