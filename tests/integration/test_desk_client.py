"""The client of the command line believes a desk that fits, and none that lies."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from config import clock
from crypto.primitives import verify_key_of
from tests.actors import Office, Person
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened, case
from webapp.answers import CaseDetail, DeskAnswer, SessionBegun
from webapp.client.case_records import OpenedCase, open_case
from webapp.client.case_release import NotReleased, Purpose, check
from webapp.client.keyring import DeskDoesNotFit, Keyring, open_desk
from webapp.client.pins import Pin
from webapp.schemas import b64

__all__ = ["case"]

Body = dict[str, Any]
Lie = Callable[[Body, Town], None]


def opened(town: Town, lie: Lie | None = None, serial: int = 0, certified: int = 0) -> Keyring:
    """Ana's keyring of the desk as the server shows it, changed by a lie."""
    ana, now = town.ana, clock.unix(clock.now())
    begun = SessionBegun.model_validate(ana.sign_in().body)
    body = ana.call("GET", "/api/v1/desk").body
    if lie is not None:
        lie(body, town)
    desk = DeskAnswer.model_validate(body)
    pin = Pin(town.office.site, verify_key_of(town.office.root_seed), serial, certified)
    keyring, _ = open_desk(desk, begun, ana.keys, pin, now)
    return keyring


def another_root(body: Body, _: Town) -> None:
    body["root_vk"] = b64(secrets.token_bytes(32))


def a_roster_by_nobody(body: Body, town: Town) -> None:
    theirs = Office(site=town.office.site, epoch_seed=town.office.epoch_seed)
    members = [town.ana.member(), theirs.recovery()]
    body["rosters"] = [theirs.roster(members, clock.unix(clock.now()))]


def another_desk_in_all(body: Body, town: Town) -> None:
    """Root, certificate and roster agree, and are those of somebody else."""
    theirs, now = Office(site=town.office.site), clock.unix(clock.now())
    signed, signature = theirs.certificate(now)
    body["root_vk"] = b64(verify_key_of(theirs.root_seed))
    body["certificates"] = [{"body": b64(signed), "signature": b64(signature)}]
    body["rosters"] = [theirs.roster([town.ana.member(), theirs.recovery()], now)]


def another_key_outside(body: Body, _: Town) -> None:
    body["public"]["roster_signature"] = b64(bytes(64))


def a_colleague_with_another_key(body: Body, town: Town) -> None:
    sam = next(row for row in body["staff"] if row["name"] == "sam")
    sam["sign_vk"] = b64(Person(town.desk_app).keys.sign_vk)


def a_seed_of_no_epoch(body: Body, _: Town) -> None:
    body["epoch_wraps"][0]["epoch"] = 7


def another_seed(body: Body, _: Town) -> None:
    body["epoch_wraps"][0]["wrap"] = b64(secrets.token_bytes(1168))


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        (another_root, "root"),
        (another_desk_in_all, "root"),
        (a_roster_by_nobody, "roster"),
        (another_key_outside, "public"),
        (a_colleague_with_another_key, "people"),
        (a_seed_of_no_epoch, "epoch"),
        (another_seed, "epoch"),
    ],
)
def test_a_desk_that_lies_is_refused(town: Town, lie: Lie, told: str) -> None:
    with pytest.raises(DeskDoesNotFit, match=told):
        opened(town, lie)


def test_an_older_roster_or_certificate_than_was_seen_is_refused(town: Town) -> None:
    assert opened(town, serial=1).epoch == 1
    later = clock.unix(clock.now()) + 1
    for serial, certified in ((2, 0), (0, later)):
        with pytest.raises(DeskDoesNotFit, match="serial"):
            opened(town, serial=serial, certified=certified)


def test_a_server_that_says_another_role_of_oneself_is_refused(town: Town) -> None:
    town.ana.sign_in()
    with pytest.MonkeyPatch.context() as patch:
        begun = town.ana.sign_in()
        patch.setattr(Person, "sign_in", lambda _: begun)
        begun.body["role"] = 2
        with pytest.raises(DeskDoesNotFit, match="own-entry"):
            opened(town)


def read(case: Opened, lie: Callable[[Body], None] = lambda _: None) -> OpenedCase:
    body = case.seen()
    lie(body)
    return open_case(CaseDetail.model_validate(body), opened(case.town))


def test_a_case_is_read_in_all_its_revisions(case: Opened) -> None:
    case.revise(case.town.sam)
    found = read(case)
    assert found.main is not None
    assert [r.staff_id for r in found.main.revisions] == [
        case.town.ana.staff_id,
        case.town.sam.staff_id,
    ]
    assert (found.main.problems, found.doubtful) == ((), ())


def _unsigned(body: Body) -> None:
    body["records"][0]["signature"] = b64(bytes(64))


def _first_withheld(body: Body) -> None:
    body["records"] = body["records"][1:]


def _other_main(body: Body) -> None:
    body["main_record_id"] = b64(bytes(16))


def _no_key(body: Body) -> None:
    body["wraps"] = []


@pytest.mark.parametrize(
    ("lie", "told"),
    [(_unsigned, "signature"), (_first_withheld, "chain"), (_no_key, "unreadable")],
)
def test_what_fails_of_a_case_is_named(
    case: Opened, lie: Callable[[Body], None], told: str
) -> None:
    case.revise(case.town.sam)
    (doubtful,) = read(case, lie).doubtful
    assert told in doubtful.problems


def test_a_record_that_the_case_does_not_name_is_not_its_main_one(case: Opened) -> None:
    assert read(case, _other_main).main is None


def _reporter(case: Opened) -> None:
    inner = {"t": "person", "title": "", "body": "", "fields": {"role": "reporter"}}
    record = case.town.ana.record(case.town.office, case.case_id, case.key, inner)
    case.town.ana.call("POST", f"/api/v1/cases/{b64(case.case_id)}/records", record)


def test_who_reported_does_not_leave_unnamed(case: Opened) -> None:
    _reporter(case)
    found = read(case)
    with_them, without = (
        [thing.code for thing in check(found, Purpose(ground, "why"))]
        for ground in ("share", "anonymous")
    )
    assert len(with_them) == len(without) + 1


def _unlisted(body: Body) -> None:
    body["events"] = []


@pytest.mark.parametrize("lie", [lambda _: None, _unlisted])
def test_nothing_leaves_on_a_consent_that_was_withdrawn(
    case: Opened, lie: Callable[[Body], None]
) -> None:
    record = case.town.ana.record(
        case.town.office, case.case_id, case.key, {"t": "withdrawal", "releases": []}
    )
    case.town.ana.call("POST", f"/api/v1/cases/{b64(case.case_id)}/withdraw-consent", record)
    found = read(case, lie)
    with pytest.raises(NotReleased):
        check(found, Purpose("share", "why"))
    assert check(found, Purpose("court_order", "why"))


def test_a_case_whose_main_record_nobody_signed_does_not_leave(case: Opened) -> None:
    with pytest.raises(NotReleased):
        check(read(case, _unsigned), Purpose("court_order", "why"))
