"""Somebody lost every device: at once nothing of theirs opens anything, and new keys take their place."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import select, update

from config import clock
from crypto.hashes import digest
from moderation.audit import head_of
from moderation.audit_check import faults
from moderation.audit_models import AuditRow
from moderation.founding import living_members, site_or_refuse
from moderation.staff_models import (
    EpochWrap,
    Invite,
    KnownDevice,
    RosterKeyWrap,
    SignInMethod,
    Staff,
    StaffSession,
)
from tests.actors import Person
from tests.audits import anchor_of
from tests.integration.chats import Chats
from tests.integration.conftest import Town
from tests.integration.test_leaving import hired, sealed_to, status_of
from tests.lost import Lost, recovered, renewal
from tests.staffing import Desk
from webapp.schemas import b64


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town.office, town.store, [town.ana, town.sam, town.nora])


@pytest.fixture
def ana(town: Town) -> Lost:
    """Ana, whose laptop was lost and who has called the administrator."""
    lost = Lost.device_of(town.ana)
    assert lost.ask(town.nora).status == 204
    return lost


def methods_of(town: Town, person: Person) -> int:
    with town.store.reading() as session:
        mine = select(SignInMethod).where(SignInMethod.staff_id == person.staff_id)
        return len(session.scalars(mine).all())


def row_of(town: Town, person: Person) -> Staff:
    with town.store.reading() as session:
        return session.get_one(Staff, person.staff_id)


def test_at_once_nothing_of_theirs_opens_anything_and_what_they_held_waits(town: Town) -> None:
    tip, chats = town.held_tip(town.sam), Chats(town, clock.now)
    chat = chats.answered(town.sam)
    with town.store.writing() as session:
        day, token = clock.day_of(clock.now()), secrets.token_bytes(32)
        known = KnownDevice(token_hash=token, staff_id=town.sam.staff_id, until=0, day=day)
        session.add(known)
    assert Lost.device_of(town.sam).ask(town.nora).status == 204
    assert status_of(town.sam) == 401
    assert town.sam.sign_in().slug == "sign-in-refused"
    assert (sealed_to(town, town.sam), methods_of(town, town.sam)) == ((0, 0), 0)
    assert (chats.phase(chat), chats.item(tip).status) == ("waiting", "waiting")
    with town.store.reading() as session:
        assert session.scalars(select(KnownDevice)).all() == []


def test_new_keys_have_all_that_the_role_gives_and_the_lost_ones_nothing(
    town: Town, desk: Desk
) -> None:
    new = recovered(desk, town.nora, town.ana)
    assert desk.open_seeds(new) == desk.seeds
    assert list(desk.seeds) == [1, 2]  # the lost key never had the second one
    with town.store.reading() as session:
        assert new.member() in living_members(session)
        assert town.ana.member() not in living_members(session)
    assert town.ana.sign_in().slug == "sign-in-refused"
    assert new.call("GET", "/api/v1/desk").body["epoch_due"] is None


def test_a_signer_of_rosters_gets_the_key_for_that_and_the_root_is_asked_for_another(
    town: Town, desk: Desk
) -> None:
    olga = recovered(desk, town.nora, hired(desk, town.nora, "olga", 2))
    answer = olga.call("GET", "/api/v1/desk").body
    assert answer["roster_key_wrap"] is not None
    assert answer["roster_key_due"] is True
    assert desk.renew(olga).status == 204


def test_an_administrator_who_does_not_read_signs_and_a_reader_s_browser_seals_the_seeds(
    town: Town, desk: Desk, ana: Lost
) -> None:
    ada = hired(desk, town.nora, "ada", 4)
    assert ana.bring_keys().status == 204
    signed = {**renewal(desk, ana.person), "epoch_wraps": []}
    assert ana.confirm(ada, signed).status == 204
    answer = town.nora.call("GET", "/api/v1/desk").body
    assert answer["keys_due"] == [
        {"staff_id": b64(ana.person.staff_id), "epochs": [1], "roster_key": False}
    ]
    assert answer["epoch_due"] == "left"  # by the key that was lost


def test_until_it_is_signed_nobody_seals_to_them_and_nothing_signs_in(
    town: Town, ana: Lost
) -> None:
    assert ana.state().body == {"state": "open"}
    assert ana.knock().body["name"] == "ana"
    assert ana.bring_keys().status == 204
    assert ana.state().body == {"state": "keys"}
    assert ana.person.sign_in().slug == "sign-in-refused"
    assert town.nora.call("GET", "/api/v1/desk").body["keys_due"] == []
    [row] = town.nora.call("GET", "/api/v1/invites").body["invites"]
    assert (row["renews"], row["keys"]["sign_vk"]) == (
        b64(ana.person.staff_id),
        b64(ana.person.keys.sign_vk),
    )
    [told] = [p for p in town.sam.call("GET", "/api/v1/desk").body["staff"] if p["name"] == "ana"]
    assert (told["active"], told["lost"], told["sign_vk"]) == (
        False,
        True,
        b64(town.ana.keys.sign_vk),  # the roster still lists it
    )


def test_the_next_sign_in_brings_the_proof_once_and_with_both_secrets(town: Town) -> None:
    with town.store.writing() as session:
        session.execute(update(Staff).where(Staff.name == "ana").values(again_hash=None))
    assert town.ana.sign_in().body["provable"] is False
    first, other = digest(b"first"), digest(b"other")
    path = "/api/v1/account/again"
    guess = {"proof": b64(secrets.token_bytes(32)), "again_hash": b64(first)}
    assert town.ana.call("POST", path, guess).slug == "proof-refused"
    for each in (first, other):
        body = {"proof": b64(town.ana.proof), "again_hash": b64(each)}
        assert town.ana.call("POST", path, body).status == 204
    assert row_of(town, town.ana).again_hash == first
    assert town.ana.sign_in().body["provable"] is True


def test_after_a_change_of_passphrase_the_old_one_proves_nothing(town: Town) -> None:
    again = secrets.token_bytes(32)
    resealed = {"old": b64(town.ana.proof), "auth": b64(town.ana.proof)}
    methods = [{**resealed, "blob": b64(secrets.token_bytes(104))}]
    body = {"methods": methods, "again_hash": b64(digest(again))}
    assert town.ana.call("POST", "/api/v1/account/passphrase", body).status == 200
    lost = Lost.device_of(town.ana)
    assert lost.ask(town.nora).status == 204
    assert lost.knock().slug == "invite-proof"
    assert lost.knock(again=again).status == 200


def test_a_sign_in_that_was_on_its_way_speaks_for_nobody_once_new_keys_are_signed(
    town: Town, desk: Desk, ana: Lost
) -> None:
    with town.store.writing() as session:
        row = StaffSession(
            token_hash=digest(b"late"),
            session_id=bytes(16),
            staff_id=ana.person.staff_id,
            role=1,
            method=1,
            method_id=bytes(16),
            hour=clock.hour_of(clock.now()),
            wrong=0,
            expires=2**40,
            ends=2**40,
        )
        session.add(row)
    late = Person(town.desk_app, auth=f"Bearer {b64(b'late')}")
    assert ana.bring_keys().status == 204
    assert ana.confirm(town.nora, renewal(desk, ana.person)).status == 204
    assert status_of(late) == 401


def test_what_was_sealed_to_the_lost_key_meanwhile_is_gone_too(
    town: Town, desk: Desk, ana: Lost
) -> None:
    assert desk.next_epoch(town.nora).status == 204  # the roster still names the lost key
    assert ana.bring_keys().status == 204
    with town.store.reading() as session:
        before = {w.wrap for w in session.scalars(select(EpochWrap)) if w.staff_id}
        key = session.get(RosterKeyWrap, ana.person.staff_id)
    assert key is None
    assert ana.confirm(town.nora, renewal(desk, ana.person)).status == 204
    assert ana.person.sign_in().status == 201
    assert desk.open_seeds(ana.person) == desk.seeds
    with town.store.reading() as session:
        mine = select(EpochWrap).where(EpochWrap.staff_id == ana.person.staff_id)
        assert not before & {w.wrap for w in session.scalars(mine)}


def test_what_they_vouched_for_with_the_lost_key_holds(town: Town, desk: Desk) -> None:
    with town.store.reading() as session:
        anchor = anchor_of(town.ana, town.office, head_of(session))
    assert town.ana.call("POST", "/api/v1/audit/anchors", anchor).status == 201
    recovered(desk, town.nora, town.ana)
    with town.store.reading() as session:
        assert faults(session, site_or_refuse(session)) == []


def test_every_step_stands_in_the_audit(town: Town, desk: Desk) -> None:
    recovered(desk, town.nora, town.ana)
    cancelled = Lost.device_of(town.sam)
    assert cancelled.ask(town.nora).status == 204
    assert town.nora.call("DELETE", cancelled.path()).status == 204
    with town.store.reading() as session:
        about = AuditRow.subject.in_([town.ana.staff_id, town.sam.staff_id])
        rows = session.scalars(select(AuditRow).where(about).order_by(AuditRow.number)).all()
    assert [(row.action, row.actor == town.nora.staff_id) for row in rows] == [
        ("lost_device", True),
        ("lost_device_keys", False),
        ("new_keys", True),
        ("lost_device", True),
        ("withdraw_lost_device", True),
    ]


def test_nothing_of_the_way_is_stored_that_opens_anything(town: Town, ana: Lost) -> None:
    assert ana.bring_keys().status == 204
    with town.store.reading() as session:
        rows = [*session.scalars(select(Invite)), *session.scalars(select(Staff))]
        rows += session.scalars(select(SignInMethod)).all()
        kept = b"".join(v for row in rows for v in vars(row).values() if isinstance(v, bytes))
    for secret in (ana.proof, ana.again, ana.person.proof, ana.code.encode()):
        assert secret not in kept
