"""Stores that are filled before anything is measured: so many conversations, some of them live.

The site is founded as a real one; the conversations are written straight into its tables. Ids and
proofs follow from a number, so a load generator needs no list.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import insert

from chat.live_models import LiveChat, Presence
from chat.models import Conversation, Envelope, KeyRecordRow, WayBack
from config import clock
from config.database import Database
from config.settings import Settings, load_settings
from crypto.hashes import digest
from crypto.receipt import lookup
from moderation.models import Arrival, QueueItem
from moderation.staff_models import StaffSession
from tests.actors import Office, Person, founding
from tests.bench.multiply import multiply
from tests.databases import SERVER
from tests.server import environ_of, start_site
from webapp.cli import write_setup_code
from webapp.schemas import b64
from webapp.store import open_store

PEOPLE = 10
BATCH = 2000
A_DAY = 86_400
TABLES = (KeyRecordRow, WayBack, Conversation, Envelope, QueueItem, Arrival, LiveChat)
"""What a conversation is written to, in the order in which they refer to each other."""

Rows = dict[type[Any], list[dict[str, Any]]]
SEALED = 118 + 1024 + 16
"""Bytes of the smallest envelope."""


def conv_of(number: int) -> bytes:
    """The id of a conversation."""
    return digest(b"bench conv %d" % number)[:16]


def proof_of(number: int) -> bytes:
    """The proof of its receipt."""
    return digest(b"bench proof %d" % number)


def token_of(person: int) -> bytes:
    """The token of a member of staff."""
    return digest(b"bench token %d" % person)


@dataclass(frozen=True)
class Stock:
    """A filled store: its data directory, and its database where that is PostgreSQL."""

    kind: str
    data_dir: Path
    database: str | None

    @property
    def environ(self) -> dict[str, str]:
        """The settings with which the service finds it."""
        url = f"{SERVER.rsplit('/', 1)[0]}/{self.database}" if self.database else ""
        return {"QUIETLINE_DATA_DIR": str(self.data_dir), "QUIETLINE_DATABASE_URL": url}

    @contextmanager
    def copied(self, to: Path) -> Iterator[Stock]:
        """A copy to work on, deleted afterwards, so that every run begins with the same."""
        shutil.copytree(self.data_dir, to)
        name = f"{self.database}_{secrets.token_hex(3)}" if self.database else None
        if self.database and name:
            run(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(self.database)
                )
            )
        try:
            yield Stock(self.kind, to, name)
        finally:
            shutil.rmtree(to)
            drop(name)


@dataclass(frozen=True)
class Ground:
    """A founded site without a conversation, and the people of its desk."""

    stock: Stock
    people: Sequence[Person]


@contextmanager
def ground(kind: str) -> Iterator[Ground]:
    """A site that was founded as a real one; stores of this kind are filled on copies of it."""
    name = f"quietline_bench_{secrets.token_hex(4)}" if kind == "postgresql" else None
    if name:
        run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with tempfile.TemporaryDirectory() as folder:
            stock = Stock(kind, Path(folder) / "data", name)
            yield Ground(stock, _found(stock, Path(folder)))
    finally:
        drop(name)


@contextmanager
def stocked(
    on: Ground, to: Path, stored: int, live: int, waiting: int = 0, named: int | None = None
) -> Iterator[Stock]:
    """A site with `stored` conversations, the first `live` of them live and held; and `waiting` ones.

    The ids of the first `named` (all, where it is left out) follow from their numbers, live ones
    before waiting ones. The rest are closed, and on SQLite copies of each other.
    """
    whole = stored + waiting
    first = whole if named is None or on.stock.kind != "sqlite" else min(whole, named + BATCH)
    with on.stock.copied(to) as stock:
        database = open_store(_settings(stock))
        try:
            _fill(database, on.people, _Numbers(first, live, waiting))
            pattern = [conv_of(number) for number in range(max(0, first - BATCH), first)]
            multiply(database, TABLES, pattern, whole - first)
        finally:
            database.engine.dispose()
        yield stock


def _settings(stock: Stock) -> Settings:
    return load_settings(stock.environ)


def _found(stock: Stock, home: Path) -> list[Person]:
    office = Office()
    site = start_site(home, "serve", more=stock.environ)
    try:
        people = [Person(site.desk_url, name=f"person{i:02}") for i in range(PEOPLE)]
        settings = load_settings({**environ_of(site), **stock.environ})
        code = write_setup_code(settings)
        body = founding(office, people, code, clock.unix(clock.now()))
        answer = people[0].call("POST", "/api/v1/setup", body)
        if answer.status != 201:
            raise RuntimeError(f"setup: {answer.body}")
    finally:
        site.stop()
    return people


@dataclass(frozen=True)
class _Numbers:
    """How many conversations are written, and which of them are what."""

    stored: int
    live: int
    waiting: int

    def waits(self, number: int) -> bool:
        """Whether this one is waiting in the queue."""
        return self.live <= number < self.live + self.waiting


def _fill(database: Database, people: Sequence[Person], numbers: _Numbers) -> None:
    moment = datetime.now(UTC)
    now = clock.unix(moment)
    with database.writing() as session:
        sessions = [
            {
                "token_hash": digest(token_of(number)),
                "session_id": digest(token_of(number))[:16],
                "staff_id": person.staff_id,
                "role": person.role,
                "method": 1,
                "method_id": bytes(16),
                "hour": clock.hour_of(moment),
                "wrong": 0,
                "expires": now + A_DAY,
                "ends": now + A_DAY,
            }
            for number, person in enumerate(people)
        ]
        session.execute(insert(StaffSession), sessions)
        there = [
            {"staff_id": p.staff_id, "status": "on", "beat": now + A_DAY, "capacity": 1000}
            for p in people
        ]
        session.execute(insert(Presence), there)
    for begin in range(0, numbers.stored, BATCH):
        rows: Rows = {model: [] for model in TABLES}
        for number in range(begin, min(begin + BATCH, numbers.stored)):
            holder = people[number % len(people)].staff_id if number < numbers.live else None
            one(rows, number, holder, numbers.waits(number), moment)
        write(database, rows)


def write(database: Database, rows: Rows) -> None:
    """The rows are in the store."""
    with database.writing() as session:
        for model, found in rows.items():
            if found:
                session.execute(insert(model), found)


def one(rows: Rows, number: int, holder: bytes | None, waits: bool, moment: datetime) -> None:
    """One more conversation: live in these hands, waiting, or closed."""
    conv, minute = conv_of(number), clock.minute_of(moment)
    _thread(rows, number, "chat" if holder else "tip_form", moment)
    rows[QueueItem].append(
        {
            "conv": conv,
            "status": "answered" if holder else "waiting" if waits else "closed",
            "category": "tip",
            "urgency": "soon",
            "priority": "medium",
            "day": clock.day_of(moment),
            "holder": holder,
            "unanswered": False,
            "disposition": None if holder or waits else "information_given",
        }
    )
    if holder or waits:
        rows[Arrival].append({"conv": conv, "minute": minute})
    if holder:
        now = clock.unix(moment) // 60
        rows[LiveChat].append(
            {
                "conv": conv,
                "phase": "live",
                "arrived": minute,
                "seen": now,
                "active": now,
                "source_read": 0,
                "desk_read": 0,
                **dict.fromkeys(("warned", "lost", "postponed", "escalated", "helped"), False),
                "answered": True,
            }
        )


def _thread(rows: Rows, number: int, channel: str, moment: datetime) -> None:
    """Keys, way back and the first envelope of a conversation."""
    conv, day, sealed = conv_of(number), clock.day_of(moment), secrets.token_bytes(SEALED)
    rows[KeyRecordRow].append(
        {
            "conv": conv,
            "gen": 1,
            "epoch": 1,
            "kc": digest(conv),
            "desk_wrap": secrets.token_bytes(1200),
            "self_wrap": secrets.token_bytes(72),
            "signature": secrets.token_bytes(64),
        }
    )
    rows[WayBack].append({"lookup": lookup(proof_of(number)), "conv": conv})
    rows[Conversation].append(
        {
            "conv": conv,
            "src_vk": digest(conv),
            "channel": channel,
            "door": "need_help",
            "language": "en",
            "day": day,
            "server_opened": False,
            "gen": 1,
            "s_seq": 1,
            "s_hash": digest(sealed),
            "d_seq": 0,
            "d_hash": bytes(32),
        }
    )
    first = {"conv": conv, "direction": "S", "seq": 1, "gen": 1, "sealed": sealed}
    rows[Envelope].append({**first, "hash": digest(sealed), "day": day})


def chats(live: int) -> list[dict[str, Any]]:
    """The live chats as the load generator takes them, for the service and for the raw relay."""
    return [
        {
            "conv": b64(conv_of(number)),
            "source_auth": {
                "receipt": b64(proof_of(number)),
            },
            "desk_auth": {"token": b64(token_of(number % PEOPLE))},
        }
        for number in range(live)
    ]


def drop(name: str | None) -> None:
    """The database is gone."""
    if name:
        run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(statement: sql.Composed) -> None:
    """Say something to the PostgreSQL server itself."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
