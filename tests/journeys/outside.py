"""A person outside, in a real browser: every step goes through the shipped page."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.texts import texts

PATIENCE = 60_000
"""Milliseconds: a slow machine stretches the words and seals."""


@dataclass
class Outside:
    """Somebody with a browser window on the source side."""

    context: BrowserContext
    page: Page
    language: str
    words: str = ""
    sent: list[str] = field(default_factory=list)

    @classmethod
    def arrive(
        cls, browser: Browser, url: str, language: str = "en", *, width: int = 320
    ) -> Outside:
        """Open the page in this language on a phone-sized screen."""
        context = browser.new_context(locale=language, viewport={"width": width, "height": 640})
        page = context.new_page()
        person = cls(context, page, language)
        page.on(
            "request", lambda request: person.sent.append(request.url + (request.post_data or ""))
        )
        page.goto(url)
        return person

    def say(self, key: str) -> str:
        """A text of the source side in this person's language."""
        return texts("source", self.language)(key)

    def do(self, name: str, value: str | None = None) -> None:
        """Press the visible button with this action."""
        chosen = f'[data-do="{name}"]' + (f'[value="{value}"]' if value else "")
        self.page.locator(f"{chosen}:visible").first.click()

    def tip(self, door: str, answers: dict[str, str]) -> None:
        """Write a tip question by question, review it and send it; the words are noted."""
        self.do("door", door)
        if "topic" in answers:  # only the third door asks it, and it comes after the page
            self.page.locator('[data-step="topic"]').wait_for(state="attached")
        while not self.page.locator('[data-do="send"]').is_visible():
            self._answer(answers)
            self.do("next")
        self.do("send")
        expect(self.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
        self.words = " ".join(self.page.locator("ol.words li").all_inner_texts())

    def practise(self) -> None:
        """Type the words as the page asks, and go on."""
        self.do("view", "practice")
        self.page.locator("#practice").fill(self.words.upper())
        self.do("practise")
        expect(self.page.locator('[data-view="done"] [data-right]')).to_be_visible(timeout=PATIENCE)

    def come_back(self, words: str | None = None) -> None:
        """Open the thread with the words."""
        self.do("view", "back")
        self.page.locator("#receipt").fill(words or self.words)
        self.do("open")

    def see_thread(self) -> None:
        """The thread is on screen."""
        expect(self.page.locator('[data-view="thread"]')).to_be_visible(timeout=PATIENCE)

    def read(self, text: str) -> None:
        """The newest answer, fetched again if need be, says this."""
        latest = self.page.locator(".latest")
        if text not in latest.inner_text():
            self.do("refresh")
        expect(latest).to_contain_text(text, timeout=PATIENCE)

    def write(self, text: str) -> None:
        """Write more, and see it leave the box: it was acknowledged."""
        box = self.page.locator("#more")
        box.fill(text)
        self.do("write")
        expect(box).to_have_value("", timeout=PATIENCE)

    def exit(self) -> None:
        """Leave at once."""
        self.page.locator("header [data-exit-now]").click()

    def _answer(self, answers: dict[str, str]) -> None:
        step = self.page.locator("[data-step]:visible")
        for name, value in answers.items():
            choice = step.locator(
                f'label:has(input[type=radio][name="{name}"][value="{value}"]):visible'
            )
            typed = step.locator(
                f'textarea[name="{name}"]:visible, input:not([type=radio])[name="{name}"]:visible'
            )
            if value.isidentifier() and choice.count():
                choice.click()
            elif typed.count():
                typed.fill(value)
