"""My account: where I am signed in, what I sign in with, and the change of either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from config import clock
from config.database import leave_no_trace
from crypto.hashes import digest
from moderation import methods, staff
from moderation.audit import Act, record
from moderation.errors import ProofRefused
from moderation.staff_models import SignInMethod, StaffSession
from webapp import schemas
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me, staff_token
from webapp.staff.account_schemas import NewAgain, NewMethodIn, NewPassphrase, Proof, Rename

blueprint = Blueprint("account", __name__, url_prefix="/api/v1/account")


@blueprint.get("")
@allow("account.own")
def account() -> dict[str, Any]:
    """My ways to sign in, and where I am signed in: nobody else's, no address, no exact time."""
    with database().reading() as session:
        here = _here(session)
        mine = methods.of_person(session, me().staff_id)
        signed_in = staff.sessions_of(session, me().staff_id, clock.unix(clock.now()))
    return {
        "methods": [_method(row, here) for row in mine],
        "sessions": [_session(row, here) for row in signed_in],
    }


@blueprint.post("/proof")
@allow("account.own")
def prove() -> tuple[str, int]:
    """Both secrets are right: now a new key may be made, which a wrong word would leave unused."""
    _proved(body_of(Proof).proof, lambda *_: None)
    return "", 204


@blueprint.post("/again")
@allow("account.own")
def keep_again() -> tuple[str, int]:
    """After the loss of every device my passphrase can be told from another; set once."""
    body = body_of(NewAgain)

    def work(session: Session, here: StaffSession) -> None:
        methods.keep_again(session, here.staff_id, body.again_hash)

    _proved(body.proof, work)
    return "", 204


@blueprint.post("/methods")
@allow("account.own")
def add_method() -> tuple[dict[str, Any], int]:
    """I can sign in with one more second secret."""
    body = body_of(NewMethodIn)
    new = body.method.new(body.name)

    def work(session: Session, here: StaffSession) -> dict[str, Any]:
        return _method(methods.add(session, new, _acting(), clock.day_of(clock.now())), here)

    return _proved(body.proof, work), 201


@blueprint.post("/methods/<method_id>/remove")
@allow("account.own")
def remove_method(method_id: str) -> tuple[str, int]:
    """That second secret leads in no more; what was begun with it elsewhere is over."""
    body, which = body_of(Proof), id_from(method_id)

    def work(session: Session, here: StaffSession) -> list[bytes]:
        leave_no_trace(session)
        return methods.remove(session, which, here, _acting())

    _put_out(_proved(body.proof, work))
    return "", 204


@blueprint.post("/methods/<method_id>/name")
@allow("account.own")
def rename_method(method_id: str) -> tuple[str, int]:
    """It has another name, which only I can read."""
    body, which = body_of(Rename), id_from(method_id)
    with database().writing() as session:
        methods.rename(session, me().staff_id, which, body.name)
    return "", 204


@blueprint.post("/passphrase")
@allow("account.own")
def change_passphrase() -> dict[str, Any]:
    """The old passphrase opens nothing; ways to sign in that were not sealed anew are gone."""
    body = body_of(NewPassphrase)
    resealed = [each.resealed() for each in body.methods]

    def work(session: Session, here: StaffSession) -> list[bytes]:
        leave_no_trace(session)
        again = body.again_hash
        return methods.change_passphrase(session, here, resealed, again, _acting())

    _put_out(_proved(resealed[0].old, work))
    return account()


@blueprint.delete("/sessions/<session_id>")
@allow("account.own")
def end_session(session_id: str) -> tuple[str, int]:
    """I am signed in there no more."""
    which = id_from(session_id)
    with database().writing() as session:
        ended = staff.end_one_session(session, me().staff_id, which)
        record(session, _acting(), "end_session", me().staff_id)
    _put_out([ended])
    return "", 204


@blueprint.post("/end-other-sessions")
@allow("account.own")
def end_others() -> tuple[str, int]:
    """I am signed in here and nowhere else."""
    with database().writing() as session:
        ended = staff.end_all_sessions(session, me().staff_id, digest(staff_token()))
        record(session, _acting(), "end_other_sessions", me().staff_id, new=str(len(ended)))
    _put_out(ended)
    return "", 204


def _proved(proof: bytes, work: Callable[[Session, StaffSession], Any]) -> Any:  # noqa: ANN401 - what `work` gives
    """Do what needs both secrets again; a wrong proof is counted, and the last one ends the session."""
    with database().writing() as session:
        here = _here(session)
        proved = methods.proves(session, here, proof)
        done = work(session, here) if proved else None
        over = here.wrong >= methods.MOST_WRONG
    if over:
        _put_out([digest(staff_token())])
        raise Problem(401, "not-signed-in")
    if not proved:
        raise ProofRefused
    return done


def _here(session: Session) -> StaffSession:
    here = session.get(StaffSession, digest(staff_token()))
    if here is None:
        raise Problem(401, "not-signed-in")
    return here


def _put_out(ended: list[bytes]) -> None:
    for token_hash in ended:
        services().news.signed_out(token_hash)


def _acting() -> Act:
    return Act(me().staff_id, clock.hour_of(clock.now()))


def _method(row: SignInMethod, here: StaffSession) -> dict[str, Any]:
    return {
        "method_id": schemas.b64(row.method_id),
        "method": row.method,
        "name": None if row.name is None else schemas.b64(row.name),
        "day": row.day.isoformat(),
        "present": row.method_id == here.method_id,
    }


def _session(row: StaffSession, here: StaffSession) -> dict[str, Any]:
    return {
        "session_id": schemas.b64(row.session_id),
        "method": row.method,
        "hour": row.hour,
        "present": row.token_hash == here.token_hash,
    }
