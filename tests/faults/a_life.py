"""A whole life of a site, from its founding until its last case is deleted, as its clients write it.

Where no answer came each act is sent again with the same bytes. What it then may be answered is what
our browsers take for "it was done": the answer of the first time, or that there is nothing left to do.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.models import Envelope
from config import clock
from config.database import Content, Database, Keys
from config.settings import Settings
from crypto.staff import epoch_keys
from moderation.audit_models import AuditRow
from moderation.models import CaseRecord, PrivateNote
from tests.actors import Answer, Office, Person, Source, founding
from tests.backups import Vault, opened
from tests.faults.dying_server import Dying, at
from tests.files import large
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from tests.integration.test_chat_wrap_up import Talk
from tests.integration.test_referrals import ORG, Referral, organisation
from tests.invited import Invited
from tests.sent_files import named
from tests.staffing import Desk
from tests.ticking import NOON
from webapp.cli import write_setup_code
from webapp.schemas import b64, unb64

LATER = (3, 200, 400, 1_900)
"""Days after which a chat's words, a tip's words, a contact and a case are over; the jobs run then."""

ITS_OWN = {"job", "staff_session", "known_device", "sign_in_pace", "audit", "audit_head"}
"""Tables that tell how often somebody asked, or are compared by themselves."""

DRAWN = {"place", "lot", "beat"}
"""What is drawn, and when a job ran that had to wait until the lease of a dead one was over."""

AN_ID = len(b64(bytes(16)))
ON_RECORD_FIRST = {"rewrap", "next_keys", "forget_epoch", "hand_over_packet"}
"""Acts that only change keys, or are done outside: they are in the audit before, and once more where
they were asked again."""

COUNTED_ON = {"recent_wait": "number", "certificate": "number", "backup_run": "serial"}
"""Numbers of which one that was taken and not used is never used again, by table."""


class Briefly:
    """A store that is open only as long as somebody looks, so that no process inherits it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """As `Database.reading`."""
        with opened(self._settings) as store, store.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As `Database.writing`."""
        with opened(self._settings) as store, store.writing() as session:
            yield session


@dataclass
class Life:
    """One life of a site on these settings; `state` is what is left of it at its end."""

    server: Dying
    vault: Vault
    moments: Sequence[datetime] = (NOON,) * 6
    """When each part of it happens: its founding, a tip, a chat, ends, people, a backup."""
    sealed: list[bytes] = field(default_factory=list)
    """What was acknowledged: each envelope and each record."""

    def __post_init__(self) -> None:
        """Nobody is there yet."""
        source, desk = self.server.app("source"), self.server.app("desk")
        people = [Person(desk, name=n, role=r) for n, r in (("ana", 1), ("sam", 1), ("nora", 3))]
        store = cast("Database", Briefly(self.server.settings))
        self.town = Town(self.server.settings, store, source, desk, Office(), *people)
        self.desk = Desk(self.town.office, store, people)

    def live(self) -> None:
        """All of it."""
        steps: tuple[Callable[[], None], ...] = (
            self._is_founded,
            lambda: self._becomes_a_case(self._writes_a_tip_with_a_file()),
            self._chats,
            self._goes_back_and_ends,
            self._changes_people,
            self._is_backed_up,
        )
        for step, moment in zip(steps, self.moments, strict=True):
            self.server.tell_time(moment)
            with at(moment):
                self._comes_back()
                step()
        with at(max(self.moments)):
            for days in LATER:
                self.server.work(max(self.moments) + timedelta(days=days))
            self._back_up()

    def _comes_back(self) -> None:
        """Whoever was signed out by the clock signs in again."""
        for person in self.desk.people if self.moments[0] != self.moments[-1] else ():
            if person.auth is not None:
                self.done(person.sign_in(), 201)

    def _is_backed_up(self) -> None:
        self.everything_is_there()
        self._back_up()

    def done(self, got: Answer, status: int, *or_else: str) -> None:
        """It was done now, or, where it had to be asked again, it is said to be done already."""
        expected = got.status == status or (self.server.died and got.slug in or_else)
        assert expected, (got.status, got.body)

    def say(self, by: Source, said: bytes) -> None:
        """The person outside writes this."""
        self.done(by.write(said), 201)
        self.sealed.append(said)

    def act(self, by: Person, who: Source, action: str, body: object, *or_else: str) -> None:
        """Somebody does something with an item."""
        self.done(by.call("POST", f"/api/v1/items/{item_id(who)}/{action}", body), 200, *or_else)

    def tip(self, **labels: str) -> Source:
        """Somebody writes to us."""
        person = self.town.source()
        self.done(person.send_tip(**labels), 201)
        self.sealed.append(person.sent["S"][0])
        return person

    def _is_founded(self) -> None:
        town, code = self.town, write_setup_code(self.server.settings)
        body = founding(town.office, self.desk.people, code, clock.unix(clock.now()))
        got = town.stranger().call("POST", "/api/v1/setup", body)
        self.done(got, 201, "already-set-up", "setup-code")
        for person in self.desk.people:
            self.done(person.sign_in(), 201)

    def _writes_a_tip_with_a_file(self) -> Source:
        person, ana = self.tip(), self.town.ana
        self.act(ana, person, "claim", {}, "already-held")
        path = f"/api/v1/conversations/{item_id(person)}"
        accepted = ana.call("POST", f"{path}/accept", ana.accept(self.town.office, person))
        assert accepted.status in {200, 201}, (accepted.status, accepted.body)
        said = person.envelope("D")
        self.done(ana.call("POST", f"{path}/envelopes", {"envelope": b64(said)}), 201)
        person.sent["D"].append(said)
        file = large(person, parts=2)
        assert file.begin().status in {200, 201}
        for number in range(len(file.parts)):
            self.done(file.part(number), 204)
        self.done(file.whole(), 200)
        inner = {"t": "files", "at": "2026-01-05T10", "low": [1, 1], "files": [named(file, "a")]}
        self.say(person, person.envelope(inner=inner))
        self._notes(person)
        return person

    def _notes(self, person: Source) -> None:
        ana, office = self.town.ana, self.town.office
        container, key = secrets.token_bytes(16), secrets.token_bytes(32)
        wrap = ana.container(office, container, key)
        record = ana.record(office, container, key, {"t": "note"})
        body = {
            "container": {"container_id": b64(container), "wrap": wrap},
            "record": record,
        }
        path = f"/api/v1/conversations/{item_id(person)}/notes"
        self.done(ana.call("POST", path, body), 201)
        self.sealed.append(unb64(record["record"]))

    def _becomes_a_case(self, person: Source) -> None:
        town, case = self.town, Opened(self.town, self.town.ana)
        self.done(case.open(conv=item_id(person)), 201)
        self.done(case.revise(town.sam), 201)
        self.sealed.append(case.main)
        organisation(town, ORG, "anti_trafficking_ngo")
        referral = Referral(case, town.ana)
        self.done(referral.make(), 201)
        self.done(referral.hand(), 200, "release-over")
        closed = {"disposition": "case_created"}
        self.act(town.ana, person, "close", closed, "not-holder", "not-allowed")
        path = f"/api/v1/cases/{b64(case.case_id)}/status"
        got = town.ana.call("POST", path, {"from": "open", "to": "closed"})
        self.done(got, 200, "changed", "not-allowed")

    def _chats(self) -> None:
        ana = self.town.ana
        self.done(ana.call("POST", "/api/v1/shift", {"status": "on"}), 200)
        talk = Talk(self.town, self.tip(channel="chat"))
        self.act(ana, talk.source, "claim", {}, "already-held")
        self.say(talk.source, talk.source.envelope())
        self.done(talk.end(), 201)
        form = talk.form()
        self.act(ana, talk.source, "wrap-up", form, "not-holder")
        self.sealed.append(unb64(form["record"]["record"]))

    def _goes_back_and_ends(self) -> None:
        person, sam = self.tip(), self.town.sam
        self.act(sam, person, "claim", {}, "already-held")
        self.act(sam, person, "release", {}, "not-holder", "not-allowed")
        self.act(sam, person, "claim", {}, "already-held")
        self.act(sam, person, "close", {"disposition": "no_action"}, "not-holder", "not-allowed")
        gone = person.call("DELETE", "/api/v1/conversation/way-back")
        self.done(gone, 204, "receipt-unknown")
        self.tip(category="training", door="ask_something")

    def _changes_people(self) -> None:
        nora, desk = self.town.nora, self.desk
        eve = Person(self.town.desk_app, name="eve", role=2)
        asked = Invited(eve)
        self.done(asked.invite(nora), 201, "name-taken")
        self.done(asked.bring_keys(), 204)
        signed = desk.confirmation(eve)
        self.done(nora.call("POST", asked.path("/confirm"), signed), 204, "not-allowed")
        desk.people.append(eve)
        self.done(eve.sign_in(), 201)
        self._leaves(self.town.sam)
        self._begins_an_epoch()
        while desk.move_containers(nora):
            pass
        self._forgets_an_epoch()

    def _leaves(self, who: Person) -> None:
        seed, path = secrets.token_bytes(32), f"/api/v1/staff/{b64(who.staff_id)}/leave"
        body = self.desk.next_roster(self.desk.members(without=who), seed)
        self.done(self.town.nora.call("POST", path, body), 204, "stale-roster", "not-found")
        self.desk.people.remove(who)
        self.desk.seeds[self.desk.epoch + 1] = seed

    def _begins_an_epoch(self) -> None:
        seed = secrets.token_bytes(32)
        body = {"kind": "epoch", **self.desk.next_roster(self.desk.members(), seed)}
        self.done(self.town.nora.call("POST", "/api/v1/roster", body), 204, "stale-roster")
        self.desk.seeds[self.desk.epoch + 1] = seed
        assert self.desk.keys().public == epoch_keys(seed).public

    def _forgets_an_epoch(self) -> None:
        """Nothing was ever sealed under the second one: the third began right after it."""
        path = f"/api/v1/epochs/{self.desk.epoch - 1}"
        self.done(self.town.nora.call("DELETE", path), 204, "not-found")

    def _back_up(self) -> None:
        self.server.back_up(self.vault.folder, self.vault.key[1])

    def everything_is_there(self) -> None:
        """Whatever was acknowledged is stored, once."""
        with self.town.store.reading() as session:
            kept = Counter(session.scalars(select(Envelope.sealed)))
            for table in (CaseRecord, PrivateNote):
                kept.update(session.scalars(select(table.sealed)))
        assert [kept[sealed] for sealed in self.sealed] == [1] * len(self.sealed)

    def state(self) -> dict[str, Any]:
        """Every row but for what is drawn, and the acts of the audit in their order."""
        found: dict[str, Any] = {}
        with self.town.store.reading() as session:
            for table in (*Content.metadata.sorted_tables, *Keys.metadata.sorted_tables):
                if table.name in ITS_OWN:
                    continue
                hidden = DRAWN | {COUNTED_ON.get(table.name)}
                shown = [column for column in table.columns if column.name not in hidden]
                rows = session.execute(select(*shown)).all()
                found[table.fullname] = Counter(tuple(map(_shown, row)) for row in rows)
            acts = select(AuditRow.action, AuditRow.old, AuditRow.new, AuditRow.hour)
            order = acts.order_by(AuditRow.number)
            told = [tuple(map(_shown, row)) for row in session.execute(order)]
            found["audit"] = [row for row, _ in groupby(told) if row[0] in ON_RECORD_FIRST] + [
                row for row in told if row[0] not in ON_RECORD_FIRST
            ]
        return found


def _shown(value: Any) -> Any:
    """Keys, seals and ids differ from life to life; that there is one does not."""
    is_drawn = isinstance(value, bytes) or (isinstance(value, str) and len(value) == AN_ID)
    return len(value) if is_drawn else value
