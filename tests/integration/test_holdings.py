"""What can be told about a case: every row there is, and nothing that was never kept."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from config import clock
from config.database import Content, Keys
from moderation import holdings
from moderation.audit import events_of
from moderation.models import NoteContainer
from tests.backups import Vault
from tests.files import Sending
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened
from tests.integration.test_queue_bulk import bulk, order, queue
from tests.retention import a_week, hold, tables_with
from webapp.cli import quietline
from webapp.schemas import b64

NUMBER = "48209134"
SAID = "the man with the grey van waits behind the packing house"
AGENT = "Mozilla/5.0 (Canary; rv:7771) Harvest/3"
ADDRESS = "203.0.113.77"


@pytest.fixture
def asked(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town whose operator asks on the server."""
    url = town.settings.database_url
    for name, value in (
        ("QUIETLINE_DATA_DIR", str(town.settings.data_dir)),
        ("QUIETLINE_DATABASE_URL", url or ""),
    ):
        monkeypatch.setitem(os.environ, name, value)
    return town


def told(*more: str) -> Result:
    return CliRunner().invoke(quietline, ["holdings", NUMBER, *more])


def listed(*more: str) -> dict[str, list[dict[str, Any]]]:
    """The rows by table."""
    got = told("--json", *more)
    assert got.exit_code == 0, got.output
    return {each["table"]: each["rows"] for each in json.loads(got.output)["holdings"]}


def full_case(town: Town) -> tuple[Opened, bytes]:
    """A case with a contact whose source told much, with a file, a note, and a hold."""
    person = town.source()
    headers = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS}
    body = person.tip()
    person.sent["S"] = [person.envelope(inner={"t": "tip", "text": SAID})]
    body["envelope"] = b64(person.sent["S"][0])
    assert person.call("POST", "/api/v1/conversations", body, headers=headers).status == 201
    Sending(person).sent()
    assert bulk(town.ana, order("claim", queue(town.ana)["items"])).status == 200
    case = Opened(town, town.ana)
    assert case.open(conv=b64(person.conv)).status == 201
    container, key = os.urandom(16), os.urandom(32)
    note = {
        "container": {
            "container_id": b64(container),
            "wrap": town.ana.container(town.office, container, key),
        },
        "record": town.ana.record(town.office, container, key, {"t": "note"}),
    }
    notes = f"/api/v1/conversations/{b64(person.conv)}/notes"
    assert town.ana.call("POST", notes, note).status == 201
    assert hold(case, town.nora, a_week(clock.day_of(clock.now())))[0] == 201
    return case, person.conv


def test_every_table_is_in_one_of_the_two_lists() -> None:
    there = {t.fullname for t in (*Content.metadata.sorted_tables, *Keys.metadata.sorted_tables)}
    assert set(holdings.HELD) | set(holdings.NOTHING_HERE) == there
    assert not set(holdings.HELD) & set(holdings.NOTHING_HERE)


def test_every_row_that_names_the_case_is_listed_and_none_of_another(asked: Town) -> None:
    case, conv = full_case(asked)
    other = Opened(asked, asked.sam)
    assert other.open(number="79927398").status == 201
    found = listed()
    with asked.store.reading() as session:
        (container,) = session.scalars(
            select(NoteContainer.container_id).where(NoteContainer.conv == conv)
        )
    needles: list[bytes | str] = [case.case_id, conv, container, NUMBER]
    assert tables_with(asked.store, needles) <= set(found)
    assert {"content.legal_hold", "content.bulk_done", "content.private_note"} <= set(found)
    assert other.case_id.hex() not in json.dumps(found)
    assert found["content.case"][0]["number"] == NUMBER
    assert found["content.legal_hold"][0]["staff_id"] == "Nora"


def test_whoever_else_was_claimed_with_a_contact_of_the_case_is_not_told(asked: Town) -> None:
    other = asked.source()
    assert other.send_tip().status == 201
    _, conv = full_case(asked)
    (row,) = listed()["content.bulk_done"]
    assert json.loads(row["answer"]) == [{"conv": b64(conv), "refused": None}]
    assert b64(other.conv) not in told().output


def test_the_list_holds_no_word_address_or_browser_and_neither_does_any_file(asked: Town) -> None:
    full_case(asked)
    output = told().output + told("--json").output
    kept = b"".join(
        path.read_bytes() for path in asked.settings.data_dir.rglob("*") if path.is_file()
    )
    for canary in (SAID, AGENT, ADDRESS, "grey van"):
        assert canary not in output
        assert canary.encode() not in kept
    assert tables_with(asked.store, [SAID, AGENT, ADDRESS, SAID.encode()]) == set()
    assert "What is kept nowhere:" in output


def test_the_audit_says_that_it_was_asked(asked: Town) -> None:
    case, _ = full_case(asked)
    assert told().exit_code == 0
    with asked.store.reading() as session:
        assert events_of(session, case.case_id)[-1].action == "list_holdings"
    assert "list_holdings" in {row["action"] for row in listed()["content.audit"]}


def test_backups_that_may_have_it_are_named(asked: Town, vault: Vault) -> None:
    full_case(asked)
    vault.take(asked.store)
    found = listed("--backups", str(vault.folder))
    assert {row["set"] for row in found["backups"]} == set(vault.names())


@pytest.mark.usefixtures("asked")
def test_a_case_that_is_not_here_is_said_to_be_none() -> None:
    for typed in (["79927398"], ["7992", "7398"], ["7992 7398"]):
        got = CliRunner().invoke(quietline, ["holdings", *typed])
        assert (got.exit_code, "No case has the number 79927398." in got.output) == (1, True)
