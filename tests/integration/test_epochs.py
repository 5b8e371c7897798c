"""Desk epochs come and go, and nothing that can be read ever becomes unreadable."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, update
from sqlalchemy.pool import PoolProxiedConnection

from config import clock
from crypto import roster
from crypto.keys import open_desk_wrap
from moderation import epochs
from moderation.audit_models import AuditRow
from moderation.checker import check
from moderation.founding import newest_roster
from moderation.living_epochs import living
from moderation.models import ContainerWrap
from moderation.staff_models import EpochWrap
from tests.actors import Person, Source
from tests.integration.conftest import Town
from tests.staffing import Desk
from webapp import wire
from webapp.schemas import b64


@pytest.fixture
def desk(town: Town) -> Desk:
    bea = Person(town.desk_app, name="bea", role=2)
    made = Desk(town.office, town.store, [town.ana, town.sam, town.nora])
    assert made.hire(town.nora, bea).status == 204
    assert bea.sign_in().status == 201
    return made


def due(person: Person) -> dict[str, object]:
    got = person.call("GET", "/api/v1/desk")
    assert got.status == 200, got
    names = ("epoch_due", "epochs", "epochs_unused", "old_wraps", "keys_due")
    return {name: got.body[name] for name in names}


def forget(person: Person, epoch: object) -> tuple[int, str]:
    got = person.call("DELETE", f"/api/v1/epochs/{epoch}")
    return got.status, got.slug


def test_a_new_epoch_opens_for_every_reader(town: Town, desk: Desk) -> None:
    assert desk.next_epoch(town.nora).status == 204
    for reader in (town.ana, town.sam, town.nora, desk.people[3]):
        assert desk.open_seeds(reader) == desk.seeds
    assert due(town.nora)["epoch_due"] is None


def test_after_somebody_left_the_next_epoch_is_due_until_it_is_made(town: Town, desk: Desk) -> None:
    assert due(town.nora)["epoch_due"] is None
    assert desk.leave(town.nora, town.sam).status == 204
    assert due(town.nora)["epoch_due"] == "left"
    assert desk.renew(desk.people[-1]).status == 204
    assert due(town.nora)["epoch_due"] == "left"
    assert desk.next_epoch(desk.people[-1]).status == 204
    assert due(town.nora)["epoch_due"] is None
    assert sorted(desk.open_seeds(town.ana)) == [1, 2]


def test_who_leaves_by_a_reader_s_browser_leaves_with_the_epoch_in_one_act(
    town: Town, desk: Desk
) -> None:
    assert desk.leave(town.nora, town.sam, epoch=True).status == 204
    assert due(town.nora)["epoch_due"] is None
    assert desk.open_seeds(town.ana) == desk.seeds


def test_after_four_weeks_an_epoch_is_due(town: Town) -> None:
    with town.store.reading() as session:
        now = clock.unix(clock.now())
        assert epochs.epoch_due(session, now + 27 * roster.DAY) is None
        assert epochs.epoch_due(session, now + 29 * roster.DAY) == "age"
        assert not epochs.renewal_due(session, now + roster.DAY // 2)
        assert epochs.renewal_due(session, now + 2 * roster.DAY)


def test_of_two_who_begin_an_epoch_at_once_one_is_stale(town: Town, desk: Desk) -> None:
    body = {"kind": "epoch", **desk.next_roster(desk.members(), secrets.token_bytes(32))}
    assert desk.next_epoch(desk.people[-1]).status == 204
    assert town.nora.call("POST", "/api/v1/roster", body).slug == "stale-roster"


def test_whoever_lacks_a_seed_is_given_it_once_and_junk_replaces_nothing(
    town: Town, desk: Desk
) -> None:
    with town.store.writing() as session:
        session.delete(session.get_one(EpochWrap, (1, town.ana.staff_id)))
    lacking = {"staff_id": b64(town.ana.staff_id), "epochs": [1], "roster_key": False}
    assert due(town.nora)["keys_due"] == [lacking]
    mine = desk.sealed([town.ana.member()], 1, desk.seeds[1])[0]["wrap"]
    path = f"/api/v1/staff/{b64(town.ana.staff_id)}/seeds"
    for wrap in (mine, b64(secrets.token_bytes(1168))):
        body = {"epoch_wraps": [{"epoch": 1, "wrap": wrap}], "roster_key_wrap": None}
        assert town.nora.call("POST", path, body).status == 204
    assert desk.open_seeds(town.ana) == desk.seeds


@pytest.mark.parametrize("role", [4, 5, 6])
def test_who_does_not_read_is_given_no_seed(town: Town, desk: Desk, role: int) -> None:
    guest = Person(town.desk_app, name="guest", role=role)
    assert desk.hire(town.nora, guest).status == 204
    wrap = desk.sealed([town.ana.member()], 1, desk.seeds[1])[0]["wrap"]
    body = {"epoch_wraps": [{"epoch": 1, "wrap": wrap}], "roster_key_wrap": None}
    path = f"/api/v1/staff/{b64(guest.staff_id)}/seeds"
    assert town.nora.call("POST", path, body).slug == "invalid"


def test_an_epoch_in_which_something_lies_is_not_forgotten(town: Town, desk: Desk) -> None:
    assert forget(town.nora, 1) == (409, "epoch-in-use")
    case, _ = desk.case(town.ana)
    assert case.status == 201
    assert desk.next_epoch(town.nora).status == 204
    assert forget(town.nora, 1) == (409, "epoch-in-use")
    assert desk.move_containers(town.nora) == 1
    assert due(town.nora)["epochs_unused"] == [1]
    assert forget(town.nora, 1)[0] == 204
    assert forget(town.nora, 1)[0] == 404
    assert due(town.nora)["epochs"] == [2]
    assert sorted(desk.open_seeds(town.ana)) == [2]


@pytest.mark.parametrize("epoch", ["0", "x", "-1", "99", "9" * 40, "1.5"])
def test_an_epoch_that_there_is_not_is_not_forgotten(town: Town, epoch: str) -> None:
    assert forget(town.nora, epoch)[0] == 404


def test_a_tip_of_an_old_epoch_keeps_its_seed(town: Town, desk: Desk) -> None:
    source = town.source()
    assert desk.tip(source).status == 201
    assert desk.next_epoch(town.nora).status == 204
    assert forget(town.nora, 1) == (409, "epoch-in-use")


def test_nothing_is_stored_under_an_epoch_that_is_gone(town: Town, desk: Desk) -> None:
    assert desk.next_epoch(town.nora).status == 204
    assert forget(town.nora, 1)[0] == 204
    assert desk.case(town.ana, epoch=1)[0].slug == "epoch-over"


def test_a_key_goes_into_the_newest_epoch_only_and_only_as_it_was(town: Town, desk: Desk) -> None:
    assert desk.case(town.ana)[0].status == 201
    assert desk.next_epoch(town.nora).status == 204
    [row] = town.nora.call("GET", "/api/v1/containers").body["wraps"]
    good = desk.rewrapped(row)
    for epoch in (1, 3):
        bad = {**good, "wrap": {**good["wrap"], "epoch": epoch}}
        assert town.nora.call("POST", "/api/v1/containers", {"wraps": [bad]}).slug == "invalid"
    for other in ({"made": 2}, {"gen": 2}, {"kc": b64(secrets.token_bytes(32))}):
        bad = {**good, "wrap": {**good["wrap"], **other}}
        assert town.nora.call("POST", "/api/v1/containers", {"wraps": [bad]}).body == {"moved": 0}
    for moved in (1, 0):
        got = town.nora.call("POST", "/api/v1/containers", {"wraps": [good]})
        assert got.body == {"moved": moved}


def test_after_somebody_left_a_case_gets_a_next_key_once(town: Town, desk: Desk) -> None:
    got, _ = desk.case(town.ana)
    assert desk.leave(town.nora, town.sam, epoch=True).status == 204
    aging = town.nora.call("GET", "/api/v1/next-keys/2").body["containers"]
    assert aging == [{"container_id": got.body["case_id"], "gen": 1}]
    body = {"wraps": [desk.next_key(aging[0])]}
    for made in (1, 0):
        assert town.nora.call("POST", "/api/v1/next-keys", body).body == {"made": made}
    assert town.nora.call("GET", "/api/v1/next-keys/2").body["containers"] == []
    path = f"/api/v1/cases/{got.body['case_id']}"
    assert [w["gen"] for w in town.ana.call("GET", path).body["wraps"]] == [1, 2]
    old = {**body["wraps"][0], "wrap": {**body["wraps"][0]["wrap"], "made": 1, "gen": 3}}
    assert town.nora.call("POST", "/api/v1/next-keys", {"wraps": [old]}).slug == "invalid"


@dataclass
class Work:
    """A desk at work for some weeks, in an order that a seed draws."""

    town: Town
    desk: Desk
    chance: random.Random
    sources: list[Source] = field(default_factory=list)
    cases: dict[str, bytes] = field(default_factory=dict)

    def step(self) -> None:
        """One thing that somebody does."""
        act = self.chance.choice(
            [
                self.tip,
                self.case,
                self.case,
                self.next,
                self.move,
                self.forget,
                self.forget,
                self.hire,
            ]
        )
        act()

    def tip(self) -> None:
        """Somebody writes."""
        source = self.town.source()
        assert self.desk.tip(source).status == 201
        self.sources.append(source)

    def case(self) -> None:
        """A browser opens a case, perhaps one that has not heard of the newest epoch."""
        under = self.chance.choice([self.desk.epoch, max(1, self.desk.epoch - 1)])
        got, key = self.desk.case(self.town.ana, under)
        assert got.slug in {"", "epoch-over"}
        if got.status == 201:
            self.cases[got.body["case_id"]] = key

    def next(self) -> None:
        """The next epoch."""
        assert self.desk.next_epoch(self.town.nora).status == 204

    def move(self) -> None:
        """Some of the work in the background."""
        self.desk.move_containers(self.town.nora)

    def forget(self) -> None:
        """An old epoch is to be forgotten, whether or not it can be."""
        epoch = self.chance.randint(1, self.desk.epoch)
        assert forget(self.town.nora, epoch)[0] in {204, 404, 409}

    def hire(self) -> None:
        """Somebody leaves, and somebody new comes."""
        person = Person(self.town.desk_app, name=f"p{secrets.token_hex(6)}", role=1)
        assert self.desk.hire(self.town.nora, person).status == 204
        assert self.desk.leave(self.town.nora, person, epoch=True).status == 204

    def everything_opens(self) -> None:
        """Who reads, and the recovery key, open all that is stored with the seeds that they have."""
        seeds = self.desk.open_seeds(self.town.sam)
        with self.town.store.reading() as session:
            by_recovery = {w.epoch for w in session.query(EpochWrap) if w.staff_id[0] == 255}
            rows = list(session.query(ContainerWrap))
            assert newest_roster(session).epoch in seeds
        assert set(seeds) == by_recovery
        for source in self.sources:
            record = source.records[0]
            assert open_desk_wrap(self.town.office.site, record, seeds[record.epoch])
        for row in rows:
            assert row.epoch in seeds
            on_the_wire = {"container_id": b64(row.container_id), **wire.wrap(row)}
            assert self.desk.open_container(on_the_wire) == self.cases[b64(row.container_id)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_in_whatever_order_everything_stays_readable(
    town: Town, desk: Desk, seed: int
) -> None:
    work = Work(town, desk, random.Random(seed))
    for _ in range(30):
        work.step()
        work.everything_opens()


def test_every_key_that_names_an_epoch_names_one_that_lives(town: Town, desk: Desk) -> None:
    """The checker finds what the server refuses to do."""
    assert desk.case(town.ana)[0].status == 201
    with town.store.writing() as session:
        session.execute(update(ContainerWrap).values(epoch=9))
    with town.store.reading() as session:
        found = {finding.promise for finding in check(session)}
    assert "what is sealed lies under an epoch that lives" in found


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_what_changes_only_keys_is_in_the_audit_before_it_is_done(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one commit a crash between SQLite's two files would leave it out of the audit for good."""
    for _ in range(2):
        assert desk.next_epoch(town.nora).status == 204
    dialect, commits = town.store.engine.dialect, [0]
    commit = dialect.do_commit

    def crashes_at_the_second(connection: PoolProxiedConnection) -> None:
        commits[0] += 1
        if commits[0] == 2:
            raise RuntimeError
        commit(connection)

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", crashes_at_the_second)
        assert forget(town.nora, 2)[0] == 500
    with town.store.reading() as session:
        assert 2 in living(session)
        acts = session.scalars(select(AuditRow.action).order_by(AuditRow.number.desc()).limit(1))
        assert acts.one() == "forget_epoch"
    assert forget(town.nora, 2) == (204, "")
