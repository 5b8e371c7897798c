"""A case leaves the desk as its page lets it: by a release that says what, on which ground, what for.

First the release is on record, then the file is made in memory, then it is on record that it
leaves, and only then are its bytes written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config import clock
from crypto.hashes import digest
from moderation.referral_codes import CONSENTS, EXPORT, OWN_RECORDS
from webapp.client.calls import CallFailed
from webapp.client.case_records import OpenedCase, seal_first
from webapp.client.case_words import Thing, content_of, things_of
from webapp.client.ceremony import Draw
from webapp.client.desk_calls import DeskCalls
from webapp.client.keyring import Keyring
from webapp.schemas import b64

GOOD_FOR = timedelta(days=90)
MOST_THINGS = 200
"""Things that one release may name."""


class NotReleased(Exception):
    """This case may not leave; the message says why."""


@dataclass(frozen=True)
class Purpose:
    """On which ground cases leave, and what for; the reason stays sealed with each case."""

    ground: str
    why: str
    history: bool = False
    """Whether earlier versions of what leaves go with it."""


@dataclass(frozen=True)
class Released:
    """A case that may leave, with exactly the things that its release names."""

    opened: OpenedCase
    release_id: bytes
    purpose: Purpose
    things: tuple[Thing, ...]
    expires_on: str


def check(opened: OpenedCase, purpose: Purpose) -> list[Thing]:
    """The things of a case that leave on this ground; raises NotReleased."""
    if opened.main is None or opened.main.problems:
        raise NotReleased("its main record fails a check")
    if purpose.ground in CONSENTS and opened.withdrawals:
        raise NotReleased("consent was withdrawn; ask anew, and export it from the desk's page")
    unnamed = purpose.ground == "anonymous"
    things = [t for t in things_of(opened) if not (unnamed and t.tells_who)]
    if len(things) > MOST_THINGS:
        raise NotReleased(f"it is more than {MOST_THINGS} things, and a release names no more")
    return things


def release(
    calls: DeskCalls,
    keyring: Keyring,
    opened: OpenedCase,
    purpose: Purpose,
    *,
    now: datetime,
    draw: Draw,
) -> Released:
    """The release of a case is on record at the server and, signed, in the case itself."""
    things = check(opened, purpose)
    expires = (clock.day_of(now) + GOOD_FOR).isoformat()
    scope = [thing.code for thing in things]
    inner: dict[str, Any] = {
        "t": "release",
        "at": clock.hour_of(now),
        "organisation": OWN_RECORDS,
        "name": purpose.why,  # where a referral has its recipient, an export says what it is for
        "kind": OWN_RECORDS,
        "key": "",
        "mode": EXPORT,
        "ground": purpose.ground,
        "why": "",
        "scope": scope,
        "expires_on": expires,
        "content": content_of(things),
        **({"history": True} if purpose.history else {}),
    }
    release_id = draw(16)
    body = {
        "release_id": b64(release_id),
        "organisation": OWN_RECORDS,
        "mode": EXPORT,
        "ground": purpose.ground,
        "scope": scope,
        "expires_on": expires,
        "follow_up_on": None,
        "even_stale": False,
        "withdrawals": opened.withdrawals,
        "record": seal_first(opened.container, release_id, inner, keyring, draw(24)),
    }
    row = calls.make_release(opened.detail.case_id, body)
    kept = row.release_id, row.mode, row.ground, row.scope
    if kept != (release_id, EXPORT, purpose.ground, scope):
        raise CallFailed("release", "the desk kept another release", 200)
    return Released(opened, release_id, purpose, tuple(things), expires)


def leaves(calls: DeskCalls, released: Released, file: bytes) -> None:
    """It is on record that this file, which holds the case, leaves; raises CallFailed."""
    packet = {"way": "file", "digest": b64(digest(file)), "link": None}
    calls.hand_over(released.opened.detail.case_id, released.release_id, packet)
