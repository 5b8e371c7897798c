"""The questions behind the doors: who publishes them, who is asked by them, and what a tip says of them."""

from __future__ import annotations

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from config.logs import ErrorCounts
from crypto.hashes import digest128
from moderation.audit_models import AuditRow
from tests import form_draft as form
from tests.actors import Answer, Caller
from tests.integration.conftest import Town
from tests.integration.test_plain_forms import opened, visitor
from tests.plain import words_on
from webapp import create_source_app, share
from webapp.schemas import b64

PATH = "/api/v1/forms"
WHAT = "A van stands behind the motel."


def publish(town: Town, body: dict[str, Any] | None = None) -> Answer:
    return town.nora.call("POST", PATH, form.draft(town.store, body or form.with_question()))


def page(town: Town, address: str = "/", language: str = "en") -> str:
    got = Caller(town.source_app).call("GET", address, headers={"Accept-Language": language})
    return html.unescape(got.raw.decode())


def sealed(town: Town) -> dict[str, Any]:
    """What the newest tip says."""
    said: dict[str, Any] = json.loads(opened(town)[-1][1])
    return said


def test_before_anything_is_published_the_questions_that_ship_are_asked(town: Town) -> None:
    got = town.nora.call("GET", PATH).body
    assert (got["number"], got["versions"]) == (0, [])
    assert got["body"] == got["shipped"] == form.shipped()
    assert "data-form" not in page(town)


def test_what_is_published_is_asked_at_once_in_every_language_and_process(town: Town) -> None:
    other = create_source_app(share(town.settings, town.store, ErrorCounts()))
    page(town)
    assert publish(town).status == 201
    for language, label in form.LABEL.items():
        assert label in page(town, language=language)
    assert "own_van" in Caller(other).call("GET", "/").raw.decode()
    person = visitor(town)
    person.door("need_help")
    assert form.LABEL["en"] not in person.text
    person.send("doors")
    person.door("saw_something")
    assert form.LABEL["en"] in person.text


def test_a_version_never_changes_and_every_reader_of_tips_may_see_it(town: Town) -> None:
    first = publish(town).body
    publish(town, form.with_question(label=form.RED))
    for who in (town.ana, town.nora):
        assert who.call("GET", f"{PATH}/versions/1").body == first
    assert json.loads(first["text"])["questions"][-1]["label"] == form.LABEL
    assert town.ana.call("GET", f"{PATH}/versions/9").status == 404


def test_publishing_is_in_the_audit_and_only_administrators_do_it(town: Town) -> None:
    assert town.ana.call("POST", PATH, form.draft(town.store, form.shipped())).status == 403
    publish(town)
    with town.store.reading() as session:
        acts = session.scalars(select(AuditRow).where(AuditRow.action == "form_published")).all()
    assert [(row.actor, row.old, row.new) for row in acts] == [(town.nora.staff_id, "0", "1")]


def test_of_two_who_publish_at_once_one_sees_the_others(town: Town) -> None:
    drafts = [form.draft(town.store, form.with_question(rows=rows)) for rows in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda draft: town.nora.call("POST", PATH, draft), drafts))
    won, lost = sorted(got, key=lambda answer: answer.status)
    assert (won.status, lost.status, lost.slug) == (201, 409, "settings-changed")
    assert lost.body["newest"] == won.body


def test_the_same_bytes_sent_again_are_one_version(town: Town) -> None:
    draft = form.draft(town.store, form.with_question())
    answers = [town.nora.call("POST", PATH, draft) for _ in range(2)]
    assert [answer.body["number"] for answer in answers] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": {**form.LABEL, "ar": ""}}, "label.ar"),
        ({"label": {**form.LABEL, "en": "a\u202eb"}}, "label.en"),
        ({"key": "van"}, "key"),
    ],
)
def test_a_form_that_breaks_a_rule_is_named_and_not_asked(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    got = publish(town, form.with_question(**changes))
    assert got.status == 422
    assert got.body["fields"][0] == f"questions.{len(form.shipped()['questions'])}.{field}"
    assert town.nora.call("GET", PATH).body["number"] == 0


def test_markup_in_a_question_stays_text(town: Town) -> None:
    publish(town, form.with_question(label={**form.LABEL, "en": '<img src=x>"'}))
    raw = Caller(town.source_app).call("GET", "/").raw.decode()
    assert "<img" not in raw
    assert "&lt;img src=x&gt;" in raw


def test_a_page_that_began_with_a_version_can_ask_for_it_in_another_language(town: Town) -> None:
    publish(town)
    publish(town, form.shipped())
    old, new = page(town, "/?form=1", "es"), page(town, "/", "es")
    assert (form.LABEL["es"] in old, form.LABEL["es"] in new) == (True, False)
    assert "own_van" not in page(town, "/?form=0")
    for nonsense in ("77", "-1", "x", "9" * 40):
        assert page(town, f"/?form={nonsense}") == page(town)


def test_the_page_names_the_version_by_the_hash_of_its_text(town: Town) -> None:
    text = publish(town).body["text"]
    told = re.search(r'data-form="({[^}]*})"', page(town))
    assert told is not None
    assert json.loads(told[1]) == {"version": 1, "hash": b64(digest128(text.encode()))}


def test_without_scripts_a_choice_of_several_is_one_answer_and_the_tip_names_its_form(
    town: Town,
) -> None:
    text = publish(town, form.with_question(many=True)).body["text"]
    person = visitor(town)
    person.door("saw_something")
    fields = {**person.forms["tip"], "what": WHAT, "own_van": ["red", "blue", "dark"]}
    person.client.post("/", data=fields, headers={"Host": "localhost"})
    said = sealed(town)
    assert said["answers"] == {"what": WHAT, "own_van": "red dark"}
    assert said["form"] == {"version": 1, "hash": b64(digest128(text.encode()))}


def test_without_scripts_whoever_began_before_a_change_is_stored_with_what_they_were_asked(
    town: Town,
) -> None:
    publish(town)
    person = visitor(town)
    person.door("saw_something")
    publish(town, form.shipped())
    person.send("tip", what=WHAT, own_van="red")
    assert len(words_on(person.text)) == 7
    said = sealed(town)
    assert (said["form"]["version"], said["answers"]["own_van"]) == (1, "red")


def test_without_scripts_a_change_takes_nothing_that_was_typed(town: Town) -> None:
    publish(town, form.with_question(kind="place", choices=[]))
    person = visitor(town)
    person.door("saw_something")
    publish(town, form.shipped())
    person.send("tip", what="", own_van="Behind the motel")
    assert 'value="Behind the motel"' in person.text
    person.post({"do": "exit"})
    person.send("tip", what="A van.", own_van="Behind the motel")  # the visit is over
    assert "Behind the motel" in person.text
    assert form.LABEL["en"] in person.text
    person.send("begin")
    assert "Behind the motel" in person.text


def test_a_door_that_asks_in_an_order_of_its_own_says_so_and_its_notice_moves_along(
    town: Town,
) -> None:
    assert "data-need_help" not in page(town)
    body = form.shipped()
    order = body["doors"]["need_help"]
    order.remove("notice")
    order.insert(1, "notice")  # after the question whether somebody is in danger
    order.append(order.pop(order.index("consent")))
    publish(town, body)
    told = re.search(r'data-need_help="([^"]*)"', page(town))
    assert told is not None
    assert told[1].split()[:3] == ["danger_now", "notice", "what"]
    assert told[1].split()[-2:] == ["reach", "consent"]
    assert 'data-step="notice" data-doors="need_help"' in re.sub(r"\s+", " ", page(town))
    person = visitor(town)
    person.door("need_help")
    places = [person.text.index(f'name="{name}"') for name in ("danger_now", "what")]
    assert places[0] < person.text.index('<p class="notice">') < places[1]


def test_without_scripts_what_only_some_are_asked_is_folded_and_open_where_it_was_answered(
    town: Town,
) -> None:
    condition = {"question": "danger_now", "any_of": ["yes"]}
    publish(town, form.with_question(kind="number", choices=[], condition=condition))
    person = visitor(town)
    person.door("saw_something")
    folded = next(part for part in person.text.split("<details")[1:] if "own_van" in part)
    assert not folded.split(">", 1)[0].strip()
    assert "<summary>Is someone in danger right now?</summary>" in folded
    person.send("tip", what="", own_van="about 20")
    folded = next(part for part in person.text.split("<details")[1:] if "own_van" in part)
    assert folded.split(">", 1)[0].strip() == "open"
    assert 'value="about 20"' in folded


def test_what_only_the_third_door_asks_is_fetched_apart_in_the_version_that_is_asked_for(
    town: Town,
) -> None:
    asked = 'data-step="topic"'
    for language in form.LABEL:
        assert (asked in page(town, language=language), asked in page(town, "/ask", language)) == (
            False,
            True,
        )
    body = form.with_question("topic", "ask_something")
    body["doors"]["ask_something"].remove("topic")
    for key in [key for key in body["doors"]["ask_something"] if key.startswith("training_")]:
        body["doors"]["ask_something"].remove(key)
    publish(town, body)
    assert ("own_van" in page(town), "own_van" in page(town, "/ask")) == (False, True)
    assert asked not in page(town, "/ask?form=1")
    assert asked in page(town, "/ask?form=0")
    assert 'data-ask_something="what own_van reach"' not in page(town)


def test_a_third_door_that_asks_its_own_questions_elsewhere_says_in_which_order(town: Town) -> None:
    body = form.shipped()
    order = body["doors"]["ask_something"]
    order.append(order.pop(order.index("what")))
    order.append(order.pop(order.index("files")))
    publish(town, body)
    assert 'data-ask_something="topic reach what"' in page(town)


def test_the_questions_that_ship_are_named_by_nobody(town: Town) -> None:
    visitor(town).tip(WHAT)
    assert "form" not in sealed(town)
