"""An administrator who sets a real site up in a browser, with pen and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.desk_window import AXE
from tests.journeys.texts import texts

PATIENCE = 60_000
WORDS = 24


@dataclass
class Founding:
    """A browser on the page /setup, and what its owner wrote down."""

    page: Page
    language: str = "en"
    papers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, browser: Browser, desk_url: str, language: str = "en", **look: Any) -> Founding:
        """Open the page."""
        context = browser.new_context(**{"locale": language, **look})
        context.add_init_script(AXE)
        page = context.new_page()
        page.goto(f"{desk_url}/setup")
        founding = cls(page, language)
        founding.heading("setup.title")
        return founding

    def say(self, key: str) -> str:
        """A text of the desk in this person's language."""
        return texts("desk", self.language)(key)

    def heading(self, key: str) -> None:
        """The screen with this heading is there."""
        found = self.page.get_by_role("heading", level=1, name=self.say(key), exact=True)
        expect(found).to_be_visible(timeout=PATIENCE)

    def press(self, key: str) -> None:
        """Press the button with this text."""
        self.page.get_by_role("button", name=self.say(key), exact=True).click()

    def fill(self, key: str, text: str) -> None:
        """Fill the field with this label."""
        self.page.get_by_label(self.say(key), exact=True).fill(text)

    def code(self, code: str, button: str = "setup.begin") -> None:
        """Type the code and go on."""
        self.fill("setup.code", code)
        self.press(button)

    def write_down(self, name: str) -> None:
        """Copy the 24 words of a sheet, and type the two that are asked for."""
        self.heading(f"setup.{name}-title")
        words = self.page.locator(".words li").all_inner_texts()
        assert len(words) == WORDS
        self.papers[name] = " ".join(words)
        self.press("setup.written")
        self.answer(words)

    def answer(self, words: list[str]) -> None:
        """Type the words that are asked for off this paper."""
        fields = self.page.locator("form.sheet .field")
        for n in range(fields.count()):
            place = re.search(r"\d+", fields.nth(n).locator("label").inner_text())
            assert place is not None
            fields.nth(n).locator("input").fill(words[int(place[0]) - 1])
        self.press("setup.check-go")

    def introduce(self, name: str, shown: str, passphrase: str | None = None) -> str:
        """Enter the names, and a passphrase of one's own or the one that was drawn."""
        self.heading("setup.you-title")
        self.fill("people.display-name", shown)
        self.fill("people.name", name)
        if passphrase is not None:
            self.press("setup.choose")
            self.fill("setup.passphrase-own", passphrase)
            self.fill("setup.passphrase-again", passphrase)
        else:
            passphrase = self.page.locator(".secret").inner_text()
        self.press("setup.next")
        return passphrase

    def account(self, name: str, passphrase: str, card: list[str] | None = None) -> dict[str, str]:
        """What signs this person in, with this card or the one that was written down here."""
        words = " ".join(card) if card else self.papers["card"]
        return {"name": name, "passphrase": passphrase, "device_key": words}

    def go_through(self, code: str, name: str = "nora") -> dict[str, str]:
        """The whole setup; gives what signs the administrator in."""
        self.code(code)
        self.write_down("root")
        self.write_down("recovery")
        passphrase = self.introduce(name, "Nora Ellis")
        self.write_down("card")
        self.heading("setup.done-title")
        return self.account(name, passphrase)
