"""The audit at the desk and on the command line: read, filtered, exported, vouched for, verified."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text, update

from crypto.words import fingerprint_words
from moderation.audit import head_of
from moderation.audit_models import AuditHead
from moderation.founding import site_or_refuse
from moderation.staff_models import Staff
from tests.actors import Answer, Person
from tests.audits import allow_changes, anchor_of, anchored
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import NUMBER, Opened
from webapp.cli import quietline
from webapp.schemas import b64

FORMULA = '=HYPERLINK("https://example.org","x")'


@pytest.fixture
def nora(town: Town) -> Person:
    """An administrator, after Ana claimed two tips and Sam one."""
    for holder in (town.ana, town.ana, town.sam):
        town.held_tip(holder)
    return town.nora


def rows(by: Person, query: str = "") -> list[dict[str, Any]]:
    """The rows of a page."""
    got = by.call("GET", f"/api/v1/audit{query}")
    assert got.status == 200, got
    found: list[dict[str, Any]] = got.body["rows"]
    return found


def test_rows_come_newest_first_and_say_what_they_are_about(nora: Person) -> None:
    found = rows(nora)
    assert [row["number"] for row in found] == [7, 6, 5, 4, 3, 2, 1]
    assert [found[0]["action"], found[0]["kind"], found[-1]["kind"]] == ["claim", "item", "site"]
    assert set(found[0]) == {
        "number", "hour", "actor", "action", "subject", "old", "new", "conv", "hash", "kind",
        "case_number",
    }  # fmt: skip


def test_filters_choose_rows_by_person_action_thing_and_day(town: Town, nora: Person) -> None:
    ana, day = b64(town.ana.staff_id), rows(nora)[0]["hour"][:10]
    some = rows(nora)[2]
    assert {row["actor"] for row in rows(nora, f"?actor={ana}")} == {ana}
    assert [row["actor"] for row in rows(nora, "?by_nobody=true")] == [None] * 4
    assert {row["action"] for row in rows(nora, "?action=claim")} == {"claim"}
    assert {row["subject"] for row in rows(nora, f"?about={some['subject']}")} == {some["subject"]}
    assert len(rows(nora, f"?first={day}&last={day}")) == 7
    assert rows(nora, "?last=2020-01-01") == rows(nora, "?case_number=48209137") == []


@pytest.mark.parametrize(
    "query",
    [
        "actor=x",
        "about=AAAA",
        "action=A%27",
        "first=2026-13-01",
        "last=x",
        "page=-1",
        "case_number=1",
    ],
)
def test_filters_that_mean_nothing_are_refused(nora: Person, query: str) -> None:
    assert nora.call("GET", f"/api/v1/audit?{query}").status == 422


def test_a_case_is_found_by_the_number_that_people_say(town: Town, nora: Person) -> None:
    opened = Opened(town, town.ana)
    assert opened.open().status == 201
    found = rows(nora, f"?case_number={NUMBER}")
    assert [(row["action"], row["case_number"]) for row in found] == [("open_case", NUMBER)]


def exported(by: Person) -> list[dict[str, str]]:
    """The rows of an export."""
    got = by.call("POST", "/api/v1/audit/export", {})
    assert (got.status, got.body["more"]) == (200, False)
    return list(csv.DictReader(io.StringIO(got.body["csv"])))


def test_an_export_is_in_the_audit_and_holds_no_formula(town: Town, nora: Person) -> None:
    with town.store.writing() as session:
        named = update(Staff).where(Staff.staff_id == town.ana.staff_id)
        session.execute(named.values(display_name=FORMULA))
    found = exported(nora)
    assert found[0]["action"] == "export_audit"
    assert found[0]["person"] == "Nora"
    assert {row["person"] for row in found if row["action"] == "claim"} == {f"'{FORMULA}", "Sam"}


def vouch(by: Person, town: Town, **other: Any) -> Answer:
    """Post an anchor of which something is otherwise."""
    said = anchor_of(by, town.office, place_now(town)) | other
    return by.call("POST", "/api/v1/audit/anchors", said)


def place_now(town: Town) -> AuditHead:
    """Where the chain ends."""
    with town.store.reading() as session:
        return head_of(session)


def test_an_anchor_is_kept_once_a_day_and_told_to_everybody(town: Town, nora: Person) -> None:
    assert nora.call("GET", "/api/v1/audit/head").body["due"] is True
    assert anchored(town.ana, town.office).status == 201
    told = nora.call("GET", "/api/v1/audit/head").body
    assert (told["due"], told["anchor"]["staff_id"]) == (False, b64(town.ana.staff_id))
    town.held_tip(town.sam)
    assert anchored(town.sam, town.office).slug == "already-anchored"


def test_an_anchor_of_another_row_hash_or_signer_is_refused(town: Town, nora: Person) -> None:
    foreign = anchor_of(town.sam, town.office, place_now(town))
    for other in ({"number": 6}, {"number": 8}, {"hash": b64(bytes(32))}, foreign):
        assert vouch(nora, town, **other).status == 422, other
    assert vouch(nora, town).status == 201


def test_links_are_all_that_follows_and_say_nothing(town: Town) -> None:
    source = town.held_tip(town.ana)
    links = town.sam.call("GET", "/api/v1/audit/links?after=1").body["links"]
    assert len(links) == 2
    assert item_id(source) not in json.dumps(links)
    assert town.sam.call("GET", "/api/v1/audit/links?after=3").body["links"] == []
    assert town.sam.call("GET", "/api/v1/audit/links?after=x").status == 422


def test_everybody_at_the_desk_reads_the_tables_by_which_the_server_decides(town: Town) -> None:
    told = town.ana.call("GET", "/api/v1/permissions").body
    by_name = {each["permission"]: each for each in told["permissions"]}
    assert by_name["audit.read"]["roles"] == [2, 3, 4, 6]
    assert {"act": "close", "only": "holder"} in by_name["queue.work"]["acts"]


def command(town: Town, *words: str) -> Result:
    """Run `quietline audit` on the town's store."""
    settings = {
        "QUIETLINE_DATA_DIR": str(town.settings.data_dir),
        "QUIETLINE_DATABASE_URL": town.settings.database_url or "",
    }
    return CliRunner().invoke(quietline, ["audit", *words], env=settings)


def test_verify_says_that_the_audit_is_whole_and_who_vouched(town: Town, nora: Person) -> None:
    assert anchored(nora, town.office).status == 201
    done = command(town, "verify")
    assert done.exit_code == 0, done.output
    assert "whole: rows 1 to 7, 1 anchors, the newest at row 7" in done.output
    assert "by Nora" in done.output


def test_verify_names_the_row_that_was_removed(town: Town, nora: Person) -> None:
    assert nora.auth
    allow_changes(town.store)
    with town.store.writing() as session:
        session.execute(text("DELETE FROM content.audit WHERE number = 5"))
    done = command(town, "verify")
    assert (done.exit_code, done.output.splitlines()[0]) == (1, "row 5 is missing")


def test_verify_compares_the_root_with_the_words_on_paper(town: Town) -> None:
    with town.store.reading() as session:
        words = fingerprint_words(site_or_refuse(session).root_vk)
    assert command(town, "verify", "--root", " ".join(words).upper()).exit_code == 0
    other = command(town, "verify", "--root", " ".join(reversed(words)))
    assert (other.exit_code, "not the one on paper" in other.output) == (1, True)


def test_export_writes_a_file_for_its_owner_only_and_replaces_none(
    town: Town, nora: Person, tmp_path: Path
) -> None:
    for name in ("audit.csv", "audit.jsonl"):
        assert command(town, "export", "--out", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    lines = (tmp_path / "audit.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [7, 6, 5, 4, 3, 2, 1]
    with (tmp_path / "audit.csv").open(newline="") as file:
        assert [row["number"] for row in csv.DictReader(file)] == [*"7654321"]
    assert command(town, "export", "--out", str(tmp_path / "audit.csv")).exit_code == 1
    assert nora.auth
