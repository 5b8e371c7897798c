"""Who lost every device: what is refused, what ends early, and who else may finish it."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from config import clock
from moderation import lost_device
from moderation.errors import Outdated
from moderation.founding import site_or_refuse
from moderation.leaving import Doing
from moderation.lost_device import NewLink
from moderation.sign_in import link_slot_of, slot_of
from moderation.staff_models import (
    Invite,
    Staff,
)
from tests.actors import Person
from tests.integration.conftest import Town
from tests.integration.test_leaving import hired, status_of
from tests.integration.test_lost_device import methods_of, row_of
from tests.lost import Lost, renewal
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


def test_a_wrong_code_and_a_wrong_passphrase_get_the_same_bytes_and_close_the_link(
    ana: Lost,
) -> None:
    wrong = secrets.token_bytes(32)
    tries = [("000000", None), (None, wrong), ("000000", wrong), (None, wrong), ("000000", None)]
    answers = [ana.knock(*each) for each in tries]
    assert {each.raw for each in answers} == {answers[0].raw}
    assert {(each.status, each.slug) for each in answers} == {(403, "invite-proof")}
    assert ana.knock().slug == "invite-closed"
    assert ana.bring_keys().slug == "invite-closed"


@pytest.mark.parametrize("missing", ["nothing", "zeros"])
def test_without_a_passphrase_the_code_alone_opens_nothing(ana: Lost, missing: str) -> None:
    shown = {"proof": b64(ana.proof), "code": ana.code}
    if missing == "zeros":
        shown["again"] = b64(bytes(32))
    assert ana.person.call("POST", "/api/v1/invite/open", shown).slug == "invite-proof"
    assert ana.bring_keys(again=b64(bytes(32))).slug == "invite-proof"


def test_new_links_give_no_new_guesses_at_the_passphrase(town: Town, ana: Lost) -> None:
    wrong = secrets.token_bytes(32)
    for _ in range(2):
        answers = [ana.knock(None, wrong) for _ in range(5)]
        assert {each.slug for each in answers} == {"invite-proof"}
        assert ana.ask(town.nora).status == 204
    held = ana.knock()
    assert (held.status, held.slug) == (429, "too-many-attempts")
    assert 0 < held.body["wait"] <= 30
    with town.store.reading() as session:
        assert session.get_one(Invite, ana.invite_id).tries == 0


def test_whoever_hammers_the_name_keeps_nobody_out_who_has_the_link(town: Town, ana: Lost) -> None:
    with town.store.reading() as session:
        site, staff_id = site_or_refuse(session), ana.person.staff_id
        assert slot_of(site, staff_id) != link_slot_of(site, staff_id)
    body = {"staff_id": b64(ana.person.staff_id), "method": 1}
    answers = [
        town.stranger().call("POST", "/api/v1/session", {**body, "auth": b64(bytes(32))}).status
        for _ in range(12)
    ]
    assert 429 in answers
    assert ana.knock().status == 200


def test_without_anything_to_tell_the_passphrase_by_nothing_happens(town: Town) -> None:
    with town.store.writing() as session:
        session.execute(update(Staff).where(Staff.name == "ana").values(again_hash=None))
    assert Lost.device_of(town.ana).ask(town.nora).slug == "no-passphrase-proof"
    assert status_of(town.ana) == 200
    [told] = [p for p in town.nora.call("GET", "/api/v1/desk").body["staff"] if p["name"] == "ana"]
    assert told["provable"] is False


def test_it_is_for_another_who_is_on_staff_and_for_administrators_only(
    town: Town, desk: Desk
) -> None:
    assert Lost.device_of(town.nora).ask(town.nora).slug == "not-allowed"
    assert Lost.device_of(town.ana).ask(town.sam).slug == "not-permitted"
    assert Lost.device_of(Person(town.desk_app, name="kim")).ask(town.nora).slug == "not-found"
    path = f"/api/v1/staff/{b64(town.sam.staff_id)}/suspend"
    assert town.nora.call("POST", path, {}).status == 204
    assert Lost.device_of(town.sam).ask(town.nora).slug == "not-allowed"
    assert desk.leave(town.nora, town.ana).status == 204
    assert Lost.device_of(town.ana).ask(town.nora).slug == "not-found"
    assert status_of(town.nora) == 200


def test_the_last_one_who_can_hand_the_keys_on_is_not_locked_out(town: Town, desk: Desk) -> None:
    ada = hired(desk, town.nora, "ada", 4)
    assert Lost.device_of(town.nora).ask(ada).slug == "last-one"
    assert status_of(town.nora) == 200
    hired(desk, town.nora, "olga", 2)
    assert Lost.device_of(town.nora).ask(ada).status == 204
    # Now Ada is the only one who manages people: she can neither leave nor be suspended.
    path = f"/api/v1/staff/{b64(ada.staff_id)}/suspend"
    assert ada.call("POST", path, {}).slug == "last-one"


def test_whoever_lost_a_device_is_not_let_in_by_another_door(town: Town, ana: Lost) -> None:
    path = f"/api/v1/staff/{b64(ana.person.staff_id)}"
    assert town.nora.call("POST", f"{path}/let-back-in", {}).slug == "not-allowed"
    assert town.nora.call("POST", f"{path}/suspend", {}).slug == "not-found"
    assert row_of(town, ana.person).active is False


def test_no_other_role_is_given_meanwhile(town: Town, desk: Desk, ana: Lost) -> None:
    assert row_of(town, ana.person).lost is True
    assert desk.change_role(town.nora, town.ana, 2).slug == "not-found"


def test_a_second_request_makes_the_first_link_worthless(town: Town, ana: Lost) -> None:
    assert ana.bring_keys().status == 204
    second = Lost.device_of(town.ana)
    assert second.ask(town.nora).status == 204
    assert ana.state().slug == "invite-unknown"
    assert methods_of(town, town.ana) == 0  # those of the first link
    assert second.knock().status == 200


def test_a_cancelled_or_expired_link_opens_nothing_and_the_person_stays_out(
    town: Town, desk: Desk, ana: Lost
) -> None:
    assert ana.bring_keys().status == 204
    assert town.nora.call("DELETE", ana.path()).status == 204
    assert ana.confirm(town.nora, renewal(desk, ana.person)).slug == "not-found"
    again = Lost.device_of(town.ana)
    assert again.ask(town.nora).status == 204
    assert again.bring_keys().status == 204
    with town.store.writing() as session:
        session.execute(update(Invite).values(expires=1))
    assert {again.knock().slug, again.bring_keys().slug, again.state().slug} == {"invite-unknown"}
    assert again.confirm(town.nora, renewal(desk, again.person)).slug == "not-found"
    assert again.person.sign_in().slug == "sign-in-refused"
    assert row_of(town, town.ana).lost is True
    assert Lost.device_of(town.ana).ask(town.nora).status == 204  # sweeps, and keeps the person
    assert methods_of(town, town.ana) == 0


def test_a_link_is_used_once(town: Town, desk: Desk, ana: Lost) -> None:
    assert ana.bring_keys().status == 204
    assert ana.bring_keys().status == 204  # the same keys again: the answer was lost
    assert ana.knock().slug == "invite-used"
    thief = Lost.device_of(town.ana)
    thief.invite_id, thief.proof = ana.invite_id, ana.proof
    assert thief.bring_keys().slug == "invite-used"
    assert ana.confirm(town.nora, renewal(desk, ana.person)).status == 204
    assert ana.confirm(town.nora, renewal(desk, ana.person)).slug == "not-allowed"
    assert ana.state().body == {"state": "in"}


def test_keys_that_were_lost_or_are_somebody_else_s_are_not_taken(town: Town, ana: Lost) -> None:
    same = ana.bring_keys(sign_vk=b64(town.ana.keys.sign_vk))
    other = ana.bring_keys(staff_id=b64(town.sam.staff_id))
    assert (same.slug, other.slug) == ("invalid", "invalid")
    assert methods_of(town, town.ana) == 0


@pytest.mark.parametrize("what", ["keys", "role"])
def test_only_the_keys_that_were_compared_are_signed_and_in_the_same_role(
    town: Town, desk: Desk, ana: Lost, what: str
) -> None:
    assert ana.bring_keys().status == 204
    other = Lost.device_of(town.ana).person if what == "keys" else ana.person
    other.role = 1 if what == "keys" else 3
    assert ana.confirm(town.nora, renewal(desk, other)).slug == "invalid"
    assert row_of(town, town.ana).lost is True


def test_whoever_leaves_meanwhile_has_no_link_any_more(town: Town, desk: Desk, ana: Lost) -> None:
    assert ana.bring_keys().status == 204
    assert desk.leave(town.nora, town.ana).status == 204
    assert ana.state().slug == "invite-unknown"
    row = row_of(town, town.ana)
    assert (row.lost, row.active, methods_of(town, town.ana)) == (False, False, 0)


def test_another_administrator_finishes_it_and_one_who_is_none_any_more_does_not(
    town: Town, desk: Desk, ana: Lost
) -> None:
    ada, max_ = (hired(desk, town.nora, name, 4) for name in ("ada", "max"))
    assert ana.bring_keys().status == 204
    assert desk.change_role(town.nora, ada, 6).status == 204
    signed = renewal(desk, ana.person)
    assert ana.confirm(ada, signed).status == 401
    assert ada.sign_in().status == 201
    assert ana.confirm(ada, signed).slug == "not-permitted"
    assert ana.confirm(max_, {**signed, "epoch_wraps": []}).status == 204


def test_of_two_requests_at_once_one_link_is_left(town: Town) -> None:
    both = [Lost.device_of(town.ana) for _ in "12"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: each.ask(town.nora).status, both))
    assert set(answers) <= {204, 503}  # a database that saw them meet may refuse one
    assert 204 in answers
    assert sorted(each.knock().status for each in both) == [200, 404]


def test_keys_that_come_while_another_link_is_made_are_kept_with_their_link_or_not_at_all(
    town: Town, ana: Lost
) -> None:
    second = Lost.device_of(town.ana)
    with ThreadPoolExecutor(2) as pool:
        brought = pool.submit(ana.bring_keys)
        asked = pool.submit(second.ask, town.nora)
        assert (asked.result().status, brought.result().status in {204, 404}) == (204, True)
    assert ana.state().slug == "invite-unknown"
    assert methods_of(town, town.ana) == 0
    assert second.bring_keys().status == 204


def test_who_is_no_administrator_any_more_by_the_time_it_is_stored_changes_nothing(
    town: Town,
) -> None:
    with town.store.reading() as session:
        before = session.get_one(Staff, town.nora.staff_id)
    before.role = 4
    doing = Doing(before, clock.now(), 24)
    link = NewLink(secrets.token_bytes(16), secrets.token_bytes(32), "123456")
    with pytest.raises(Outdated), town.store.writing() as session:
        lost_device.ask(session, link, town.ana.staff_id, doing)
    assert status_of(town.ana) == 200
