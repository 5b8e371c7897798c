"""Who gets in: right proofs only, at a bounded pace, and nobody is kept out by what others do."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from config import clock
from moderation import pace
from moderation.sign_in import MOST_DEVICES, ONLY_ROW
from moderation.staff_models import KnownDevice, SignInMethod, SignInPace
from tests.actors import Answer, Caller, Person
from tests.integration.conftest import Town
from tests.integration.matrix_scenes import suspend
from webapp.schemas import b64

START = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class Hand:
    """The clock's hand, which a test turns."""

    def __init__(self) -> None:
        self.at = START

    def turn(self, **by: float) -> None:
        """So much later, or earlier."""
        self.at += timedelta(**by)


@pytest.fixture(autouse=True)
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    turned = Hand()
    monkeypatch.setattr(clock, "now", lambda: turned.at)
    return turned


def knock(town: Town, person: Person, **other: object) -> Answer:
    """Somebody shows this person's proof, or `other` than that, from a browser of their own."""
    shown = {"staff_id": b64(person.staff_id), "method": 1, "auth": b64(person.proof), **other}
    return town.stranger().call("POST", "/api/v1/session", shown)


def wrong(town: Town, person: Person, **other: object) -> Answer:
    return knock(town, person, auth=b64(secrets.token_bytes(32)), **other)


def use_up(town: Town, person: Person) -> Answer:
    """Be wrong until nobody is looked at any more."""
    for _ in range(pace.NAME.at_once):
        assert wrong(town, person).slug == "sign-in-refused"
    return wrong(town, person)


@pytest.fixture
def device(town: Town) -> str:
    """What Ana's browser keeps since she signed in there."""
    return str(knock(town, town.ana, remember=True).body["device"])


def test_a_proof_counts_only_for_its_person_its_method_and_while_both_exist(town: Town) -> None:
    with town.store.reading() as session:
        blob = session.scalars(select(SignInMethod.blob)).first() or b""
    for other in (
        {"auth": b64(town.sam.proof)},
        {"staff_id": b64(town.sam.staff_id)},
        {"method": 2},
        {"auth": b64(blob[:32])},
    ):
        assert knock(town, town.ana, **other).slug == "sign-in-refused"
    assert knock(town, town.ana).status == 201


def test_who_is_suspended_learns_no_more_than_who_is_wrong(town: Town) -> None:
    suspend(town, town.ana)
    assert knock(town, town.ana).raw == wrong(town, town.sam).raw


def test_after_too_many_wrong_attempts_it_says_how_long_to_wait_and_then_lets_in(
    town: Town, hand: Hand
) -> None:
    got = use_up(town, town.ana)
    assert (got.status, got.slug, got.body["wait"]) == (429, "too-many-attempts", pace.NAME.every)
    assert knock(town, town.ana).status == 429
    hand.turn(seconds=got.body["wait"])
    assert knock(town, town.ana).status == 201


def test_a_name_that_nobody_has_is_slowed_down_in_the_same_words(town: Town) -> None:
    nobody = Person(town.desk_app, name="nobody")
    assert use_up(town, nobody).raw == use_up(town, town.ana).raw


def test_whatever_is_tried_on_other_names_keeps_nobody_out(town: Town) -> None:
    for _ in range(pace.NAME.at_once * 3):
        wrong(town, town.sam)
    assert knock(town, town.ana).status == 201


@pytest.mark.parametrize("times", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_from_a_known_browser_one_gets_in_while_strangers_hammer_the_name(
    town: Town, device: str, times: int
) -> None:
    for number in range(times):
        assert wrong(town, town.ana).status in {401, 429}
        if number % 20 == 0:
            assert knock(town, town.ana, device=device).status == 201
    assert knock(town, town.ana).status == 429
    assert knock(town, town.ana, device=device).status == 201


def test_the_same_when_all_names_together_are_hammered(town: Town, hand: Hand, device: str) -> None:
    wrong(town, Person(town.desk_app))
    with town.store.writing() as session:
        used_up = clock.unix(hand.at) + pace.EVERYBODY.at_once * pace.EVERYBODY.every
        session.get_one(SignInPace, ONLY_ROW).everybody = used_up
    assert knock(town, town.sam).status == 429
    assert knock(town, town.ana, device=device).status == 201


def test_a_known_browser_may_be_wrong_no_more_often_than_others(town: Town, device: str) -> None:
    for _ in range(pace.DEVICE.at_once):
        assert wrong(town, town.ana, device=device).status == 401
    assert knock(town, town.ana, device=device).slug == "too-many-attempts"
    assert knock(town, town.ana).status == 201


def test_a_browser_is_known_for_the_person_who_signed_in_there_and_nobody_else(
    town: Town, device: str
) -> None:
    use_up(town, town.sam)
    assert knock(town, town.sam, device=device).status == 429


def test_a_browser_that_is_not_to_be_remembered_leaves_nothing(town: Town) -> None:
    assert knock(town, town.ana).body["device"] is None
    with town.store.reading() as session:
        assert session.scalars(select(KnownDevice)).all() == []


def test_a_clock_that_jumps_back_a_day_locks_nobody_out(town: Town, hand: Hand) -> None:
    use_up(town, town.ana)
    hand.turn(days=-1)
    hand.turn(seconds=pace.NAME.every)
    assert wrong(town, town.ana).status == 429
    hand.turn(seconds=pace.NAME.every)
    assert knock(town, town.ana).status == 201


def test_unknown_names_and_many_browsers_leave_no_more_rows_than_there_are_places(
    town: Town, hand: Hand
) -> None:
    for _ in range(12):
        wrong(town, Person(town.desk_app))
        knock(town, town.ana, remember=True)
        hand.turn(hours=1)
    with town.store.reading() as session:
        paces = session.scalars(select(SignInPace)).all()
        devices = session.scalar(select(func.count()).select_from(KnownDevice))
    assert [len(row.names) for row in paces] == [len(pace.EMPTY)]
    assert devices == MOST_DEVICES


def test_another_process_and_a_restarted_one_know_how_often_somebody_was_wrong(town: Town) -> None:
    from config.logs import ErrorCounts  # noqa: PLC0415 - only this test starts a second server
    from webapp import create_desk_app, share  # noqa: PLC0415

    use_up(town, town.ana)
    second = Caller(create_desk_app(share(town.settings, town.store, ErrorCounts())))
    shown = {"staff_id": b64(town.ana.staff_id), "method": 1, "auth": b64(town.ana.proof)}
    assert second.call("POST", "/api/v1/session", shown).status == 429
