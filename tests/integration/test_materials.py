"""The library: who publishes a version, who reads it, and that hostile staff put nothing into it but text."""

from __future__ import annotations

import dataclasses
import html
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import select

from config.logs import ErrorCounts
from moderation.audit_models import AuditRow
from moderation.materials_body import LONGEST_TEXT, MOST
from moderation.version_models import MaterialsVersion
from tests import materials_draft as library
from tests.actors import Answer, Caller
from tests.integration.conftest import Town
from tests.integration.test_onion import ONION
from tests.integration.test_plain_forms import visitor
from webapp import create_source_app, share

PATH = "/api/v1/materials"
ADDRESS = "https://www.example.org/trucks"
HOSTILE = {
    "<script>alert(1)</script>": "plain",
    '"><img src=//evil.example/x onerror=alert(1)>': "plain",
    "</details></section><form action=//evil.example>": "plain",
    "{{ site.exit_url }} {% raw %} ${1} [a](//evil.example)": "plain",
    "<a href=javascript:alert(1)>https://www.example.org/' onmouseover='alert(1)": ADDRESS,
}
"""What hostile staff write, and what makes the same tags."""


def publish(town: Town, body: dict[str, Any] | None = None) -> Answer:
    said = body or library.with_material()
    return town.nora.call("POST", PATH, library.draft(town.store, said))


def read(town: Town, language: str = "en", **headers: str) -> str:
    got = Caller(town.source_app).call(
        "GET", "/know", headers={"Accept-Language": language, **headers}
    )
    return got.raw.decode()


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.found.append((tag, dict(attrs)))

    def shape(self) -> list[tuple[str, list[str]]]:
        """The tags and what they have."""
        return [(tag, sorted(given)) for tag, given in self.found]


def test_before_anything_is_published_the_library_that_ships_is_read(town: Town) -> None:
    got = town.nora.call("GET", PATH).body
    assert (got["number"], got["versions"], got["body"]) == (0, [], library.shipped())
    for language, title in (
        ("en", "Pilots and flight crew"),
        ("es", "¿Qué es la trata de personas?"),
        ("ar", "حقوقك"),
    ):
        assert f"<summary>{title}</summary>" in html.unescape(read(town, language))


def test_what_is_published_is_read_at_once_in_every_language_process_and_without_scripts(
    town: Town,
) -> None:
    other = create_source_app(share(town.settings, town.store, ErrorCounts()))
    assert publish(town).status == 201
    for language, title in library.TITLE.items():
        assert title in read(town, language)
    assert library.TITLE["en"] in Caller(other).call("GET", "/know").raw.decode()
    person = visitor(town)
    person.send("know")
    assert library.TITLE["en"] in person.text
    assert "exit" in person.forms
    assert library.TITLE["en"] not in Caller(town.source_app).call("GET", "/").raw.decode()


def test_an_older_version_is_there_and_nothing_of_it_changed(town: Town) -> None:
    first = publish(town).body
    publish(town, {"materials": []})
    assert town.nora.call("GET", f"{PATH}/versions/1").body == first
    assert [line["number"] for line in town.nora.call("GET", PATH).body["versions"]] == [2, 1]
    assert "<h2>About this page</h2>" in read(town)
    assert "Pilots" not in read(town)


def test_publishing_is_in_the_audit_and_only_administrators_do_it(town: Town) -> None:
    assert town.ana.call("POST", PATH, library.draft(town.store, library.shipped())).status == 403
    publish(town)
    acted = select(AuditRow).where(AuditRow.action == "materials_published")
    with town.store.reading() as session:
        acts = session.scalars(acted).all()
    assert [(row.actor, row.old, row.new) for row in acts] == [(town.nora.staff_id, "0", "1")]


def test_of_two_who_publish_at_once_one_sees_the_others_and_the_same_again_is_one(
    town: Town,
) -> None:
    bodies = [library.with_material(), library.with_material(group="you")]
    drafts = [library.draft(town.store, body) for body in bodies]
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda draft: town.nora.call("POST", PATH, draft), drafts))
    won, lost = sorted(got, key=lambda answer: answer.status)
    assert (won.status, lost.status, lost.slug) == (201, 409, "settings-changed")
    assert lost.body["newest"] == won.body
    again = {"body": won.body["body"], "based_on": 0}
    assert town.nora.call("POST", PATH, again).body["number"] == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": {**library.TEXT, "ar": ""}}, "text.ar"),
        ({"title": {**library.TITLE, "en": "a\u202eb"}}, "title.en"),
        ({"text": {**library.TEXT, "es": "http://example.org"}}, "text.es"),
        ({"text": {**library.TEXT, "en": "a" * (LONGEST_TEXT + 1)}}, "text.en"),
        ({"group": "all"}, "group"),
        ({"picture": "https://evil.example/x.png"}, "picture"),
    ],
)
def test_a_library_that_breaks_a_rule_is_named_and_not_read(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    got = publish(town, library.with_material(**changes))
    assert (got.status, got.body["fields"]) == (
        422,
        [f"materials.{len(library.shipped()['materials'])}.{field}"],
    )
    assert town.nora.call("GET", PATH).body["number"] == 0


def test_there_are_only_so_many(town: Town) -> None:
    body = {"materials": [library.material(key=f"own_{n}") for n in range(MOST + 1)]}
    assert publish(town, body).body["fields"] == ["materials"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_staff_put_nothing_before_people_outside_but_text(town: Town, text: str) -> None:
    pages = list[list[str]]()
    for said in (HOSTILE[text], text):
        words = dict.fromkeys(library.TITLE, said)
        long = dict.fromkeys(library.TITLE, f"# {said}\n{said}\n- {said}")
        assert publish(town, library.with_material(title=words, text=long)).status == 201
        person = visitor(town)
        person.send("know")
        pages.append([read(town), person.text])
    for plain, hostile in zip(*pages, strict=True):
        assert Tags(hostile).shape() == Tags(plain).shape()
        assert html.unescape(hostile).count(text.split("https:", maxsplit=1)[0]) >= 4
        led = [given["href"] for tag, given in Tags(hostile).found if tag == "a"]
        assert all(
            str(href).startswith(("https://www.example.org/", "tel:", "sms:")) for href in led
        )


def test_an_address_is_shown_whole_leads_without_a_referrer_and_says_what_it_leaves(
    town: Town,
) -> None:
    publish(town)
    page = read(town)
    (link,) = [given for tag, given in Tags(page).found if tag == "a" and given.get("target")]
    assert link == {
        "href": ADDRESS,
        "target": "_blank",
        "rel": "noopener noreferrer",
        "dir": "ltr",
    }
    assert f">{ADDRESS}</a>." in page
    assert "“Leave now” does not close it" in page
    assert "does not close it" not in read(town, "es")


def test_by_the_onion_an_address_leads_nowhere(town: Town) -> None:
    publish(town)
    host = ONION.removeprefix("http://")
    settings = dataclasses.replace(town.settings, onion=ONION, hosts=(host,))
    client = create_source_app(share(settings, town.store, ErrorCounts())).test_client()
    page = client.get("/know", base_url=ONION).get_data(as_text=True)
    assert f'<bdi dir="ltr">{ADDRESS}</bdi>' in page
    assert ADDRESS not in "".join(str(given) for _, given in Tags(page).found)


def test_what_a_language_lacks_is_read_in_english_and_says_so(town: Town) -> None:
    publish(town)
    with town.store.writing() as session:  # as a version of before a language was there
        stored = session.get_one(MaterialsVersion, 1)
        stored.body = stored.body.replace(library.TITLE["ar"], "")
    page = html.unescape(read(town, "ar"))
    assert '<details lang="en" dir="ltr"> <summary>Truck stops</summary>' in page
    assert f"<summary>{library.TITLE['es']}</summary>" in read(town, "es")


def test_a_draft_is_seen_as_it_would_be_read_and_nothing_of_it_is_kept(town: Town) -> None:
    asked = {"body": {"materials": [library.material()]}, "language": "ar"}
    got = town.nora.call("POST", f"{PATH}/preview", asked).body
    assert (got["direction"], [shelf["heading"] for shelf in got["shelves"]]) == (
        "rtl",
        ["إذا رأيت شيئًا في عملك"],
    )
    kinds = [block["kind"] for block in got["shelves"][0]["pages"][0]["blocks"]]
    assert kinds == ["heading", "text", "points"]
    assert town.nora.call("GET", PATH).body["number"] == 0
