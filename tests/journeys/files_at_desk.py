"""What the desk gets of files, by its own calls: each message that names one, and the opened bytes."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from crypto.envelope import open_envelope
from crypto.files import FilePlace, open_blob
from crypto.keys import open_desk_wrap
from tests.server import RunningSite
from tests.visitor import Visitor, key_record
from webapp.schemas import unb64


@dataclass(frozen=True)
class Got:
    """A file as its message names it, and what its blob holds."""

    said: dict[str, Any]
    data: bytes


def an_advocate(site: RunningSite) -> Visitor:
    """Somebody of the demonstration who is signed in."""
    return Visitor.sign_in(
        site.desk_url, next(who for who in site.demo["staff"] if who["name"] == "ana")
    )


def conversation(desk: Visitor, words: str) -> str:
    """The conversation that waits and in which somebody wrote this."""
    site = desk.roster().site
    waiting = [str(item["conv"]) for item in desk.waiting()]
    return next(conv for conv in waiting if words in json.dumps(_messages(desk, conv, site)))


def files_of(desk: Visitor, conv: str) -> list[Got]:
    """Every file of a conversation, in the order of its messages; raises where one does not open."""
    site = desk.roster().site
    return [
        Got(named, _opened(desk, conv, named, site))
        for message in _messages(desk, conv, site)
        if message["t"] == "files"
        for named in message["files"]
    ]


def _messages(desk: Visitor, conv: str, site: bytes) -> list[dict[str, Any]]:
    got = desk.get(f"conversations/{conv}")
    record = key_record(got["key_records"][0])
    key, _ = open_desk_wrap(site, record, desk.epoch_seed())
    return [
        json.loads(open_envelope(key, site, record.commit, unb64(envelope)))
        for envelope in got["envelopes"]
    ]


def _opened(desk: Visitor, conv: str, named: dict[str, Any], site: bytes) -> bytes:
    address = f"{desk.desk_url}/api/v1/conversations/{conv}/files/{named['id']}"
    headers = {"Authorization": f"Bearer {desk.token}"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
        blob = answer.read()
    place = FilePlace(site, unb64(conv), unb64(named["id"]))
    return open_blob(unb64(named["key"]), place, named["size"], unb64(named["hash"]), blob)
