"""The directory's calls: cards and lots, changes of one organisation, notes, and what a referral asks."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from config import clock
from crypto.age import new_identity
from moderation import checker
from moderation.audit_models import AuditRow
from moderation.directory import listing
from moderation.directory.finding import find_organisation
from moderation.directory.keeping import subject_of
from moderation.directory.models import Organisation
from tests.integration.conftest import Town
from tests.integration.directories import (
    act,
    bring,
    cards,
    documents,
    enter,
    key_named,
    names,
    some,
)
from tests.integration.matrix_directory import DIRECTORY, MAIN
from webapp.schemas import b64, unb64


def test_what_is_entered_is_found_by_everybody_who_reads(town: Town) -> None:
    made = enter(town.nora, "labor_ngo", name="Harbour")
    assert (made.status, made.body["version"]) == (201, 1)
    (card,) = cards(town.ana)["cards"]
    assert card[:1] + card[2:6] == [made.body["id"], 1, "Harbour", "labor_ngo", ""]
    assert card[6:] == ["", [], [], [], 0]
    assert documents(town.ana)[0]["main"] == {**MAIN, "name": "Harbour"}


def test_the_same_new_organisation_sent_again_is_one(town: Town) -> None:
    made = enter(town.nora)
    body = {"id": made.body["id"], "kind": "other", "main": MAIN}
    assert town.nora.call("POST", f"{DIRECTORY}/new", body).body["version"] == 1
    other = {**body, "main": {**MAIN, "name": "Another"}}
    assert town.nora.call("POST", f"{DIRECTORY}/new", other).slug == "organisation-changed"
    assert names(town.ana) == ["Harbour Shelter"]


def test_of_two_who_edit_the_second_sees_both_versions_and_nothing_is_lost(town: Town) -> None:
    first = enter(town.nora).body
    theirs = act(town.nora, "facts", first, kind="other", main={**MAIN, "name": "Theirs"})
    assert (theirs.status, theirs.body["version"]) == (200, 2)
    mine = {**MAIN, "name": "Mine"}
    late = act(town.nora, "facts", first, kind="other", main=mine)
    assert (late.status, late.slug) == (409, "organisation-changed")
    assert late.body["current"]["main"]["name"] == "Theirs"
    again = act(town.nora, "facts", late.body["current"], kind="other", main=mine)
    assert (again.status, names(town.ana)) == (200, ["Mine"])


def test_an_edit_that_changes_nothing_makes_no_version(town: Town) -> None:
    first = enter(town.nora).body
    assert act(town.nora, "facts", first, kind="other", main=MAIN).body["version"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\x00"},
        {"extra": "field"},
        {"phones": [{"id": "", "number": "", "description": ""}]},
        {"description": "x" * 5001},
    ],
)
def test_facts_that_break_a_rule_are_refused_and_nothing_is_kept(
    town: Town, wrong: dict[str, Any]
) -> None:
    got = enter(town.nora, **wrong)
    assert (got.status, got.slug, names(town.ana)) == (422, "invalid", [])


def test_a_check_makes_it_fresh_and_says_who_looked(town: Town) -> None:
    made = enter(town.nora).body
    checked = act(town.ana, "checked", made)
    assert checked.body["verified_on"] == clock.day_of(clock.now()).isoformat()
    assert checked.body["verified_by"] == b64(town.ana.staff_id)
    assert act(town.ana, "checked", made).slug == "organisation-changed"


def test_what_is_removed_is_found_by_no_search_and_can_come_back(town: Town) -> None:
    made = enter(town.nora).body
    before = cards(town.ana)["serial"]
    gone = act(town.nora, "removed", made, removed=True).body
    assert names(town.ana) == []
    assert cards(town.ana, before)["cards"] == [[made["id"]]]
    assert documents(town.ana)[0]["removed"]
    act(town.nora, "removed", gone, removed=False)
    assert names(town.ana) == ["Harbour Shelter"]


def test_only_what_changed_is_sent_again(town: Town) -> None:
    bring(town.nora, some(5))
    serial = cards(town.ana)["serial"]
    assert cards(town.ana, serial)["cards"] == []
    enter(town.nora)
    assert [each[3] for each in cards(town.ana, serial)["cards"]] == ["Harbour Shelter"]


def test_cards_come_page_by_page_and_each_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 4)
    bring(town.nora, some(10))
    found, after = [], ""
    while True:
        page = cards(town.ana, 0, after)
        found += [each[0] for each in page["cards"]]
        if page["last"] is None:
            break
        after = page["last"]
    assert found == [f"o{n:03}" for n in range(10)]


def test_a_lot_has_its_own_documents_and_those_of_all_lots_are_all(town: Town) -> None:
    bring(town.nora, some(40))
    lots = [documents(town.ana, n << 14, 2) for n in range(4)]
    assert sorted(each["id"] for lot in lots for each in lot) == [f"o{n:03}" for n in range(40)]
    assert all(3 < len(lot) < 20 for lot in lots)


@pytest.mark.parametrize("asked", ["since=-1", "since=x", f"after={'a' * 101}"])
def test_odd_questions_are_refused(town: Town, asked: str) -> None:
    assert town.ana.call("GET", f"{DIRECTORY}?{asked}").status == 422
    assert town.ana.call("GET", f"{DIRECTORY}/documents?lot=65536").status == 422
    assert town.ana.call("GET", f"{DIRECTORY}/documents?bits=17").status == 422


def test_only_administrators_name_the_key_for_referrals_and_only_an_age_key(town: Town) -> None:
    made = enter(town.nora).body
    recipient = new_identity()[1]
    wrong = key_named(town, town.nora, made["id"], "age1nonsense")
    assert act(town.nora, "key", made, key=wrong).slug == "key-refused"
    named = act(town.nora, "key", made, key=key_named(town, town.nora, made["id"], recipient))
    assert (named.status, named.body["age_recipient"]) == (200, recipient)
    assert unb64(named.body["key_word"]["staff_id"]) == town.nora.staff_id
    gone = act(town.nora, "key", named.body, key=None).body
    assert (gone["age_recipient"], gone["key_word"]) == (None, None)


def test_a_key_is_named_by_the_word_of_who_asks_for_this_organisation_and_these_days(
    town: Town,
) -> None:
    made, other = enter(town.nora).body, enter(town.nora).body
    recipient = new_identity()[1]
    for word in (
        key_named(town, town.ana, made["id"], recipient),
        key_named(town, town.nora, other["id"], recipient),
        key_named(town, town.nora, made["id"], recipient, days=3),
        {**key_named(town, town.nora, made["id"], recipient), "recipient": new_identity()[1]},
    ):
        assert act(town.nora, "key", made, key=word).status == 422
    documents_now = documents(town.ana, 0, 0)
    assert all(each["age_recipient"] is None for each in documents_now)


def test_a_referral_finds_kind_contact_key_and_whether_it_is_stale_or_gone(town: Town) -> None:
    phone = {"id": "", "number": "+1 202 555 0100", "description": ""}
    made = enter(town.nora, "labor_ngo", email="help@example.org", phones=[phone]).body
    today = clock.day_of(clock.now())
    with town.store.reading() as session:
        found = find_organisation(session, made["id"], today)
        assert find_organisation(session, "nobody", today) is None
    assert found is not None
    assert (found.kind, found.contact.email, found.age_recipient) == (
        "labor_ngo",
        "help@example.org",
        None,
    )
    assert (found.contact.phone, found.is_stale, found.is_deleted) == (phone["number"], True, False)
    gone = act(town.nora, "removed", act(town.ana, "checked", made).body, removed=True).body
    with town.store.writing() as session:
        then = today - timedelta(days=365)
        session.execute(update(Organisation).values(verified_on=then))
        now, later = (
            find_organisation(session, gone["id"], today + timedelta(days=n)) for n in (0, 1)
        )
    assert now is not None
    assert later is not None
    assert (now.is_stale, later.is_stale, now.is_deleted) == (False, True, True)


def note(town: Town, box: tuple[bytes, bytes], inner: object, *, first: bool) -> dict[str, Any]:
    container = {
        "container_id": b64(box[0]),
        "wrap": town.ana.container(town.office, *box),
    }
    record = town.ana.record(town.office, *box, inner)
    return {"container": container if first else None, "record": record}


def test_notes_of_staff_are_sealed_and_say_nowhere_about_whom_they_are(town: Town) -> None:
    box = secrets.token_bytes(16), secrets.token_bytes(32)
    said = {"t": "organisation_note", "org": "o-secret", "body": "They were kind."}
    path = f"{DIRECTORY}/notes"
    assert town.ana.call("POST", path, note(town, box, said, first=False)).status == 404
    assert town.ana.call("POST", path, note(town, box, said, first=True)).status == 201
    assert town.sam.call("POST", path, note(town, box, said, first=False)).status == 422
    got = town.sam.call("GET", path)
    assert (len(got.body["records"]), b"o-secret" in got.raw) == (1, False)
    with town.store.reading() as session:
        assert checker.check(session) == []


def test_the_audit_says_what_was_done_to_which_and_never_what_is_in_it(town: Town) -> None:
    made = enter(town.nora, name="A telling name").body
    act(town.ana, "checked", made)
    with town.store.reading() as session:
        rows = list(session.scalars(select(AuditRow).order_by(AuditRow.number)))[-2:]
    assert [row.action for row in rows] == ["add_organisation", "check_organisation"]
    assert {row.subject for row in rows} == {subject_of(made["id"])}
    assert [(row.old, row.new) for row in rows] == [(None, "1"), ("1", "2")]
