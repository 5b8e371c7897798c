"""Cases, call by call: opened once, written by two, linked and unlinked, never silently overwritten."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import pytest

from crypto.hashes import digest
from tests.actors import Answer, Person
from tests.integration.conftest import Town, item_id
from webapp.schemas import b64, unb64

NUMBER = "48209134"


@dataclass
class Opened:
    """A case as a browser makes it."""

    town: Town
    by: Person
    case_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    main_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    main: bytes = b""

    def body(self, **other: Any) -> dict[str, Any]:
        """The call that opens it; `other` replaces fields."""
        main = self.by.record(
            self.town.office, self.case_id, self.key, {"t": "main"}, record=self.main_id
        )
        self.main = unb64(main["record"])
        return {
            "case_id": b64(self.case_id),
            "number": NUMBER,
            "wrap": self.by.container(self.town.office, self.case_id, self.key),
            "main": main,
            "labels": {"channel": "phone", "category": "tip", "language": "en"},
            "conv": None,
            **other,
        }

    def open(self, **other: Any) -> Answer:
        """Open it."""
        return self.by.call("POST", "/api/v1/cases", self.body(**other))

    def revise(self, by: Person, **other: Any) -> Answer:
        """Replace the main record's first revision."""
        fields = {"record": self.main_id, "rev": 2, "prev": digest(self.main), **other}
        record = by.record(self.town.office, self.case_id, self.key, {"t": "main"}, **fields)
        return by.call("POST", f"/api/v1/cases/{b64(self.case_id)}/records", record)

    def seen(self) -> dict[str, Any]:
        """Everything kept about it."""
        return self.by.call("GET", f"/api/v1/cases/{b64(self.case_id)}").body


@pytest.fixture
def case(town: Town) -> Opened:
    """A case opened from a phone call."""
    opened = Opened(town, town.ana)
    assert opened.open().status == 201
    return opened


def test_a_case_from_a_call_has_a_number_a_status_and_a_sealed_record(case: Opened) -> None:
    seen = case.seen()
    assert (seen["number"], seen["status"], seen["channel"]) == (NUMBER, "open", "phone")
    assert [unb64(r["record"]) for r in seen["records"]] == [case.main]
    listed = case.by.call("GET", "/api/v1/cases").body
    assert (listed["total"], listed["cases"][0]["main"]["hash"]) == (1, b64(digest(case.main)))


def test_a_case_opened_twice_by_a_dropped_line_is_one_case(town: Town) -> None:
    opened = Opened(town, town.ana)
    body = opened.body()
    answers = [town.ana.call("POST", "/api/v1/cases", body) for _ in range(2)]
    assert [a.status for a in answers] == [201, 201]
    assert answers[0].raw == answers[1].raw
    assert town.ana.call("GET", "/api/v1/cases").body["total"] == 1


def test_a_number_that_is_taken_is_drawn_again(case: Opened) -> None:
    second = Opened(case.town, case.town.sam)
    assert second.open().slug == "number-taken"
    assert second.open(number="79927398").status == 201


@pytest.mark.parametrize("number", ["48209135", "0820913", "abcdefgh", "4820 913"])
def test_a_number_without_its_check_digit_is_refused(town: Town, number: str) -> None:
    assert Opened(town, town.ana).open(number=number).status == 422


def test_a_case_cannot_take_the_key_of_a_container_of_notes(town: Town) -> None:
    person = town.held_tip(town.ana)
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    note = {
        "container": {
            "container_id": b64(container),
            "wrap": town.ana.container(town.office, container, key),
        },
        "record": town.ana.record(town.office, container, key, {}),
    }
    notes = f"/api/v1/conversations/{item_id(person)}"
    assert town.ana.call("POST", f"{notes}/notes", note).status == 201
    before = town.ana.call("GET", notes).body["notes"]["wraps"]
    assert Opened(town, town.sam, case_id=container).open().status == 422
    assert town.ana.call("GET", notes).body["notes"]["wraps"] == before


def test_two_people_who_save_at_once_lose_nothing(case: Opened) -> None:
    assert case.revise(case.town.ana).status == 201
    late = case.revise(case.town.sam)
    assert (late.status, late.slug) == (409, "stale-revision")
    newest = case.seen()["records"][-1]
    assert late.body["current"] == newest
    merged = case.revise(case.town.sam, rev=3, prev=unb64(newest["hash"]))
    assert merged.status == 201
    assert len(case.seen()["records"]) == 3


def test_a_section_cannot_be_written_into_another_case(case: Opened) -> None:
    other = Opened(case.town, case.town.sam)
    other.open(number="79927398")
    stray = case.town.sam.record(
        case.town.office,
        other.case_id,
        other.key,
        {},
        record=case.main_id,
        rev=2,
        prev=digest(case.main),
    )
    assert (
        case.town.sam.call("POST", f"/api/v1/cases/{b64(other.case_id)}/records", stray).status
        == 422
    )
    assert (
        case.town.sam.call("POST", f"/api/v1/cases/{b64(case.case_id)}/records", stray).status
        == 422
    )
    assert len(case.seen()["records"]) == 1


def test_a_conversation_becomes_a_case_in_one_step_and_its_holder_goes_on_writing(
    town: Town,
) -> None:
    person = town.held_tip(town.ana)
    opened = Opened(town, town.ana)
    assert opened.open(conv=item_id(person)).status == 201
    linked = opened.seen()["conversations"]
    assert [(c["conv"], c["status"], c["disposition"]) for c in linked] == [
        (item_id(person), "converted", "case_created")
    ]
    said = {"envelope": b64(person.envelope("D"))}
    assert (
        town.ana.call("POST", f"/api/v1/conversations/{item_id(person)}/envelopes", said).status
        == 201
    )


def test_somebody_else_s_conversation_cannot_be_converted_and_leaves_no_case(town: Town) -> None:
    person = town.held_tip(town.ana)
    assert Opened(town, town.sam).open(conv=item_id(person)).slug == "not-holder"
    assert town.sam.call("GET", "/api/v1/cases").body["total"] == 0


def test_contacts_attach_and_detach_and_lose_no_word(case: Opened) -> None:
    person = case.town.held_tip(case.town.ana)
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations"
    assert case.town.ana.call("POST", path, {"conv": item_id(person)}).status == 200
    assert case.town.ana.call("DELETE", f"{path}/{item_id(person)}").status == 204
    assert case.town.ana.call("DELETE", f"{path}/{item_id(person)}").status == 404
    actions = [(e["action"], e["conv"]) for e in case.seen()["events"]]
    assert actions == [
        ("open_case", None),
        ("attach", item_id(person)),
        ("detach", item_id(person)),
    ]
    assert (
        len(case.town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}").body["envelopes"])
        == 1
    )


def move(person: Person, case: Opened, old: str, new: str) -> str:
    """Move the case; the new status or the problem's name."""
    got = person.call("POST", f"/api/v1/cases/{b64(case.case_id)}/status", {"from": old, "to": new})
    return str(got.slug or got.body["status"])


def test_a_case_moves_by_the_table_and_only_a_supervisor_reopens_it(case: Opened) -> None:
    town = case.town
    assert move(town.ana, case, "open", "in_progress") == "in_progress"
    assert move(town.sam, case, "open", "referred") == "changed"
    assert move(town.sam, case, "in_progress", "open") == "not-allowed"
    assert move(town.sam, case, "in_progress", "closed") == "closed"
    assert move(town.ana, case, "closed", "in_progress") == "not-allowed"
    assert move(town.nora, case, "closed", "in_progress") == "in_progress"
