"""Every change of the roster changes what its kind says and nothing else, whoever signs what."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from config import clock
from crypto import roster
from crypto.hashes import digest
from crypto.primitives import kem_public_from_seed
from crypto.staff import epoch_keys
from tests.actors import Office, Person
from tests.integration.conftest import Town
from tests.staffing import Desk
from webapp.schemas import b64


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town.office, town.store, [town.ana, town.sam, town.nora])


def path(who: Person, act: str) -> str:
    return f"/api/v1/staff/{b64(who.staff_id)}/{act}"


def stranger_key() -> bytes:
    return digest(kem_public_from_seed(secrets.token_bytes(32)))


Lines = list[roster.Member]
SLIPS: dict[str, Callable[[Lines], Lines]] = {
    "another colleague is gone": lambda lines: lines[1:],
    "another colleague has another role": lambda lines: [replace(lines[0], role=5), *lines[1:]],
    "another colleague has another key": lambda lines: [
        replace(lines[0], kem_hash=stranger_key()),
        *lines[1:],
    ],
    "the recovery key is somebody's": lambda lines: [
        *lines[:-1],
        replace(lines[-1], kem_hash=stranger_key()),
    ],
    "the recovery key is gone": lambda lines: lines[:-1],
    "somebody is slipped in": lambda lines: [
        *lines,
        roster.Member(secrets.token_bytes(16), secrets.token_bytes(32), stranger_key(), 1),
    ],
}
"""What whoever signs could change in passing; the first line is Ana's, the last the recovery key's."""


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("kind", ["renew", "epoch", "leave", "role"])
def test_nothing_changes_in_passing(town: Town, desk: Desk, kind: str, slip: str) -> None:
    seed = secrets.token_bytes(32) if kind == "epoch" else None
    lines = SLIPS[slip](desk.members(without=town.sam if kind == "leave" else None))
    if kind == "role":
        lines = [replace(m, role=2) if m.staff_id == town.sam.staff_id else m for m in lines]
    desk.people.append(Person(town.desk_app))
    try:
        body = desk.next_roster(lines, seed)
    except KeyError:  # the seed of an epoch cannot be sealed to somebody without a key
        body = {**desk.next_roster(lines), "seeds": []}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "renew": ("/api/v1/roster", {"kind": "renew", **body}),
        "epoch": ("/api/v1/roster", {"kind": "epoch", **body}),
        "leave": (path(town.sam, "leave"), body),
        "role": (path(town.sam, "role"), {"role": 2, **body}),
    }
    assert town.nora.call("POST", *calls[kind]).status == 422
    assert town.ana.call("GET", "/api/v1/desk").status == 200


def test_a_browser_is_told_the_rosters_that_follow_those_it_keeps(desk: Desk, town: Town) -> None:
    for _ in range(2):
        assert desk.renew(town.nora).status == 204

    def told(query: str) -> list[str]:
        answer = town.nora.call("GET", f"/api/v1/desk{query}").body
        return [each["body"] for each in answer["rosters"]]

    whole = told("")
    assert [told(f"?after={n}") for n in range(len(whole) + 1)] == [
        whole[n:] for n in range(len(whole) + 1)
    ]
    assert told("?after=4294967295") == whole  # of another site, or of a later state of this one
    assert town.nora.call("GET", "/api/v1/desk?after=x").status == 422


def test_a_roster_is_signed_anew_by_its_signers_only(town: Town, desk: Desk) -> None:
    assert desk.renew(town.nora).status == 204
    assert desk.renew(town.ana).slug == "not-permitted"
    assert desk.renew(town.nora).status == 204


def test_a_roster_that_follows_another_one_is_stale(town: Town, desk: Desk) -> None:
    body = {"kind": "renew", **desk.next_roster(desk.members())}
    assert desk.renew(town.nora).status == 204
    assert town.nora.call("POST", "/api/v1/roster", body).slug == "stale-roster"


BAD: dict[str, Callable[[int], dict[str, Any]]] = {
    "expired": lambda now: {"not_before": now - 91 * roster.DAY, "not_after": now - 1},
    "of the future": lambda now: {"not_before": now + 3600},
    "of another site": lambda _: {"site": secrets.token_bytes(16)},
    "for a year": lambda now: {"not_after": now + 365 * roster.DAY},
    "for a week": lambda now: {"not_after": now + 7 * roster.DAY},
    "of an earlier serial": lambda _: {"serial": 1},
    "of a serial that skips": lambda _: {"serial": 9},
    "after nothing": lambda _: {"previous": bytes(32)},
    "of an earlier epoch": lambda _: {"epoch": 0},
    "with another desk key": lambda _: {"desk_public": epoch_keys(secrets.token_bytes(32)).public},
    "in a next epoch unasked": lambda _: {"epoch": 2},
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_roster_is_refused(town: Town, desk: Desk, bad: str) -> None:
    got = desk.renew(town.nora, **BAD[bad](clock.unix(clock.now())))
    assert got.slug in {"invalid", "stale-roster"}
    assert desk.renew(town.nora).status == 204


def test_a_roster_that_another_key_signed_is_refused(town: Town, desk: Desk) -> None:
    town.office.roster_seed, certified = secrets.token_bytes(32), town.office.roster_seed
    assert desk.renew(town.nora).slug == "invalid"
    town.office.roster_seed = certified


def test_a_clock_that_is_a_day_wrong_signs_a_roster_that_holds(town: Town, desk: Desk) -> None:
    now = clock.unix(clock.now())
    for skew in (-roster.DAY, roster.DAY):
        begins = now + skew - roster.DAY
        got = desk.renew(town.nora, not_before=begins, not_after=begins + 90 * roster.DAY)
        assert got.status == 204, skew


def test_an_epoch_is_begun_by_supervisors_only(town: Town, desk: Desk) -> None:
    ada = Person(town.desk_app, name="ada", role=4)
    assert desk.hire(town.nora, ada).status == 204
    assert ada.sign_in().status == 201
    assert desk.next_epoch(ada).status == 422
    assert desk.next_epoch(town.ana).status == 403
    assert desk.next_epoch(town.nora).status == 204


@pytest.mark.parametrize("who", ["nobody", "one reader less", "the recovery key not", "a guest"])
def test_an_epoch_s_seed_goes_to_every_reader_and_nobody_else(
    town: Town, desk: Desk, who: str
) -> None:
    body = {"kind": "epoch", **desk.next_roster(desk.members(), secrets.token_bytes(32))}
    seeds = body["seeds"]
    ends = {"nobody": [], "one reader less": seeds[1:], "the recovery key not": seeds[:-1]}
    guest = [*seeds, {"staff_id": b64(secrets.token_bytes(16)), "wrap": seeds[0]["wrap"]}]
    body["seeds"] = ends.get(who, guest)
    assert town.nora.call("POST", "/api/v1/roster", body).slug == "invalid"


def test_a_desk_key_is_never_used_again(town: Town, desk: Desk) -> None:
    first = desk.seeds[1]
    assert desk.next_epoch(town.nora).status == 204
    body = {"kind": "epoch", **desk.next_roster(desk.members(), first)}
    assert town.nora.call("POST", "/api/v1/roster", body).slug == "invalid"


def test_a_certificate_of_another_root_founds_no_roster(town: Town, desk: Desk) -> None:
    """The certified key is what the root signed: a foreign office's roster is no roster here."""
    foreign = Office(site=town.office.site)
    members = [*(p.member() for p in desk.people), town.office.recovery()]
    theirs = foreign.roster(members, clock.unix(clock.now()))
    body = {"kind": "renew", "roster": theirs, "seeds": []}
    assert town.nora.call("POST", "/api/v1/roster", body).slug == "invalid"


def test_whoever_lost_the_role_while_they_signed_signs_nothing(town: Town, desk: Desk) -> None:
    ada = Person(town.desk_app, name="ada", role=3)
    assert desk.hire(town.nora, ada).status == 204
    assert ada.sign_in().status == 201
    assert desk.change_role(town.nora, ada, 1).status == 204
    assert desk.renew(ada).status == 401
