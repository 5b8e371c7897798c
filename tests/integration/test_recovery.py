"""A desk that begins anew from words on paper: everything old can be read, nobody old can."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import clock
from crypto.errors import CryptoError, Refused
from crypto.primitives import verify_key_of
from crypto.roster import RECOVERY_ID, Anchor, Role, SignedCertificate, verify_public
from moderation import checker, founding
from moderation.errors import BrokenRule
from moderation.recovery import NewDesk, begin_anew, lost_desk
from moderation.staff_models import EpochWrap, RosterKeyWrap, SignInMethod, Staff
from tests.integration.conftest import Town
from webapp.client.ceremony import Newcomer
from webapp.client.recovery import Papers, make_desk
from webapp.schemas import unb64

ROSA = Newcomer(
    "rosa", "Rosa", Role.READING_ADMINISTRATOR, "six words of a new passphrase", bytes(32)
)


def papers_of(town: Town) -> Papers:
    return Papers(town.office.root_seed, town.office.recovery_seed)


def made(session: Session, town: Town, papers: Papers | None = None) -> NewDesk:
    now = clock.unix(clock.now())
    return make_desk(lost_desk(session), papers or papers_of(town), ROSA, now, secrets.token_bytes)


def recover(town: Town) -> NewDesk:
    with town.store.writing() as session:
        desk = made(session, town)
        begin_anew(session, desk, clock.now())
    return desk


def test_every_epoch_opens_for_the_new_administrator_and_for_the_paper(town: Town) -> None:
    town.held_tip(town.ana)
    desk = recover(town)
    with town.store.reading() as session:
        seeds = session.scalars(select(EpochWrap)).all()
        assert {(w.epoch, w.staff_id) for w in seeds} == {
            (epoch, staff_id)
            for epoch in (1, 2)
            for staff_id in (desk.person.staff_id, RECOVERY_ID)
        }
        newest = founding.newest_roster(session)
        assert (newest.serial, newest.epoch) == (2, 2)
    assert desk.seeds.keys() == {1, 2}


def test_nobody_who_was_on_staff_can_sign_in_or_holds_anything(town: Town) -> None:
    town.held_tip(town.ana)
    desk = recover(town)
    assert town.ana.call("GET", "/api/v1/desk").status == 401
    assert town.nora.sign_in().status == 401
    with town.store.reading() as session:
        assert {m.name for m in session.scalars(select(Staff).where(Staff.active))} == {"rosa"}
        assert {m.staff_id for m in session.scalars(select(SignInMethod))} == {desk.person.staff_id}
        assert {m.staff_id for m in session.scalars(select(RosterKeyWrap))} == {
            desk.person.staff_id
        }
        assert checker.check(session) == []


def test_a_source_s_browser_takes_the_new_desk_and_refuses_the_old_one_from_then_on(
    town: Town,
) -> None:
    before = public_desk(town)
    recover(town)
    after = public_desk(town)
    root_vk, now = verify_key_of(town.office.root_seed), clock.unix(clock.now())
    seen = Anchor(root_vk, town.office.site, now, highest_serial=1)
    roster = verify_public(seen, *after)
    assert (roster.serial, roster.epoch) == (2, 2)
    with pytest.raises(Refused, match="newer"):
        verify_public(replace(seen, highest_serial=2), *before)


def public_desk(town: Town) -> tuple[SignedCertificate, bytes, bytes]:
    said = town.source().call("GET", "/api/v1/desk").body
    certificate = SignedCertificate(
        unb64(said["certificate"]), unb64(said["certificate_signature"])
    )
    return certificate, unb64(said["roster"]), unb64(said["roster_signature"])


BAD_PAPERS: dict[str, Callable[[Papers], Papers]] = {
    "root": lambda papers: replace(papers, root_seed=bytes(32)),
    "recovery": lambda papers: replace(papers, recovery_seed=bytes(32)),
}


@pytest.mark.parametrize("which", BAD_PAPERS)
def test_papers_of_another_site_make_no_desk(town: Town, which: str) -> None:
    with town.store.reading() as session, pytest.raises(CryptoError):
        made(session, town, BAD_PAPERS[which](papers_of(town)))


def without_a_seed(desk: NewDesk) -> NewDesk:
    return replace(desk, seeds={2: desk.seeds[2]})


def another_person(desk: NewDesk) -> NewDesk:
    return replace(desk, person=replace(desk.person, staff_id=bytes(16)))


def who_does_not_read(desk: NewDesk) -> NewDesk:
    return replace(desk, person=replace(desk.person, role=4))


def a_forged_certificate(desk: NewDesk) -> NewDesk:
    return replace(desk, certificate_signature=bytes(64))


def a_forged_roster(desk: NewDesk) -> NewDesk:
    return replace(desk, roster=replace(desk.roster, signature=bytes(64)))


@pytest.mark.parametrize(
    "spoil",
    [without_a_seed, another_person, who_does_not_read, a_forged_certificate, a_forged_roster],
)
def test_a_new_desk_that_does_not_hold_is_refused_and_nothing_changes(
    town: Town, spoil: Callable[[NewDesk], NewDesk]
) -> None:
    with pytest.raises(BrokenRule), town.store.writing() as session:
        begin_anew(session, spoil(made(session, town)), clock.now())
    with town.store.reading() as session:
        assert founding.newest_roster(session).serial == 1
    assert town.ana.call("GET", "/api/v1/desk").status == 200


def test_a_second_recovery_follows_the_first(town: Town) -> None:
    recover(town)
    with town.store.writing() as session:
        lost = lost_desk(session)
        again = replace(ROSA, name="rita")
        moment = clock.now()
        desk = make_desk(lost, papers_of(town), again, clock.unix(moment), secrets.token_bytes)
        begin_anew(session, desk, moment)
        assert desk.seeds.keys() == {1, 2, 3}
        assert checker.check(session) == []
