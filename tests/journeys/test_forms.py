"""The questions behind the doors: one is added in three languages, asked at once, and read by its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.form_draft import LABEL
from tests.journeys.desk import Desk as Reader
from tests.journeys.desk_window import Desk
from tests.journeys.outside import PATIENCE, Outside
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = pytest.mark.journey

say = texts("desk", "en")
BEFORE = "Una camioneta espera detrás del motel."
AFTER = "Otra camioneta espera detrás del motel."
COLORS = (("Red", "Roja", "حمراء"), ("Dark", "Oscura", "داكنة"))


def named(page: Page, label: str) -> None:
    """Fill the texts of the open question, and of its answers, in each language."""
    fields = page.locator(".form-fields .texts-fields")
    rows = [tuple(LABEL.values()), ("", "", ""), *COLORS]
    groups = [fields.nth(0), fields.nth(1), *page.locator(".form-choice > .texts-fields").all()]
    for group, words in zip(groups, rows, strict=True):
        for field, text in zip(group.locator("input").all(), words, strict=True):
            field.fill(text)
    page.get_by_label(say("forms.condition"), exact=True).select_option(label=label)


def add_question(nora: Desk) -> None:
    """A choice for whoever says that somebody is in danger, moved up by keyboard."""
    page = nora.page
    page.get_by_role("button", name=say("nav.forms"), exact=True).click()
    page.get_by_label(say("forms.name"), exact=True).fill("Van")
    page.get_by_label(say("forms.kind"), exact=True).select_option("choice")
    nora.button(say("forms.add-go")).click()
    expect(page.get_by_text(say("forms.missing"))).to_be_visible()
    named(page, texts("source", "en")("q.danger_now"))
    page.locator("#up-own_van").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#up-own_van")).to_be_focused()
    expect(page.get_by_text(say("forms.none-missing"))).to_be_visible()
    assert nora.axe() == []


def publish(nora: Desk, pictures: Path) -> None:
    """The preview asks it only where it is asked outside."""
    page = nora.page
    nora.button(say("site.preview")).click()
    asked = page.locator(".outside").filter(has_text=LABEL["en"])
    expect(asked).to_have_count(0)
    page.locator(".outside").first.get_by_text("Yes", exact=True).click()
    expect(asked).to_have_count(1)
    assert nora.axe() == []
    nora.picture(pictures, "preview")
    nora.button(say("site.publish")).click()
    expect(page.get_by_text(say("site.version").replace("{n}", "1"), exact=True)).to_be_visible()


@pytest.mark.long  # by calls each time: tests/integration/test_forms.py
def test_a_question_is_added_asked_and_read_and_who_began_before_finishes_as_they_began(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    early = Outside.arrive(browser, site.source_url, "es")
    early.do("door", "saw_something")
    nora = Desk(browser, site).sign_in("nora")
    add_question(nora)
    publish(nora, pictures)
    early.do("language", "en")  # the page is fetched anew, and asks what it asked before
    early.do("view", "home")
    early.tip("saw_something", {"danger_now": "yes", "what": BEFORE, "own_van": "answer_1"})
    assert early.page.locator('[name="own_van"]').count() == 0
    late = Outside.arrive(browser, site.source_url, "es")
    late.tip("saw_something", {"danger_now": "yes", "what": AFTER, "own_van": "no"})
    ana = Reader.sign_in(browser, site.desk_url, site.demo["staff"][1], "en")
    ana.open_waiting(AFTER)
    answer = ana.page.locator(".answer").filter(has_text=LABEL["en"])
    expect(answer).to_contain_text(COLORS[1][0], timeout=PATIENCE)
    ana.page.screenshot(path=pictures / "answers.png", full_page=True)


def reword(nora: Desk, words: str) -> None:
    """Other words for the question where it happens, up to the button that publishes them."""
    nora.page.get_by_role("button", name=say("nav.forms"), exact=True).click()
    name = texts("source", "en")("q.where")
    row = nora.page.locator(".form-row").filter(has_text=name)
    row.get_by_role("button", name=say("forms.edit")).click()
    row.locator(".texts-fields input").first.fill(words)
    nora.button(say("site.preview")).click()


@pytest.mark.long  # by calls each time: tests/integration/test_forms.py
def test_of_two_who_publish_the_second_sees_both_and_an_old_version_is_taken_up(
    site: RunningSite, browser: Browser
) -> None:
    one, two = (Desk(browser, site).sign_in("nora") for _ in range(2))
    reword(one, "Which town?")
    reword(two, "Which place?")
    one.button(say("site.publish")).click()
    expect(one.page.locator(".form-row").filter(has_text="Which town?")).to_be_visible()
    two.button(say("site.publish")).click()
    both = two.page.locator(".sides")
    expect(both).to_have_count(1)
    for words in ("Which town?", "Which place?"):
        expect(both).to_contain_text(words)
    both.get_by_role("radio").last.check()
    two.button(say("site.both-go")).click()
    expect(two.page.locator(".outside").filter(has_text="Which town?")).to_have_count(1)
    two.button(say("site.back")).click()
    last = two.page.locator(".rows .row").filter(has_text=say("site.version").replace("{n}", "1"))
    expect(last).to_have_count(0)  # the list is as it was when the draft began
    two.button(say("action.discard")).click()
    last.get_by_role("button").click()
    expect(two.page.locator(".form-row").filter(has_text="Which town?")).to_be_visible()
    assert two.problems == []
