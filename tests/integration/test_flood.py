"""Many people write at the same moment: each tip is stored once, none is refused, each opens."""

from __future__ import annotations

import json
import secrets
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from chat.models import Envelope
from config.settings import load_settings
from crypto.receipt import Receipt
from crypto.roster import Roster, parse_roster
from tests.databases import often_on
from tests.migrated import migrated_database
from tests.server import RunningSite, served
from webapp.client.calls import call
from webapp.client.tip import sealed_tip
from webapp.demo.stories import PILOT
from webapp.schemas import b64, unb64
from webapp.store import open_store

CLIENTS = 8
TIPS = 200


@pytest.mark.parametrize("kind", often_on("sqlite"))
@pytest.mark.long
def test_eight_clients_sending_200_tips_at_once_meet_no_error_and_lose_none(
    tmp_path: Path, kind: str
) -> None:
    with (
        migrated_database(kind) as url,
        served(tmp_path, QUIETLINE_DATABASE_URL=url) as site,
    ):
        desk = parse_roster(unb64(call("GET", f"{site.source_url}/api/v1/desk")["roster"]))
        before = stored(site, url)
        tips = [a_tip(desk) for _ in range(TIPS)]
        with ThreadPoolExecutor(CLIENTS) as clients:
            statuses = list(clients.map(lambda tip: post(site, *tip), tips))
        after = stored(site, url)
    assert statuses == [201] * TIPS
    assert len(after) == len(before) + TIPS
    assert {unb64(str(body["envelope"])) for _, body in tips} <= after


def a_tip(desk: Roster) -> tuple[bytes, dict[str, Any]]:
    """The proof of a new receipt, and the call that sends a tip under it."""
    receipt = Receipt.from_master(secrets.token_bytes(32))
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return receipt.auth, sealed_tip(PILOT["en"], receipt, desk, moment, secrets.token_bytes)


def post(site: RunningSite, auth: bytes, body: dict[str, object]) -> int:
    """Send one tip; any error ends the test."""
    headers = {"Content-Type": "application/json", "Authorization": f"Receipt {b64(auth)}"}
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{site.source_url}/api/v1/conversations", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
        return int(answer.status)


def stored(site: RunningSite, url: str) -> set[bytes]:
    """Every envelope in the store."""
    settings = load_settings(
        {"QUIETLINE_DATA_DIR": str(site.data_dir), "QUIETLINE_DATABASE_URL": url}
    )
    with open_store(settings).reading() as session:
        return set(session.scalars(select(Envelope.sealed)))
