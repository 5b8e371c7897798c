"""A new roster key: only the root names one, newer than every other, and whoever left has it not."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from config import clock
from crypto import roster
from crypto.errors import Malformed, Refused
from crypto.primitives import verify_key_of
from crypto.staff import open_roster_key, seal_roster_key
from tests.actors import Answer, Office, Person
from tests.integration.conftest import Town
from tests.staffing import Desk
from webapp.client import certifying
from webapp.schemas import b64, unb64


@pytest.fixture
def desk(town: Town) -> Desk:
    bea = Person(town.desk_app, name="bea", role=2)
    made = Desk(town.office, town.store, [town.ana, town.sam, town.nora])
    assert made.hire(town.nora, bea).status == 204
    assert bea.sign_in().status == 201
    return made


def certified(desk: Desk, seed: bytes, **other: Any) -> dict[str, Any]:
    """What the root's client sends for a new roster key; `other` replaces the certificate's fields."""
    office, now = desk.office, clock.unix(clock.now())
    begin = now - roster.DAY + 1
    fields = {
        "site": office.site,
        "roster_vk": verify_key_of(seed),
        "not_before": begin,
        "not_after": begin + 400 * roster.DAY,
        **other,
    }
    made = roster.Certificate(**fields)
    old, office.roster_seed = office.roster_seed, seed
    signed = desk.next_roster(desk.members())["roster"]
    office.roster_seed = old
    holders = [p for p in desk.people if p.role in roster.ROSTER_KEY_HOLDERS]
    return {
        "certificate": b64(made.encode()),
        "certificate_signature": b64(roster.sign_certificate(office.root_seed, made)),
        "roster": signed,
        "roster_key_wraps": [
            {
                "staff_id": b64(p.staff_id),
                "wrap": b64(seal_roster_key(p.keys.kem_public, office.site, p.staff_id, seed)),
            }
            for p in holders
        ],
    }


def send(by: Person, body: dict[str, Any]) -> Answer:
    return by.call("POST", "/api/v1/certificate", body)


def test_after_a_signer_left_the_root_names_a_new_key_which_everybody_else_holds(
    town: Town, desk: Desk
) -> None:
    bea = desk.people[-1]
    assert desk.leave(town.nora, bea, epoch=True).status == 204
    assert town.nora.call("GET", "/api/v1/desk").body["roster_key_due"]
    seed = secrets.token_bytes(32)
    assert send(town.nora, certified(desk, seed)).status == 204
    answer = town.nora.call("GET", "/api/v1/desk").body
    assert not answer["roster_key_due"]
    wrap = unb64(answer["roster_key_wrap"])
    mine = town.nora.keys.kem_seed, desk.office.site, town.nora.staff_id
    assert open_roster_key(*mine, verify_key_of(seed), wrap) == seed


def test_the_old_key_signs_no_roster_any_more(town: Town, desk: Desk) -> None:
    seed = secrets.token_bytes(32)
    assert send(town.nora, certified(desk, seed)).status == 204
    assert desk.renew(town.nora).slug == "invalid"
    desk.office.roster_seed = seed
    assert desk.renew(town.nora).status == 204


def test_people_outside_get_the_new_certificate_and_believe_it(town: Town, desk: Desk) -> None:
    assert send(town.nora, certified(desk, secrets.token_bytes(32))).status == 204
    said = town.source().call("GET", "/api/v1/desk").body
    certificate = roster.SignedCertificate(
        unb64(said["certificate"]), unb64(said["certificate_signature"])
    )
    anchor = roster.Anchor(
        verify_key_of(town.office.root_seed), town.office.site, clock.unix(clock.now())
    )
    signed = unb64(said["roster"]), unb64(said["roster_signature"])
    assert roster.verify_public(anchor, certificate, *signed).serial == 3


BAD: dict[str, dict[str, Any]] = {
    "of another site": {"site": bytes(16)},
    "that has expired": {"not_before": 1, "not_after": 2},
    "of the future": {"not_before": 4_000_000_000, "not_after": 4_000_000_001},
    "that lives for ever": {"not_after": 4_000_000_000},
}


@pytest.mark.parametrize("bad", BAD)
def test_a_certificate_is_refused(town: Town, desk: Desk, bad: str) -> None:
    body = certified(desk, secrets.token_bytes(32), **BAD[bad])
    assert send(town.nora, body).slug == "invalid"
    assert desk.renew(town.nora).status == 204


def test_an_older_certificate_than_the_newest_is_stale(town: Town, desk: Desk) -> None:
    old = clock.unix(clock.now()) - 2 * roster.DAY
    times = {"not_before": old, "not_after": old + 400 * roster.DAY}
    body = certified(desk, secrets.token_bytes(32), **times)
    assert send(town.nora, body).slug == "stale-roster"


def test_a_certificate_that_another_root_signed_is_refused(town: Town, desk: Desk) -> None:
    root, desk.office.root_seed = desk.office.root_seed, Office().root_seed
    body = certified(desk, secrets.token_bytes(32))
    desk.office.root_seed = root
    assert send(town.nora, body).slug == "invalid"


def test_a_roster_key_is_never_named_twice(town: Town, desk: Desk) -> None:
    assert send(town.nora, certified(desk, desk.office.roster_seed)).slug == "invalid"


@pytest.mark.parametrize("who", ["somebody less", "somebody more"])
def test_the_key_goes_to_exactly_those_who_sign(town: Town, desk: Desk, who: str) -> None:
    body = certified(desk, secrets.token_bytes(32))
    wraps = body["roster_key_wraps"]
    more = [*wraps, {"staff_id": b64(town.ana.staff_id), "wrap": wraps[0]["wrap"]}]
    body["roster_key_wraps"] = wraps[1:] if who == "somebody less" else more
    assert send(town.nora, body).slug == "invalid"


def test_only_administrators_bring_the_root_s_word(town: Town, desk: Desk) -> None:
    body = certified(desk, secrets.token_bytes(32))
    assert send(desk.people[-1], body).slug == "not-permitted"
    assert send(town.ana, body).slug == "not-permitted"


def request_of(by: Person) -> str:
    """The file that an administrator's browser saves."""
    desk = by.call("GET", "/api/v1/desk").body
    people = [
        {name: row[name] for name in ("staff_id", "display_name", "kem_public")}
        for row in desk["staff"]
    ]
    newest = {"certificate": desk["certificates"][-1], "roster": desk["rosters"][-1]}
    return json.dumps(
        {"site": desk["site"], "root_vk": desk["root_vk"], **newest, "people": people}
    )


def test_a_machine_without_a_network_names_the_key_from_a_file(town: Town, desk: Desk) -> None:
    request = certifying.read_request(request_of(town.nora))
    root, now = desk.office.root_seed, clock.unix(clock.now())
    names = {signer.display_name for signer in certifying.signers_of(request, root)}
    assert names == {"Nora", "Bea"}
    answer = certifying.make_answer(request, root, now, secrets.token_bytes)
    assert send(town.nora, json.loads(json.dumps(answer))).status == 204
    assert send(town.nora, answer).slug == "invalid"


def test_an_offline_machine_signs_nothing_for_another_root_or_for_swapped_keys(
    town: Town, desk: Desk
) -> None:
    honest = json.loads(request_of(town.nora))
    root, now = desk.office.root_seed, clock.unix(clock.now())
    eve = b64(Person(town.desk_app).keys.kem_public)
    swapped = {**honest, "people": [{**p, "kem_public": eve} for p in honest["people"]]}
    for said, seed in ((honest, secrets.token_bytes(32)), (swapped, root)):
        request = certifying.read_request(json.dumps(said))
        with pytest.raises(Refused):
            certifying.make_answer(request, seed, now, secrets.token_bytes)
    with pytest.raises(Malformed):
        certifying.read_request("{}")
