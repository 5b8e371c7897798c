"""A member of staff at the desk, in a real browser: every step goes through the shipped page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.texts import texts

PATIENCE = 60_000


@dataclass
class Desk:
    """Somebody signed in at the desk."""

    context: BrowserContext
    page: Page
    language: str
    sent: list[str] = field(default_factory=list)

    @classmethod
    def sign_in(
        cls,
        browser: Browser,
        url: str,
        person: dict[str, Any],
        language: str = "en",
        *,
        width: int = 1280,
    ) -> Desk:
        """Open the desk with this person's passphrase and device key."""
        context = browser.new_context(locale=language, viewport={"width": width, "height": 800})
        page = context.new_page()
        desk = cls(context, page, language)
        page.on(
            "request", lambda request: desk.sent.append(request.url + (request.post_data or ""))
        )
        page.goto(url)
        desk.field("sign-in.name").fill(person["name"])
        desk.field("sign-in.passphrase").fill(person["passphrase"])
        desk.field("sign-in.device").fill(person["device_key"])
        desk.press("sign-in.submit")
        expect(page.get_by_role("button", name=desk.say("nav.queue"), exact=True)).to_be_visible(
            timeout=PATIENCE
        )
        return desk

    def say(self, key: str) -> str:
        """A text of the desk in this person's language."""
        return texts("desk", self.language)(key)

    def field(self, key: str, within: Locator | None = None) -> Locator:
        """The field with this label."""
        return (within or self.page).get_by_label(self.say(key), exact=True)

    def press(self, key: str, within: Locator | None = None) -> None:
        """Press the button with this text."""
        (within or self.page).get_by_role("button", name=self.say(key), exact=True).first.click()

    def announced(self, key: str) -> None:
        """The desk says this to whoever looks or listens."""
        expect(self.page.get_by_text(self.say(key)).first).to_be_attached(timeout=PATIENCE)

    def open_waiting(self, text: str) -> None:
        """Look through what waits until the item with this text is on screen, and claim it."""
        self.press("nav.queue")
        rows = self.page.locator("li.row .row-open")
        expect(rows.first).to_be_visible(timeout=PATIENCE)
        for number in range(rows.count()):
            rows.nth(number).click()
            if self._shows(text):
                break
            self._back()
        head = self.page.locator(".item-head")
        self.press("action.claim", head)
        expect(head.get_by_role("button", name=self.say("action.release"))).to_be_visible(
            timeout=PATIENCE
        )

    def read(self, text: str) -> None:
        """The open thread shows this text."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def reply(self, text: str) -> None:
        """Write to the person, and see it acknowledged."""
        box = self.field("item.reply")
        box.fill(text)
        self.press("item.send")
        expect(box).to_have_value("", timeout=PATIENCE)
        self.read(text)

    def note(self, text: str) -> None:
        """Write a private note."""
        self.field("item.note-new").fill(text)
        self.press("item.note-save")
        self.read(text)

    def make_case(self, title: str) -> str:
        """Turn the open item into a case; gives the case's number."""
        self.press("item.convert")
        dialog = self.page.get_by_role("dialog")
        self.field("case.title-field", dialog).fill(title)
        self.press("case.create", dialog)
        expect(self.page.get_by_role("heading", level=1).first).to_contain_text(
            title, timeout=PATIENCE
        )
        return "".join(self.page.locator("main .number").first.inner_text().split())

    def add_section(self, kind: str, title: str, body: str) -> None:
        """Add a section to the open case."""
        self.field("case.section-kind").select_option(kind)
        self.press("case.section-add")
        self.field("case.section-title").fill(title)
        self.field("case.body").last.fill(body)
        self.press("action.save")
        self.read(body)

    def move_case(self, status: str) -> None:
        """Give the open case this status."""
        self.field("case.move-to").select_option(status)
        self.press("case.move")
        expect(self.page.get_by_text(self.say(f"term.case_status.{status}")).first).to_be_visible(
            timeout=PATIENCE
        )

    def sign_out(self) -> None:
        """Leave the desk."""
        self.press("action.sign-out")
        expect(self.field("sign-in.name")).to_be_visible(timeout=PATIENCE)

    def _shows(self, text: str) -> bool:
        thread = self.page.locator(".item-head")
        expect(thread).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator(".message, .answers").first).to_be_visible(timeout=PATIENCE)
        return self.page.get_by_text(text).count() > 0

    def _back(self) -> None:
        back = self.page.get_by_role("button", name=self.say("item.back"), exact=True)
        if back.is_visible():
            back.click()
