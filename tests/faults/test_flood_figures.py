"""The two floods that the service promises to stand, measured on the real server: who gets in, and when.

Each has its control: the same flood against a server without the piece that holds it.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from config import clock
from config.settings import load_settings
from moderation import live
from moderation.audit import Act
from moderation.review_queue import find_item
from moderation.transitions import move_item
from tests.actors import Office, Person, Source
from tests.lines import LineClient
from tests.server import RunningSite, environ_of, start_site
from tests.set_up import set_up_by
from webapp.schemas import b64, unb64
from webapp.store import open_store

pytestmark = pytest.mark.long

TIPS, IDLE, SLOW, BOTS = 1_000, 500, 50, 200
SECONDS = 45.0
"""So long the flood of tips lasts; each is sent again until it is let in."""

PROMISE = 30.0
"""Seconds in which 95 of 100 people are in."""

Made = tuple[RunningSite, Office, list[Person]]


def founded(home: Path, program: str, *, broken: str = "", **more: str) -> Made:
    """A site with two advocates and a supervisor on shift, perhaps with a promise broken."""
    command, doors = broken or "serve", {"QUIETLINE_TIPS_AT_ONCE": "60", **more}
    site = start_site(home, command, more=doors, program=program)
    people = [
        Person(site.desk_url, name=n, role=r) for n, r in (("ana", 1), ("sam", 1), ("nora", 3))
    ]
    office = set_up_by(site, *people)
    for person in people:
        assert person.sign_in().status == 201
        assert person.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
    return site, office, people


@contextmanager
def running(home: Path, broken: str = "", **more: str) -> Iterator[Made]:
    """The same, as long as the block lasts."""
    program = "tests.faults.sabotage" if broken else "webapp.cli"
    made = founded(home, program, broken=broken, **more)
    try:
        yield made
    finally:
        made[0].stop()


def share(waits: list[float], part: float) -> float:
    """The wait that this part of all stay below."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * part))]


# --- a flood of tips, idle sockets and slow ones ----------------------------------------------


@dataclass
class Flood:
    """What runs against the site until it is over."""

    site: RunningSite
    office: Office
    over: threading.Event = field(default_factory=threading.Event)
    let_in: list[int] = field(default_factory=list)
    held: list[socket.socket] = field(default_factory=list)

    def begin(self) -> None:
        """Idle and slow sockets are there, and tips come by sixteen at once."""
        for number in range(IDLE + SLOW):
            line = socket.create_connection(("127.0.0.1", self.site.port))
            if number >= IDLE:
                line.sendall(b"POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nX-A: ")
            self.held.append(line)
        bodies = [Source(self.site.source_url, office=self.office) for _ in range(TIPS)]
        waiting = [(person.auth, json.dumps(person.tip()).encode()) for person in bodies]
        lots = [waiting[start::16] for start in range(16)]
        for lot in lots:
            threading.Thread(target=self._send, args=(lot,), daemon=True).start()
        threading.Thread(target=self._drip, daemon=True).start()

    def _send(self, lot: list[tuple[str, bytes]]) -> None:
        """Each tip again and again, by somebody who does no work and waits for no turn."""
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        while lot and not self.over.is_set():
            auth, body = lot.pop(0)
            headers = {
                "Host": "localhost",
                "Content-Type": "application/json",
                "Authorization": auth,
            }
            try:
                line.request("POST", "/api/v1/conversations", body, headers)
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                line.close()
                answer = None
            if answer is not None and answer.status == 201:
                self.let_in.append(1)
            else:
                lot.append((auth, body))

    def _drip(self) -> None:
        while not self.over.wait(1.0):
            for line in self.held[IDLE:]:
                try:
                    line.send(b"a")
                except OSError:
                    continue

    def end(self) -> None:
        """Nothing comes any more."""
        self.over.set()
        for line in self.held:
            line.close()


def admission(site: RunningSite, office: Office, until: float) -> float:
    """Seconds until somebody's chat is there, has its line and its place; SECONDS where it never is."""
    person, began = Source(site.source_url, office=office), time.monotonic()
    body, path = person.tip(channel="chat", priority="high"), "/api/v1/conversations"
    pauses = iter((1, 2, 4, 8, *[15] * 20))  # as the chat in the browser waits
    while person.call("POST", path, body).status != 201:
        if time.monotonic() > until:
            return SECONDS
        time.sleep(next(pauses))
    line = LineClient(site.source_url, "/line", {"receipt": b64(person.receipt.auth)})
    assert line.ask("sync", {"s": 0, "d": 0})["live"]["position"] > 0
    line.leave()
    return time.monotonic() - began


def under_flood(made: Made) -> tuple[list[float], Flood]:
    """How long each of thirty people waits whose chats are opened while the flood lasts."""
    site, office, _ = made
    flood, waits, began = Flood(site, office), list[float](), time.monotonic()
    flood.begin()
    with ThreadPoolExecutor(30) as people:
        chats: list[Future[float]] = []
        while time.monotonic() < began + SECONDS and len(chats) < 30:
            chats.append(people.submit(admission, site, office, began + SECONDS))
            time.sleep(0.7)
        waits = [chat.result() for chat in chats]
    flood.end()
    return waits, flood


def test_crisis_chats_come_in_during_a_flood_of_tips_and_idle_and_slow_sockets(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as made:
        waits, flood = under_flood(made)
    _say("1,000 tips, 500 idle, 50 slow sockets", waits, f"{len(flood.let_in)} tips let in")
    assert share(waits, 0.95) <= PROMISE


def test_with_one_door_for_all_the_same_flood_keeps_chats_out(tmp_path: Path) -> None:
    """The control."""
    with running(tmp_path, "one-door") as made:
        waits, flood = under_flood(made)
    _say("the same, one door for all", waits, f"{len(flood.let_in)} tips let in")
    assert share(waits, 0.95) > PROMISE


def test_a_flood_that_came_in_is_set_aside_by_one_act_and_given_back(tmp_path: Path) -> None:
    limits = {"QUIETLINE_TIPS_AT_ONCE": "100000", "QUIETLINE_TIPS_A_MINUTE": "100000"}
    with running(tmp_path, **limits) as made:
        waits, flood = under_flood(made)
        _, _, (ana, *_) = made
        assert len(flood.let_in) == TIPS
        began = time.monotonic()
        assert _all(ana, "waiting", "channel=tip_form", "quarantine", reason="flood") == TIPS
        aside = time.monotonic() - began
        assert _all(ana, "quarantined", "reason=flood", "restore") == TIPS
        back = time.monotonic() - began - aside
    _say("1,000 tips, all let in", waits, f"set aside in {aside:.1f} s, back in {back:.1f} s")


def _all(by: Person, view: str, asked: str, what: str, **more: str) -> int:
    """What the desk's page does for "all that the filter finds": page by page, then lot by lot."""
    found: dict[str, dict[str, Any]] = {}
    for page in range(100):
        rows = by.call("GET", f"/api/v1/queue?view={view}&page={page}&{asked}").body["items"]
        found |= {row["conv"]: row for row in rows}
        if not rows:
            break
    seen = [{k: row[k] for k in ("conv", "status", "s_seq")} for row in found.values()]
    done = 0
    for start in range(0, len(seen), 50):
        order = {"bulk_id": b64(start.to_bytes(15) + what.encode()[:1]), "what": what, **more}
        got = by.call("POST", "/api/v1/items/bulk", {**order, "items": seen[start : start + 50]})
        done += sum(one["refused"] is None for one in got.body["results"])
    return done


# --- bots that claim danger and fall silent ---------------------------------------------------


def answers_until(site: RunningSite, advocate: Person, over: threading.Event) -> None:
    """Somebody who takes the next chat every two seconds, and is done with each after twenty."""
    store = open_store(load_settings(environ_of(site)))
    held: list[tuple[float, bytes]] = []
    while not over.wait(2.0):
        if held and time.monotonic() - held[0][0] > 20:
            conv = held.pop(0)[1]
            with store.writing() as session:  # ended and wrapped up, without the words of either
                live.forget(session, conv)
                act = Act(advocate.staff_id, clock.hour_of(clock.now()))
                move_item(session, find_item(session, conv), "close", act, disposition="silent")
        advocate.call("POST", "/api/v1/shift", {"status": "on"})  # as their browser says
        got = advocate.call("POST", "/api/v1/chats/next", {})
        if got.status == 200:
            held.append((time.monotonic(), unb64(got.body["item"]["conv"])))
    store.engine.dispose()


def taken(site: RunningSite, office: Office, patience: float) -> float:
    """Seconds until an advocate has somebody who opened a chat and answered its first question."""
    person, began = Source(site.source_url, office=office), time.monotonic()
    assert person.send_tip(channel="chat", priority="high").status == 201
    assert person.write().status == 201
    while time.monotonic() < began + patience:
        live = person.call("GET", "/api/v1/conversation?s=0&d=0").body["live"]
        if live["phase"] == "live":
            return time.monotonic() - began
        time.sleep(0.25)
    return patience


def among_bots(made: Made, people: int, patience: float) -> list[float]:
    """How long so many people wait, one after the other, among bots that came before them."""
    site, office, staff = made
    for _ in range(BOTS):
        bot = Source(site.source_url, office=office)
        assert bot.send_tip(channel="chat", priority="urgent", urgency="immediate").status == 201
    over = threading.Event()
    with ThreadPoolExecutor(len(staff)) as desk:
        for advocate in staff[:2]:
            desk.submit(answers_until, site, advocate, over)
        waits = [taken(site, office, patience) for _ in range(people)]
        over.set()
    return waits


def test_whoever_answers_is_taken_among_two_hundred_silent_chats(tmp_path: Path) -> None:
    with running(tmp_path) as made:
        waits = among_bots(made, people=12, patience=45)
    _say("200 silent chats that claim danger", waits, "")
    assert share(waits, 0.95) <= PROMISE


def test_in_the_order_of_coming_whoever_answers_waits_behind_all_of_them(tmp_path: Path) -> None:
    """The control."""
    with running(tmp_path, "first-come") as made:
        waits = among_bots(made, people=1, patience=2 * PROMISE)
    _say("the same, in the order of coming", waits, "given up at the end")
    assert share(waits, 0.95) > PROMISE


def _say(what: str, waits: list[float], more: str) -> None:
    p50, p95 = share(waits, 0.5), share(waits, 0.95)
    sys.stdout.write(
        f"\n{what}: n={len(waits)} p50={p50:.2f} s p95={p95:.2f} s max={max(waits):.2f} s {more}\n"
    )
