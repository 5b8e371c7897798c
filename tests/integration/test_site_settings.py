"""The site's settings: who publishes a version, and that every page and call follows it at once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from config import clock
from config.database import Database
from config.logs import ErrorCounts
from moderation.audit_models import AuditRow
from tests import site_draft as site
from tests.actors import Answer, Caller
from tests.integration.conftest import Town
from tests.integration.plain_chats import frame_of
from tests.integration.test_plain_forms import visitor
from webapp import create_source_app, share
from webapp.services import services_of

PATH = "/api/v1/site-settings"
PLACES = ("/", "/know")


def publish(town: Town, **changes: object) -> Answer:
    return town.nora.call("POST", PATH, site.draft(town.store, **changes))


def page(town: Town, language: str = "en") -> Answer:
    return Caller(town.source_app).call("GET", "/", headers={"Accept-Language": language})


def read(app: Flask, language: str = "en") -> str:
    """All that somebody outside can read of the settings: the first page, and what is good to know."""
    calls = (Caller(app).call("GET", at, headers={"Accept-Language": language}) for at in PLACES)
    return "".join(got.raw.decode() for got in calls)


def test_before_anything_is_published_the_environment_holds(town: Town) -> None:
    got = town.nora.call("GET", PATH)
    assert (got.body["number"], got.body["versions"]) == (0, [])
    assert got.body["body"]["phones"][0]["number"] == town.settings.phones[0].number


def test_what_is_published_stands_outside_at_once_in_every_language(town: Town) -> None:
    page(town)
    assert publish(town).status == 201
    for language, label in (("en", "Farm workers"), ("es", "Campo"), ("ar", "عمال المزارع")):
        shown = read(town.source_app, language)
        said = site.body()
        for words in (label, said["legal_notice"][language], said["report_notice"][language]):
            assert words in shown
        assert 'href="tel:+18885550100"' in shown
        assert 'data-accent="violet" data-scheme="dark"' in shown


def test_another_process_follows_without_a_restart(town: Town) -> None:
    other = create_source_app(share(town.settings, town.store, ErrorCounts()))
    assert "North Line" not in read(other)
    publish(town)
    assert "North Line" in read(other)


def test_the_title_stays_bland_and_the_head_tells_nothing(town: Town) -> None:
    publish(town, name="Crisis Hotline")
    head = page(town).raw.decode().split("</head>")[0]
    assert "<title>Messages</title>" in head
    assert "Crisis" not in head


def test_markup_in_a_text_stays_text(town: Town) -> None:
    publish(town, name="<script>a</script>", legal_notice=site.words(en='"><img src=x>'))
    shown = read(town.source_app)
    assert "&lt;script&gt;a" in shown
    assert "<script>a" not in shown
    assert "<img" not in shown


def test_the_exit_page_may_be_gone_to_by_a_form(town: Town) -> None:
    publish(town)
    allowed = page(town).headers["Content-Security-Policy"]
    assert "form-action 'self' https://www.example.org;" in allowed


def test_a_page_from_before_a_change_still_leads_where_its_browser_may_go(town: Town) -> None:
    person = visitor(town)
    old = re.search(r'name="site" value="(\d+)"', person.text)
    assert old is not None
    publish(town)
    left = person.post({"do": "exit", "site": old[1]})
    assert left.headers["Location"] == town.settings.exit_url
    assert person.post({"do": "exit", "site": "1"}).headers["Location"] == site.EXIT
    assert person.post({"do": "exit", "site": "77"}).status_code == 303


def test_a_version_is_a_row_with_its_author_and_a_row_in_the_audit(town: Town) -> None:
    first, second = publish(town), publish(town, name="Other")
    assert (first.body["number"], second.body["number"]) == (1, 2)
    with town.store.reading() as session:
        acts = session.scalars(select(AuditRow).where(AuditRow.action == "settings")).all()
    assert [(row.actor, row.old, row.new) for row in acts] == [
        (town.nora.staff_id, "0", "1"),
        (town.nora.staff_id, "1", "2"),
    ]
    assert town.nora.call("GET", f"{PATH}/versions/1").body["body"]["name"] == "North Line"


def test_the_same_bytes_sent_again_are_one_version(town: Town) -> None:
    draft = site.draft(town.store)
    answers = [town.nora.call("POST", PATH, draft) for _ in range(2)]
    assert [answer.body["number"] for answer in answers] == [1, 1]


def test_of_two_who_save_at_once_one_sees_the_others(town: Town) -> None:
    drafts = [site.draft(town.store, name=name) for name in ("One", "Two")]
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda d: town.nora.call("POST", PATH, d), drafts))
    assert sorted(answer.status for answer in got) == [201, 409]
    won, lost = sorted(got, key=lambda answer: answer.status)
    assert lost.slug == "settings-changed"
    assert lost.body["newest"] == won.body


@pytest.mark.parametrize(
    ("change", "field"),
    [({"exit_url": "javascript:alert(1)"}, "exit_url"), ({"name": "a\u202eb"}, "name"),
     ({"phones": [site.phone("text", "none")]}, "phones.0.number")],
)  # fmt: skip
def test_a_broken_field_is_named_and_nothing_is_kept(
    town: Town, change: dict[str, object], field: str
) -> None:
    got = publish(town, **change)
    assert (got.status, got.body["fields"]) == (422, [field])
    assert town.nora.call("GET", PATH).body["number"] == 0


def test_a_huge_body_is_refused(town: Town) -> None:
    huge = publish(town, legal_notice=site.words(en="x" * 500_000))
    assert huge.status == 413


def test_a_preview_says_what_the_page_would_say_and_keeps_nothing(town: Town) -> None:
    asked = {"body": site.body(), "language": "ar"}
    got = town.nora.call("POST", f"{PATH}/preview", asked).body
    assert (got["direction"], got["exit_to"]) == ("rtl", "www.example.org")
    assert got["phones"][1]["label"] == "عمال المزارع"
    assert got["report"] == "نبلّغ عن الخطر."
    assert town.nora.call("GET", PATH).body["number"] == 0


def test_on_a_holiday_it_is_closed_and_people_who_wait_are_told(town: Town) -> None:
    today = clock.now().astimezone(ZoneInfo("America/Chicago")).date()
    days = {day: ["00:00", "24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    holidays = [
        {"day": str(today), "label": "Harvest"},
        {"day": str(today + timedelta(days=40)), "label": "Far"},
    ]
    publish(town, hours={"zone": "America/Chicago", "days": days}, holidays=holidays)
    person = visitor(town)
    person.send("door", door="need_help")
    person.send("chat")
    frame = frame_of(person)
    assert "Harvest" in frame
    assert "Far" not in frame


def test_without_a_database_the_last_numbers_are_shown(town: Town) -> None:
    publish(town)
    page(town)
    away = create_engine("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    here = services_of(town.source_app)
    gone = create_source_app(share(town.settings, Database(away), ErrorCounts()))
    services_of(gone).site.known = here.site.known
    shown = Caller(gone).call("GET", "/").raw
    assert b"888-555-0199" in shown
    assert b"Farm workers" in shown
