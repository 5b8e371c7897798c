"""The three stories without JavaScript, from a plain form to the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.desk import Desk
from tests.journeys.texts import texts
from tests.server import RunningSite
from webapp.demo.stories import PILOT, TEACHER, WORKER
from webapp.tips import Tip

pytestmark = pytest.mark.journey

PATIENCE = 30_000


class PlainOutside:
    """Somebody whose browser runs no scripts, on a phone-sized screen."""

    def __init__(self, browser: Browser, url: str, language: str, **more: Any) -> None:
        self.context = browser.new_context(
            locale=language,
            viewport={"width": 320, "height": 640},
            java_script_enabled=False,
            **more,
        )
        self.page: Page = self.context.new_page()
        self.say = texts("source", language)
        self.page.goto(url)

    def press(self, key: str) -> None:
        """Press the first button with this text."""
        self.page.get_by_role("button", name=self.say(key)).first.click()

    def door(self, door: str) -> None:
        """Choose a door, and to write instead of talking now."""
        self.press(f"door.{door}")
        self.press("plain.chat.write")

    def tip(self, story: Tip) -> str:
        """Choose the less private way, a door, answer everything, send; gives the words."""
        self.press("plain.way")
        self.door(story.door)
        self.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        for name, value in story.answers.items():
            choice = self.page.locator(f'input[type=radio][name="{name}"]')
            if choice.count():
                self.page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()
            else:
                self.page.locator(f'textarea[name="{name}"], input[name="{name}"]').fill(value)
        self.press("plain.send")
        words = self.page.locator("ol.words li")
        expect(words).to_have_count(7, timeout=PATIENCE)
        return " ".join(words.all_inner_texts())

    def attach(self, path: Path) -> None:
        """Choose a photo and send it without its metadata."""
        self.page.get_by_text(self.say("plain.file.open")).click()
        self.page.locator("#file").set_input_files(path)
        self.press("plain.file.send")
        self.page.get_by_text(self.say("thread.earlier")).click(timeout=PATIENCE)
        shown = self.page.locator("article.message", has_text=self.say("plain.file.is.photo"))
        expect(shown.first).to_be_visible(timeout=PATIENCE)

    def practise(self, words: str) -> None:
        """Try the words, and stand before the thread."""
        self.press("words.practise")
        self.page.locator("#words").fill(words.upper())
        self.press("practice.check")
        expect(self.page.locator("#more")).to_be_visible(timeout=PATIENCE)

    def come_back(self, words: str) -> None:
        """Open the thread with the words."""
        self.press("plain.way")
        self.press("door.back")
        self.page.locator("#words").fill(words)
        self.press("back.open")
        expect(self.page.locator("#more")).to_be_visible(timeout=PATIENCE)

    def read(self, text: str) -> None:
        """The latest answer says this."""
        self.press("thread.refresh")
        expect(self.page.locator("article.message").first).to_contain_text(text, timeout=PATIENCE)

    def write(self, text: str) -> None:
        """Write more."""
        self.page.locator("#more").fill(text)
        self.press("plain.send")
        expect(self.page.locator("#more")).to_have_value("", timeout=PATIENCE)


STORIES = {"pilot": (PILOT, "en", 1), "teacher": (TEACHER, "en", 2), "worker": (WORKER, "es", 1)}
ASKED = {"en": "Thank you. Is anyone hurt right now?", "es": "Gracias. ¿Hay alguien herido ahora?"}
TOLD = {"en": "Not today, as far as I know.", "es": "Chepe sigue mal, no come."}


@pytest.mark.parametrize(
    "who",
    [who if who == "worker" else pytest.param(who, marks=pytest.mark.long) for who in STORIES],
)
def test_a_story_goes_from_a_plain_form_to_the_desk_and_back(
    site: RunningSite, browser: Browser, pictures: Path, who: str
) -> None:
    versions, language, staff = STORIES[who]
    story, mark = versions[language], f"{who} 3 p.m."
    story = Tip(story.language, story.door, {**story.answers, "reach": mark})
    person = PlainOutside(browser, site.source_url, language)
    words = person.tip(story)
    person.page.screenshot(path=pictures / "words.png", full_page=True)
    person.practise(words)
    desk = Desk.sign_in(browser, site.desk_url, site.demo["staff"][staff], language)
    desk.open_waiting(mark)
    desk.read(story.answers["what"])
    expect(desk.page.get_by_text(desk.say("queue.server-opened")).first).to_be_visible()
    desk.reply(ASKED[language])
    person.context.close()
    again = PlainOutside(browser, site.source_url, language)
    again.come_back(words)
    again.read(ASKED[language])
    again.write(TOLD[language])
    desk.read(TOLD[language])
    again.page.screenshot(path=pictures / "thread.png", full_page=True)
    desk.make_case(f"{who}: from a plain form")
