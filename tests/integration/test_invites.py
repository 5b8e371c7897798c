"""Somebody is asked onto staff: a link that works once, a code that is spoken, keys of their own."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from moderation.audit_models import AuditRow
from moderation.staff_models import Invite, SignInMethod, Staff
from tests.actors import Person
from tests.integration.conftest import Town
from tests.invited import Invited, confirmed
from tests.staffing import Desk
from webapp.schemas import b64


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town.office, town.store, [town.ana, town.sam, town.nora])


@pytest.fixture
def kim(town: Town) -> Invited:
    """Somebody who was asked a moment ago."""
    asked = Invited(Person(town.desk_app, name="kim"))
    assert asked.invite(town.nora).status == 201
    return asked


def expire(town: Town) -> None:
    with town.store.writing() as session:
        session.execute(update(Invite).values(expires=1))


def listed(town: Town) -> list[str]:
    return [row["name"] for row in town.nora.call("GET", "/api/v1/invites").body["invites"]]


def test_a_newcomer_is_on_staff_once_the_administrator_has_signed(
    town: Town, desk: Desk, kim: Invited
) -> None:
    assert kim.knock().body["role"] == 1
    assert kim.state().body == {"state": "open"}
    assert kim.bring_keys().status == 204
    assert kim.state().body == {"state": "keys"}
    assert kim.person.sign_in().slug == "sign-in-refused"
    signed = desk.confirmation(kim.person)
    assert town.nora.call("POST", kim.path("/confirm"), signed).status == 204
    assert kim.state().body == {"state": "in"}
    assert kim.person.sign_in().status == 201
    assert desk.open_seeds(kim.person) == desk.seeds
    assert listed(town) == []


def test_colleagues_see_what_a_newcomer_can_do_and_when(town: Town, desk: Desk) -> None:
    assert desk.hire(town.nora, Person(town.desk_app, name="kim")).status == 204
    staff = town.ana.call("GET", "/api/v1/desk").body["staff"]
    [kim] = [row for row in staff if row["name"] == "kim"]
    told = (kim["languages"], kim["skills"], kim["hours"])
    assert told == (["en", "es"], "shelters", "Mon-Fri, 9-17")


def test_what_is_told_about_somebody_can_be_changed_by_administrators(town: Town) -> None:
    path = f"/api/v1/staff/{b64(town.ana.staff_id)}/about"
    about = {"display_name": "Ana B", "languages": ["ar"], "skills": "law", "hours": ""}
    assert town.sam.call("POST", path, about).slug == "not-permitted"
    assert town.nora.call("POST", path, about).status == 204
    staff = town.sam.call("GET", "/api/v1/desk").body["staff"]
    assert [row["languages"] for row in staff if row["name"] == "ana"] == [["ar"]]


def test_the_link_works_once(kim: Invited) -> None:
    assert kim.bring_keys().status == 204
    assert kim.bring_keys().status == 204  # the same keys again: the answer was lost
    assert kim.knock().slug == "invite-used"
    thief = Invited(Person(kim.person.app, name="kim"), kim.invite_id, kim.proof)
    assert thief.bring_keys().slug == "invite-used"


def test_of_two_tabs_at_once_one_wins(town: Town, kim: Invited) -> None:
    tabs = [Invited(Person(town.desk_app, name="kim"), kim.invite_id, kim.proof) for _ in "12"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda tab: tab.bring_keys().status, tabs))
    assert sorted(answers) == [204, 409]
    with town.store.reading() as session:
        assert len(session.scalars(select(Staff).where(Staff.name == "kim")).all()) == 1


def test_a_wrong_code_is_counted_and_the_link_closes(town: Town, kim: Invited) -> None:
    for _ in range(5):
        assert kim.knock("000000").slug == "invite-code"
    assert kim.knock().slug == "invite-closed"
    assert kim.bring_keys().slug == "invite-closed"
    [row] = town.nora.call("GET", "/api/v1/invites").body["invites"]
    assert row["closed"] is True


@pytest.mark.parametrize("act", ["knock", "bring_keys", "state"])
def test_an_expired_link_opens_nothing(town: Town, kim: Invited, act: str) -> None:
    expire(town)
    assert getattr(kim, act)().slug == "invite-unknown"


def test_an_expired_link_is_not_confirmed_and_its_keys_are_forgotten(
    town: Town, desk: Desk, kim: Invited
) -> None:
    assert kim.bring_keys().status == 204
    expire(town)
    signed = desk.confirmation(kim.person)
    assert town.nora.call("POST", kim.path("/confirm"), signed).status == 404
    assert Invited(Person(town.desk_app, name="lee")).invite(town.nora).status == 201
    with town.store.reading() as session:
        assert session.get(Staff, kim.person.staff_id) is None
        assert not session.scalars(
            select(SignInMethod).where(SignInMethod.staff_id == kim.person.staff_id)
        ).all()


def test_a_joined_newcomer_outlives_their_link(town: Town, desk: Desk) -> None:
    kim = Person(town.desk_app, name="kim")
    assert desk.hire(town.nora, kim).status == 204
    expire(town)
    assert Invited(Person(town.desk_app, name="lee")).invite(town.nora).status == 201
    assert kim.sign_in().status == 201


def test_a_link_that_nobody_made_is_unknown(town: Town) -> None:
    stranger = Invited(Person(town.desk_app, name="kim"))
    assert {stranger.knock().status, stranger.state().status, stranger.bring_keys().status} == {404}


def test_a_withdrawn_link_opens_nothing_and_the_name_is_free(town: Town, kim: Invited) -> None:
    assert kim.bring_keys().status == 204
    assert town.nora.call("DELETE", kim.path()).status == 204
    assert kim.state().slug == "invite-unknown"
    assert Invited(Person(town.desk_app, name="kim")).invite(town.nora).status == 201


@pytest.mark.parametrize("name", ["kim", "ana"])
def test_a_name_is_somebody_s_once(town: Town, kim: Invited, name: str) -> None:
    assert kim.state().status == 200
    assert Invited(Person(town.desk_app, name=name)).invite(town.nora).slug == "name-taken"


def test_keys_that_the_server_swapped_are_not_in_the_roster_that_was_signed(
    town: Town, desk: Desk, kim: Invited
) -> None:
    """The administrator signs the keys whose words both read out; others are refused."""
    assert kim.bring_keys().status == 204
    other = Person(town.desk_app, name="kim", staff_id=kim.person.staff_id)
    signed = desk.confirmation(other)
    assert town.nora.call("POST", kim.path("/confirm"), signed).slug == "invalid"


def test_an_invite_gives_the_role_that_was_asked_for_and_no_other(town: Town, desk: Desk) -> None:
    kim = Invited(Person(town.desk_app, name="kim"))
    assert kim.invite(town.nora).status == 201
    assert kim.bring_keys().status == 204
    kim.person.role = 3
    signed = desk.confirmation(kim.person)
    assert town.nora.call("POST", kim.path("/confirm"), signed).slug == "invalid"


BAD: dict[str, dict[str, object]] = {
    "a short code": {"code": "12345"},
    "a code in words": {"code": "abcdef"},
    "a role that there is not": {"role": 7},
    "a name with a space": {"name": "kim lee"},
    "a zero byte": {"skills": "a\0b"},
    "a language that is none": {"languages": ["English, please"]},
    "too many languages": {"languages": ["en"] * 21},
    "too much to say": {"hours": "x" * 201},
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_invite_is_refused(town: Town, bad: str) -> None:
    kim = Invited(Person(town.desk_app, name="kim"))
    assert kim.invite(town.nora, **BAD[bad]).slug == "invalid"
    assert listed(town) == []


def test_nothing_secret_of_an_invite_is_stored(town: Town, kim: Invited) -> None:
    with town.store.reading() as session:
        row = session.get_one(Invite, kim.invite_id)
        kept = b"".join(v for v in vars(row).values() if isinstance(v, bytes))
    assert kim.proof not in kept
    assert kim.code.encode() not in kept


def test_every_step_of_an_invite_stands_in_the_audit(town: Town, desk: Desk, kim: Invited) -> None:
    assert kim.bring_keys().status == 204
    signed = desk.confirmation(kim.person)
    assert town.nora.call("POST", kim.path("/confirm"), signed).status == 204
    with town.store.reading() as session:
        about = AuditRow.subject.in_([kim.invite_id, kim.person.staff_id])
        done = session.scalars(select(AuditRow.action).where(about).order_by(AuditRow.number)).all()
    assert done == ["invite", "invite_keys", "add_staff"]


def test_an_administrator_who_does_not_read_hires_and_a_supervisor_s_browser_seals_the_seeds(
    town: Town, desk: Desk
) -> None:
    ada, kim = Person(town.desk_app, name="ada", role=4), Person(town.desk_app, name="kim")
    assert desk.hire(town.nora, ada).status == 204
    assert ada.sign_in().status == 201
    signed = {**desk.confirmation(kim), "epoch_wraps": []}
    assert confirmed(ada, kim, signed).status == 204
    due = town.nora.call("GET", "/api/v1/desk").body["keys_due"]
    lacking = {"staff_id": b64(kim.staff_id), "epochs": [1], "roster_key": False}
    assert due == [lacking]


def test_a_link_s_proof_is_no_token(town: Town, kim: Invited) -> None:
    guess = Person(town.desk_app, auth=f"Bearer {b64(kim.proof)}")
    assert guess.call("GET", "/api/v1/desk").status == 401
    assert guess.call("GET", f"/api/v1/invites/{b64(secrets.token_bytes(16))}").status == 405
