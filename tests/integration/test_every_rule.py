"""Every route and every event of the line, asked by every role: refused exactly as its rule says.

`test_matrix` says in words what everybody gets; here nothing is written down, all of it follows
from `allow(...)`, the tables of events and the table of roles. A route or event without a rule, or
with one that no table knows, fails.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import socketio
from flask import Flask
from sqlalchemy import update

from chat.protocol import DESK_EVENTS, LINE_EVENTS
from config import clock
from config.settings import load_settings
from moderation.permissions import PERMISSIONS, ROLES
from moderation.policy import ACTS
from moderation.staff_models import Staff
from tests.actors import Answer, Caller, Office, Person, Source, founding
from tests.integration.conftest import Town
from tests.integration.matrix_scenes import SCENES, Scene, path_of, plain
from tests.integration.rules import SOURCE, SUSPENDED, WHO, is_refused, refusal
from tests.integration.test_matrix import SOME_PARTS, asked
from tests.lines import LineClient
from tests.server import served
from webapp.schemas import b64
from webapp.security import PUBLIC, RECEIPT, rule_of
from webapp.store import open_store

on_one_database = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
ID = b64(bytes(16))


class Askers:
    """Somebody of each kind, who is whole again after each call."""

    def __init__(self, town: Town) -> None:
        self.town, self.scene = town, Scene(town)
        staff = {1: "adv", 3: "read", 4: "adm", 5: "int", 6: "aud"}
        self.people = {role: self.scene.staff[column] for role, column in staff.items()}
        self.people[2] = self.scene.hire("sup", 2)
        self.source = self.somebody_outside()

    def somebody_outside(self) -> Source:
        """A person outside with a conversation."""
        source = self.town.source()
        assert source.send_tip().status == 201
        return source

    def proof(self, who: str | int) -> str | None:
        """What they show."""
        if isinstance(who, int):
            return self.people[who].auth
        shown = {SOURCE: self.source.auth, SUSPENDED: self.scene.staff["susp"].auth}
        return shown.get(who)

    def ask(self, app: Flask, side: str, method: str, rule: str, who: str | int) -> Answer:
        """What they get at this address; what the call may have taken from them they get back."""
        path = path_of(rule, SOME_PARTS)
        body: object = {} if method == "POST" else None
        if side == "source":  # a view looks at the body before the receipt
            scene = SCENES.get(f"{side} {method} {rule}", plain)
            body = scene(self.scene, self.people[1])[1] or body
        got = Caller(app, self.proof(who)).call(method, path, body)
        if method == "DELETE" and got.status == 204:
            if isinstance(who, int):
                assert self.people[who].sign_in().status == 201
            self.source = self.somebody_outside()
        return got


def apps(town: Town) -> dict[str, Flask]:
    return {"source": town.source_app, "desk": town.desk_app}


@on_one_database
def test_every_route_has_a_rule_that_a_table_knows(town: Town) -> None:
    known = {PUBLIC, RECEIPT, *PERMISSIONS}
    for side, app in apps(town).items():
        for route in app.url_map.iter_rules():
            assert rule_of(app, route.endpoint) in known, (side, route.rule)


def addresses(app: Flask) -> dict[tuple[str, str], set[str]]:
    """The rules of every method and address; OPTIONS may be answered by any of an address's views."""
    found: dict[tuple[str, str], set[str]] = {}
    for route in app.url_map.iter_rules():
        for method in route.methods or ():
            rules = found.setdefault((method, asked(route.rule)), set())
            rules.add(rule_of(app, route.endpoint) or "")
    return found


def wrong_at(town: Town, only: str = "") -> list[str]:
    """Where somebody gets something else than the rules say, in words."""
    askers, wrong = Askers(town), []
    for side, app in apps(town).items():
        for (method, address), rules in sorted(addresses(app).items()):
            for who in WHO if only in address else ():
                due = {refusal(rule, who, side, method) for rule in rules}
                got = askers.ask(app, side, method, address, who)
                if not any(is_refused(got, each, method) for each in due):
                    told = f"{got.status} {got.slug}"
                    wrong.append(f"{side} {method} {address}: {who} gets {told}, not {due}")
    return wrong


@on_one_database
def test_every_route_refuses_exactly_whom_its_rule_refuses(town: Town) -> None:
    wrong = wrong_at(town)
    assert not wrong, "\n".join(wrong)


@on_one_database
def test_a_door_that_lets_everybody_in_would_be_noticed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.sessions.may", lambda *_: True)
    wrong = [line for line in wrong_at(town, "/api/v1/audit/export") if " POST " in line]
    assert [line.split(": ")[1].split()[0] for line in wrong] == ["1", "5"]


def test_every_event_has_a_rule_that_a_table_knows() -> None:
    assert {event.rule for event in LINE_EVENTS.values()} == {RECEIPT}
    assert {event.rule for event in DESK_EVENTS.values()} <= set(PERMISSIONS)


def test_every_permission_is_for_something_and_every_act_has_one() -> None:
    assert {rule.permission for rule in ACTS.values()} == set(PERMISSIONS)
    assert set().union(*PERMISSIONS.values()) == set(ROLES)


class Site:
    """A served site with somebody of each role, and one who is suspended while they listen."""

    def __init__(self, home: Any) -> None:
        self.home, self.office = home, Office()
        self.people = {role: Person(home.desk_url, name=f"role{role}", role=role) for role in ROLES}
        self.out = Person(home.desk_url, name="out", role=1)
        code = (home.data_dir / "setup-code").read_text().strip()
        everybody = [*self.people.values(), self.out]
        body = founding(self.office, everybody, code, clock.unix(clock.now()))
        assert Person(home.desk_url).call("POST", "/api/v1/setup", body).status == 201
        for person in everybody:
            assert person.sign_in().status == 201
        self.source = Source(home.source_url, office=self.office)
        assert self.source.send_tip(channel="chat").status == 201

    def proof(self, who: str | int) -> dict[str, str]:
        """What they show to come in; both kinds of proof at once, so that either door may look."""
        secret = b64(secrets.token_bytes(32))
        person = self.out if who == SUSPENDED else None
        person = self.people[who] if isinstance(who, int) else person
        token = secret if person is None else str(person.auth).removeprefix("Bearer ")
        return {
            "token": token,
            "receipt": b64(self.source.receipt.auth) if who == SOURCE else token,
        }

    def come_in(self, namespace: str, who: str | int) -> LineClient | None:
        """Their connection, or None where they are turned away."""
        url = self.home.source_url if namespace == "/line" else self.home.desk_url
        name = "receipt" if namespace == "/line" else "token"
        try:
            return LineClient(url, namespace, {name: self.proof(who)[name]})
        except socketio.exceptions.ConnectionError:
            return None

    def suspend(self) -> None:
        """Take the access of one person away, as the store knows it."""
        store = open_store(load_settings({"QUIETLINE_DATA_DIR": str(self.home.data_dir)}))
        with store.writing() as session:
            mine = Staff.staff_id == self.out.staff_id
            session.execute(update(Staff).where(mine).values(active=False))
        store.engine.dispose()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as long as the module's tests last."""
    home = tmp_path_factory.mktemp("rules")
    (home / "data").mkdir()
    (home / "data" / "setup-code").write_text(secrets.token_hex(16))
    with served(home, "serve") as running:
        yield Site(running)


SAID: dict[str, dict[str, Any]] = {
    "reauth": {"token": b64(bytes(32))},
    "beat": {},
    "stay": {},
    "send": {"conv": ID, "envelope": "AAAA"},
    "sync": {"conv": ID, "s": 0, "d": 0},
    "seen": {"conv": ID, "s": 0},
    "end": {"envelope": "AAAA"},
    "labels": {"category": "tip", "urgency": "soon", "priority": "low", "language": "en"},
}
"""What is said with an event; of one conversation, where nothing else stands here."""


def body_of(name: str, side: str) -> dict[str, Any]:
    """The event's body, which its schema takes."""
    said = dict(SAID.get(name, {"conv": ID}))
    if side == "/line":
        said.pop("conv", None)
        said = {"d": 0} if name == "seen" else said
    return said


def told(line: LineClient, name: str, said: dict[str, Any]) -> str:
    """How an event's answer refuses whoever said it; "" where it does not."""
    answer = line.ask(name, said)
    slug = str(answer.get("type", "")).rsplit(":", 1)[-1]
    return slug if slug in {"not-signed-in", "not-permitted", "receipt-unknown"} else ""


@pytest.mark.parametrize("who", WHO)
def test_every_event_of_the_desk_refuses_exactly_whom_its_rule_refuses(
    site: Site, who: str | int
) -> None:
    line = site.come_in("/desk", who)
    if not isinstance(who, int) and who != SUSPENDED:
        assert line is None
        return
    assert line is not None
    if who == SUSPENDED:
        site.suspend()
        assert line.hear("signed_out") == {}
    for name, event in DESK_EVENTS.items():
        event.body.model_validate(said := body_of(name, "/desk"))
        said = {"token": site.proof(who)["token"]} if name == "reauth" else said
        assert told(line, name, said) == refusal(event.rule, who, "desk"), name
    line.leave()


@pytest.mark.parametrize("who", WHO)
def test_only_a_source_comes_in_by_the_line_of_people_outside(site: Site, who: str | int) -> None:
    line = site.come_in("/line", who)
    assert (line is not None) == (who == SOURCE)
    if line is None:
        return
    for name, event in LINE_EVENTS.items():
        event.body.model_validate(said := body_of(name, "/line"))
        assert told(line, name, said) == refusal(event.rule, who, "source"), name
    line.leave()


def test_whoever_is_suspended_comes_in_no_more(site: Site) -> None:
    site.suspend()
    assert site.come_in("/desk", SUSPENDED) is None
