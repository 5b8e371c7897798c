"""Staff: asked, confirmed, suspended, let back in, promoted, gone, new keys and epochs, against a model."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import func, select

from crypto.roster import DAY, READERS, RECOVERY_ID, ROSTER_KEY_HOLDERS, parse_certificate
from moderation.founding import living_members, newest_certificate
from moderation.staff_models import EpochWrap, RosterKeyWrap, Staff
from tests.actors import Answer, Person
from tests.databases import DATABASES
from tests.integration.conftest import founded, town_of
from tests.integration.test_certifying import certified, send
from tests.migrated import migrated_store
from tests.staffing import Desk
from tests.stateful.running import FEW, MANY, found, walk
from webapp.schemas import b64

MOST = 6
WHICH = st.integers(0, 11)
ROLES = st.integers(1, 6)
MANAGERS, MAKERS, SIGNERS = {3, 4}, {2, 3}, {2, 3, 4}
"""Who changes people, who begins epochs, who signs rosters."""


@dataclass
class Life:
    """What the model knows of somebody."""

    person: Person
    role: int
    active: bool = True
    on_staff: bool = True
    signed_in: bool = True
    seeds: int = 0
    has_key: bool = False


class People(RuleBasedStateMachine):
    """A town of its own for each walk: who left never comes back."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.until_the_end = ExitStack()
        folder = self.until_the_end.enter_context(tempfile.TemporaryDirectory())
        store = migrated_store(kind, Path(folder) / "data")
        self.town = founded(town_of(*self.until_the_end.enter_context(store)))
        people = [self.town.ana, self.town.sam, self.town.nora]
        self.desk = Desk(self.town.office, self.town.store, people)
        self.lives = [
            Life(person, person.role, seeds=1, has_key=person.role in SIGNERS) for person in people
        ]
        self.named = 0

    def teardown(self) -> None:
        """The store is sound."""
        faults = found(self.town)
        self.until_the_end.close()
        assert not faults, faults

    def life(self, which: int) -> Life:
        """Somebody."""
        return self.lives[which % len(self.lives)]

    def agree(self, by: Life, needs: set[int], got: Answer, wanted: str | None) -> bool:
        """The service refused it by the same word as the model, or did it too; gives whether it did."""
        if by.role not in needs:
            wanted = "not-permitted"
        if not by.signed_in:
            wanted = "not-signed-in"
        assert (got.slug or None, got.status < 300) == (wanted, wanted is None), (got, wanted)
        return wanted is None

    def would_be_last(self, who: Life, role: int | None) -> bool:
        """Whether nobody else would change people, or begin epochs."""
        others = {life.role for life in self.lives if life.active and life is not who}
        return any(
            who.role in needed and role not in needed and not others & needed
            for needed in (MANAGERS, MAKERS)
        )

    @precondition(lambda self: len(self.lives) < MOST)
    @rule(by=WHICH, role=ROLES)
    def is_hired(self, by: int, role: int) -> None:
        """Somebody is asked, brings keys and is confirmed."""
        boss = self.life(by)
        if not boss.signed_in or boss.role not in MANAGERS:
            return
        person = Person(self.town.desk_app, name=f"p{len(self.lives)}", role=role)
        assert self.desk.hire(boss.person, person).status == 204
        assert person.sign_in().status == 201
        seeds = len(self.desk.seeds) if role in READERS else 0
        self.lives.append(Life(person, role, seeds=seeds, has_key=role in ROSTER_KEY_HOLDERS))

    @rule(which=WHICH)
    def signs_in(self, which: int) -> None:
        """Somebody signs in again."""
        life = self.life(which)
        if life.active:
            assert life.person.sign_in().status == 201
            life.signed_in = True

    @rule(by=WHICH, who=WHICH)
    def is_suspended(self, by: int, who: int) -> None:
        """Somebody cannot sign in."""
        boss, life = self.life(by), self.life(who)
        got = self.staff(boss, life, "suspend")
        wanted = "last-one" if self.would_be_last(life, None) else None
        wanted = wanted if life.active else "not-found"
        if self.agree(boss, MANAGERS, got, wanted):
            life.active = life.signed_in = False

    @rule(by=WHICH, who=WHICH)
    def is_let_back_in(self, by: int, who: int) -> None:
        """Somebody who was suspended can."""
        boss, life = self.life(by), self.life(who)
        got = self.staff(boss, life, "let-back-in")
        wanted = None if life.on_staff and not life.active else "not-allowed"
        if self.agree(boss, MANAGERS, got, wanted):
            life.active = True

    @rule(by=WHICH, who=WHICH, role=ROLES)
    def gets_a_role(self, by: int, who: int, role: int) -> None:
        """Somebody gets another role."""
        boss, life = self.life(by), self.life(who)
        if not life.on_staff:
            return
        got = self.desk.change_role(boss.person, life.person, role)
        wanted = "invalid" if role == life.role else None
        wanted = "last-one" if self.would_be_last(life, role) else wanted
        wanted = wanted if life.active else "not-found"
        if self.agree(boss, MANAGERS, got, wanted):
            life.role, life.signed_in = role, False
            life.seeds = life.seeds if role in READERS else 0
            life.has_key = life.has_key and role in ROSTER_KEY_HOLDERS

    @rule(by=WHICH, who=WHICH, epoch=st.booleans())
    def leaves(self, by: int, who: int, *, epoch: bool) -> None:
        """Somebody leaves for good, and an epoch may begin with that."""
        boss, life = self.life(by), self.life(who)
        if not life.on_staff:
            return
        got = self.desk.leave(boss.person, life.person, epoch=epoch)
        wanted = "invalid" if epoch and boss.role not in MAKERS else None
        wanted = "last-one" if life.active and self.would_be_last(life, None) else wanted
        if self.agree(boss, MANAGERS, got, wanted):
            life.active = life.on_staff = life.signed_in = life.has_key = False
            life.seeds = 0
            if epoch:
                self.epoch_began()

    @rule(by=WHICH)
    def an_epoch_begins(self, by: int) -> None:
        """The desk has a new key, and every reader its seed."""
        boss = self.life(by)
        wanted = None if boss.role in MAKERS else "invalid"
        if self.agree(boss, SIGNERS, self.desk.next_epoch(boss.person), wanted):
            self.epoch_began()

    def epoch_began(self) -> None:
        """One more seed for each reader."""
        for life in self.lives:
            life.seeds += life.on_staff and life.role in READERS

    @rule(by=WHICH)
    def the_roster_is_renewed(self, by: int) -> None:
        """The same people for another ninety days."""
        boss = self.life(by)
        self.agree(boss, SIGNERS, self.desk.renew(boss.person), None)

    @precondition(lambda self: self.named < 20)
    @rule(by=WHICH)
    def the_root_names_a_key(self, by: int) -> None:
        """A new roster key, for everybody who signs."""
        boss, seed = self.life(by), bytes([self.named]) * 32
        self.named += 1
        begin = self.certified_since() + 60
        times = {"not_before": begin, "not_after": begin + 400 * DAY}
        got = send(boss.person, certified(self.desk, seed, **times))
        if self.agree(boss, MANAGERS, got, None):
            self.desk.office.roster_seed = seed
            for life in self.lives:
                life.has_key = life.on_staff and life.role in ROSTER_KEY_HOLDERS

    def staff(self, boss: Life, life: Life, act: str) -> Answer:
        """An act about somebody that says all by its address."""
        return boss.person.call("POST", f"/api/v1/staff/{b64(life.person.staff_id)}/{act}", {})

    def certified_since(self) -> int:
        """When the newest certificate began."""
        with self.town.store.reading() as session:
            return parse_certificate(newest_certificate(session).body).not_before

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Roster, access, seeds and roster keys are as the model has them."""
        with self.town.store.reading() as session:
            members = {m.staff_id: m.role for m in living_members(session)}
            active = set(session.scalars(select(Staff.staff_id).where(Staff.active)))
            counted = select(EpochWrap.staff_id, func.count()).group_by(EpochWrap.staff_id)
            seeds = {row[0]: row[1] for row in session.execute(counted)}
            keys = set(session.scalars(select(RosterKeyWrap.staff_id)))
        on_staff = {life.person.staff_id: life.role for life in self.lives if life.on_staff}
        assert members == {**on_staff, RECOVERY_ID: 7}
        assert active == {life.person.staff_id for life in self.lives if life.active}
        for life in self.lives:
            assert seeds.get(life.person.staff_id, 0) == life.seeds, life
            assert (life.person.staff_id in keys) == life.has_key, life
        assert self.lives[0].person.call("GET", "/api/v1/desk").status == (
            200 if self.lives[0].signed_in else 401
        )


@pytest.mark.parametrize("kind", DATABASES)
def test_staff_live_as_their_model_says(kind: str) -> None:
    walk(partial(People, kind), FEW)


@pytest.mark.long
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("kind", DATABASES)
def test_staff_live_as_their_model_says_for_thousands_of_steps(kind: str) -> None:
    walk(partial(People, kind), MANY)
