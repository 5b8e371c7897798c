"""Somebody leaves, is suspended, comes back or changes role: what they had, and what others see."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import select

from chat.live_models import ChatMember, Share
from config import clock
from moderation.audit import Act
from moderation.audit_models import AuditRow
from moderation.errors import Outdated
from moderation.review_queue import find_item
from moderation.staff_models import EpochWrap, RosterKeyWrap
from moderation.transitions import move_item
from tests.actors import Person
from tests.integration.chats import Chats
from tests.integration.conftest import Town, item_id
from tests.shares import invitation
from tests.staffing import Desk
from webapp.schemas import b64


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town.office, town.store, [town.ana, town.sam, town.nora])


def path(who: Person, act: str) -> str:
    return f"/api/v1/staff/{b64(who.staff_id)}/{act}"


def suspend(by: Person, who: Person) -> int:
    return by.call("POST", path(who, "suspend"), {}).status


def status_of(person: Person) -> int:
    return person.call("GET", "/api/v1/desk").status


def sealed_to(town: Town, who: Person) -> tuple[int, int]:
    """How many seeds, and how many roster keys, lie there for this person."""
    with town.store.reading() as session:
        seeds = select(EpochWrap).where(EpochWrap.staff_id == who.staff_id)
        keys = select(RosterKeyWrap).where(RosterKeyWrap.staff_id == who.staff_id)
        return len(session.scalars(seeds).all()), len(session.scalars(keys).all())


def hired(desk: Desk, by: Person, name: str, role: int) -> Person:
    person = Person(by.app, name=name, role=role)
    assert desk.hire(by, person).status == 204
    assert person.sign_in().status == 201
    return person


@pytest.mark.parametrize("how", ["leave", "suspend"])
def test_who_is_gone_is_in_nowhere_and_what_they_held_waits(
    town: Town, desk: Desk, how: str
) -> None:
    tip = town.held_tip(town.sam)
    chats = Chats(town, clock.now)
    chat = chats.answered(town.sam)
    done = (
        desk.leave(town.nora, town.sam).status if how == "leave" else suspend(town.nora, town.sam)
    )
    assert done == 204
    assert status_of(town.sam) == 401
    assert town.sam.sign_in().slug == "sign-in-refused"
    row = chats.chat(chat)
    assert row is not None
    assert (chats.phase(chat), row.lost, chats.item(tip).status) == ("waiting", True, "waiting")
    assert chats.item(tip).holder is None


def test_the_person_outside_is_told_as_when_a_laptop_closes(town: Town, desk: Desk) -> None:
    chat = Chats(town, clock.now).answered(town.sam)
    assert desk.leave(town.nora, town.sam).status == 204
    live = chat.call("GET", "/api/v1/conversation?s=0&d=0").body["live"]
    assert (live["phase"], live["lost"]) == ("waiting", True)


def test_the_seeds_of_who_left_are_gone_and_of_who_is_suspended_stay(
    town: Town, desk: Desk
) -> None:
    ada = hired(desk, town.nora, "ada", 2)
    assert suspend(town.nora, ada) == 204
    assert sealed_to(town, ada) == (1, 1)
    assert town.nora.call("POST", path(ada, "let-back-in"), {}).status == 204
    assert ada.sign_in().status == 201
    assert desk.leave(town.nora, ada).status == 204
    assert sealed_to(town, ada) == (0, 0)


def test_an_interpreter_who_leaves_is_in_no_conversation_any_more(town: Town, desk: Desk) -> None:
    ida = hired(desk, town.nora, "ida", 5)
    chat = Chats(town, clock.now).answered(town.ana)
    asked = invitation(chat, ida)
    assert town.ana.call("POST", f"/api/v1/items/{item_id(chat)}/members", asked).status == 200
    assert desk.leave(town.nora, ida).status == 204
    with town.store.reading() as session:
        assert not session.scalars(select(Share)).all()
        assert not session.scalars(select(ChatMember)).all()


def test_who_is_suspended_can_be_made_to_leave(town: Town, desk: Desk) -> None:
    assert suspend(town.nora, town.sam) == 204
    assert desk.leave(town.nora, town.sam).status == 204
    assert sealed_to(town, town.sam) == (0, 0)


def test_who_left_does_not_come_back_but_who_is_suspended_does(town: Town, desk: Desk) -> None:
    assert suspend(town.nora, town.ana) == 204
    assert town.nora.call("POST", path(town.ana, "let-back-in"), {}).status == 204
    assert town.nora.call("POST", path(town.ana, "let-back-in"), {}).slug == "not-allowed"
    assert desk.leave(town.nora, town.sam).status == 204
    assert town.nora.call("POST", path(town.sam, "let-back-in"), {}).slug == "not-allowed"


@pytest.mark.parametrize("act", ["leave", "suspend", "role"])
def test_the_last_who_manages_people_stays(town: Town, desk: Desk, act: str) -> None:
    hired(desk, town.nora, "ada", 2)
    got = {
        "leave": lambda: desk.leave(town.nora, town.nora),
        "suspend": lambda: town.nora.call("POST", path(town.nora, "suspend"), {}),
        "role": lambda: desk.change_role(town.nora, town.nora, 2),
    }[act]()
    assert (got.status, got.slug) == (409, "last-one")


def test_the_last_who_can_hand_seeds_on_stays(town: Town, desk: Desk) -> None:
    ada = hired(desk, town.nora, "ada", 4)
    assert desk.leave(ada, town.nora).slug == "last-one"
    assert desk.change_role(ada, town.nora, 4).slug == "last-one"
    hired(desk, town.nora, "bea", 2)
    assert desk.leave(ada, town.nora).status == 204


@pytest.mark.parametrize(("role", "kept"), [(2, (1, 0)), (5, (0, 0)), (4, (0, 0))])
def test_a_new_role_keeps_what_it_may_and_begins_with_a_new_sign_in(
    town: Town, desk: Desk, role: int, kept: tuple[int, int]
) -> None:
    assert desk.change_role(town.nora, town.sam, role).status == 204
    assert status_of(town.sam) == 401
    assert town.sam.sign_in().body["role"] == role
    assert sealed_to(town, town.sam) == kept


def test_a_role_that_signs_no_more_loses_the_roster_s_key(town: Town, desk: Desk) -> None:
    ada = hired(desk, town.nora, "ada", 2)
    assert not town.nora.call("GET", "/api/v1/desk").body["roster_key_due"]
    assert desk.change_role(town.nora, ada, 1).status == 204
    assert sealed_to(town, ada) == (1, 0)
    assert town.nora.call("GET", "/api/v1/desk").body["roster_key_due"]


def test_only_administrators_change_people(town: Town, desk: Desk) -> None:
    bea = hired(desk, town.nora, "bea", 2)
    for by in (town.ana, bea):
        assert desk.leave(by, town.sam).slug == "not-permitted"
        assert desk.change_role(by, town.sam, 2).slug == "not-permitted"
        assert suspend(by, town.sam) == 403


def test_nobody_is_gone_twice_and_nobody_unknown_is(town: Town) -> None:
    assert suspend(town.nora, town.sam) == 204
    assert suspend(town.nora, town.sam) == 404
    assert suspend(town.nora, Person(town.desk_app, staff_id=secrets.token_bytes(16))) == 404


def test_every_change_of_people_stands_in_the_audit(town: Town, desk: Desk) -> None:
    assert suspend(town.nora, town.sam) == 204
    assert town.nora.call("POST", path(town.sam, "let-back-in"), {}).status == 204
    assert desk.change_role(town.nora, town.sam, 2).status == 204
    assert desk.leave(town.nora, town.sam, epoch=True).status == 204
    with town.store.reading() as session:
        about = select(AuditRow.action).where(AuditRow.subject == town.sam.staff_id)
        done = list(session.scalars(about.order_by(AuditRow.number)))
    assert done == ["suspend", "let_back_in", "role", "leave"]


def test_who_left_in_the_middle_of_a_call_takes_nothing_with_them(town: Town) -> None:
    """The call was let in, and the person is gone before it writes."""
    tip = town.source()
    assert tip.send_tip().status == 201
    assert suspend(town.nora, town.sam) == 204
    act = Act(town.sam.staff_id, clock.hour_of(clock.now()))
    with town.store.writing() as session, pytest.raises(Outdated):
        move_item(session, find_item(session, tip.conv), "claim", act)
