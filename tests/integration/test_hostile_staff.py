"""Somebody on staff who turns: what an administrator's keys must not buy, whatever their client sends."""

from __future__ import annotations

import secrets

import pytest

import webapp.cli
from config import clock
from crypto import roster
from crypto.hashes import digest
from tests.actors import Person, founding
from tests.integration.conftest import Town
from tests.invited import confirmed
from webapp.schemas import b64


def hiring(
    town: Town, person: Person, others: list[roster.Member], **other: object
) -> dict[str, object]:
    """The call that adds this person to a roster with these others; `other` replaces fields."""
    return {
        "epoch_wraps": [],
        "roster_key_wrap": None,
        "seeds": [],
        "roster": town.office.roster([*others, person.member()], clock.unix(clock.now())),
        **other,
    }


def everybody(town: Town) -> list[roster.Member]:
    return [p.member() for p in (town.ana, town.sam, town.nora)] + [town.office.recovery()]


def changed(town: Town, how: str) -> list[roster.Member]:
    """The members after an administrator changed one of them beside the newcomer."""
    ana, *others = everybody(town)
    own = digest(secrets.token_bytes(1216))
    return {
        "a colleague's key is the administrator's": [
            roster.Member(ana.staff_id, ana.sign_vk, own, ana.role),
            *others,
        ],
        "a colleague has another role": [
            roster.Member(ana.staff_id, ana.sign_vk, ana.kem_hash, 5),
            *others,
        ],
        "a colleague is gone": others,
        "the recovery key is the administrator's": [
            ana,
            *others[:-1],
            roster.Member(roster.RECOVERY_ID, bytes(32), own, 7),
        ],
        "the recovery key is gone": [ana, *others[:-1]],
        "a second newcomer is slipped in": [ana, *others, Person(town.desk_app).member()],
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "a colleague's key is the administrator's",
        "a colleague has another role",
        "a colleague is gone",
        "the recovery key is the administrator's",
        "the recovery key is gone",
        "a second newcomer is slipped in",
    ],
)
def test_whoever_adds_one_person_cannot_change_another(town: Town, how: str) -> None:
    kim = Person(town.desk_app, name="kim")
    assert confirmed(town.nora, kim, hiring(town, kim, changed(town, how))).slug == "invalid"
    assert kim.sign_in().slug == "sign-in-refused"


@pytest.mark.parametrize("role", [4, 5, 6])
def test_an_epoch_seed_is_kept_for_nobody_who_does_not_read(town: Town, role: int) -> None:
    wraps = [{"epoch": 1, "wrap": b64(secrets.token_bytes(1168))}]
    person = Person(town.desk_app, name="kim", role=role)
    body = hiring(town, person, everybody(town), epoch_wraps=wraps)
    assert confirmed(town.nora, person, body).slug == "invalid"


@pytest.mark.parametrize("role", [1, 5, 6])
def test_the_rosters_key_is_kept_for_nobody_who_does_not_sign(town: Town, role: int) -> None:
    wrap = b64(secrets.token_bytes(1168))
    person = Person(town.desk_app, name="kim", role=role)
    body = hiring(town, person, everybody(town), roster_key_wrap=wrap)
    assert confirmed(town.nora, person, body).slug == "invalid"


@pytest.mark.parametrize("field", ["epoch_wraps", "roster_key_wraps", "recovery_kem_public"])
def test_a_site_is_not_founded_with_keys_for_somebody_whom_its_roster_does_not_name(
    empty: Town, field: str
) -> None:
    stranger = {"staff_id": b64(secrets.token_bytes(16)), "wrap": b64(secrets.token_bytes(1168))}
    other: dict[str, object] = {
        "epoch_wraps": [{"epoch": 1, **stranger}],
        "roster_key_wraps": [stranger],
        "recovery_kem_public": b64(secrets.token_bytes(1216)),
    }
    code = webapp.cli.write_setup_code(empty.settings)
    now = clock.unix(clock.now())
    body = founding(empty.office, [empty.nora], code, now, **{field: other[field]})
    assert empty.stranger().call("POST", "/api/v1/setup", body).slug == "invalid"
    assert empty.stranger().call("GET", "/api/v1/site").body["set_up"] is False


@pytest.mark.parametrize("epoch", [1, 2])
def test_whoever_adds_staff_cannot_name_a_desk_key(town: Town, epoch: int) -> None:
    own = {"epoch": epoch, "desk_public": secrets.token_bytes(1216)}
    person = Person(town.desk_app, name="kim")
    members = [*everybody(town), person.member()]
    swapped = town.office.roster(members, clock.unix(clock.now()), **own)
    body = hiring(town, person, [], roster=swapped)
    assert confirmed(town.nora, person, body).slug == "invalid"
    assert town.source().call("GET", "/api/v1/desk").body["roster"] != swapped["body"]
