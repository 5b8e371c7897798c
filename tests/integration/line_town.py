"""A served site with a live line, its staff signed in, and the people outside who chat with them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import clock
from tests.actors import Office, Person, Source, founding
from tests.databases import DATABASES
from tests.lines import LineClient
from tests.migrated import migrated_database
from tests.server import RunningSite, served
from webapp.schemas import b64

MODES = [("eventlet", kind) for kind in DATABASES] + [("gevent", DATABASES[0])]
OFTEN = [pytest.param(mode, marks=pytest.mark.long) for mode in MODES[:-2]] + MODES[-2:]
"""Each server and each database once; the third pair with the long tests."""
ONCE = [*OFTEN[:-1], pytest.param(MODES[-1], marks=pytest.mark.long)]
"""The same for what differs little between them: one pair, all others with the long tests."""


class Town:
    """A served site with an advocate who is signed in."""

    def __init__(self, site: RunningSite) -> None:
        self.site = site
        self.office = Office()
        self.ana = Person(site.desk_url, name="ana", role=1)
        self.sam = Person(site.desk_url, name="sam", role=1)
        self.ida = Person(site.desk_url, name="ida", role=5)
        self.nora = Person(site.desk_url, name="nora", role=3)
        self.held: list[Source] = []
        code = (site.data_dir / "setup-code").read_text().strip()
        people = [self.ana, self.sam, self.ida, self.nora]
        body = founding(self.office, people, code, clock.unix(clock.now()))
        assert Person(site.desk_url).call("POST", "/api/v1/setup", body).status == 201
        for person in people:
            assert person.sign_in().status == 201

    def chat(self) -> Source:
        """Somebody whose chat waits."""
        source = Source(self.site.source_url, office=self.office)
        assert source.send_tip(channel="chat").status == 201
        return source

    def line(self, source: Source) -> LineClient:
        """A tab of this person."""
        auth = {"receipt": b64(source.receipt.auth)}
        return LineClient(self.site.source_url, "/line", auth)

    def desk(self, person: Person) -> LineClient:
        """A screen of this member of staff."""
        token = str(person.auth).removeprefix("Bearer ")
        return LineClient(self.site.desk_url, "/desk", {"token": token})

    def held_chat(self) -> Source:
        """A chat that Ana holds."""
        source = self.chat()
        for held in self.held:  # an advocate holds two at most
            self.ana.call("POST", f"/api/v1/items/{b64(held.conv)}/release", {})
        self.held = [source]
        assert self.ana.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
        claimed = self.ana.call("POST", f"/api/v1/items/{b64(source.conv)}/claim", {})
        assert claimed.status == 200, claimed
        return source


@contextmanager
def line_town(
    home: Path, mode: str, kind: str = DATABASES[0], **more: str
) -> Iterator[tuple[Town, str]]:
    """The town as long as the block lasts, with its database's address; nothing broke in it."""
    (home / "data").mkdir()
    (home / "data" / "setup-code").write_text(secrets.token_hex(16))
    with (
        migrated_database(kind) as url,
        served(home, "serve", QUIETLINE_DATABASE_URL=url, QUIETLINE_ASYNC=mode, **more) as site,
    ):
        yield Town(site), url
        assert "Traceback" not in site.output, site.output[-3000:]
