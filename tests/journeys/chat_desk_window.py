"""An advocate who answers chats at a browser: what one does on a shift, step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, expect

from tests.faults.proxy import Proxy
from tests.journeys.desk_window import A_WHILE, Desk
from tests.server import RunningSite


@dataclass
class Through(RunningSite):
    """The same site, its desk reached by a line of ours."""

    proxy: Proxy

    @property
    def desk_url(self) -> str:
        """Where this browser goes."""
        return self.proxy.url


def through(site: RunningSite, proxy: Proxy) -> Through:
    """The site as a browser behind this proxy has it."""
    return Through(site.home, site.port, site.process, proxy)


class Advocate(Desk):
    """Somebody on a shift."""

    def shift(self, status: str) -> Advocate:
        """Choose on, busy, away or off."""
        self.page.locator(".shift-status select").select_option(status)
        self.page.locator(f".shift-status[data-status={status}]").wait_for()
        return self

    def take_next(self) -> None:
        """Take the next chat by its shortcut; it is open, and theirs."""
        self.page.keyboard.press("Alt+KeyN")
        self.box.wait_for(timeout=A_WHILE)

    def open_chat(self) -> None:
        """Open the only chat of the list that is shown."""
        self.page.locator(
            ".row:has(.live-waiting, .live-live, .live-ended) .row-open"
        ).first.click()
        self.page.locator(".pane-item .thread").wait_for()

    @property
    def box(self) -> Locator:
        """Where messages are written."""
        return self.page.locator(".item-thread form.reply textarea")

    @property
    def thread(self) -> Locator:
        """The log."""
        return self.page.locator(".thread")

    def write(self, text: str) -> None:
        """Type and press Enter."""
        self.box.fill(text)
        self.page.keyboard.press("Enter")

    def sent(self, text: str) -> None:
        """This message of ours is acknowledged: it is in the thread, no longer on its way."""
        ours = self.page.locator(".message.ours:not(.pending)", has_text=text)
        expect(ours).to_have_count(1, timeout=A_WHILE)

    def reads(self, text: str) -> None:
        """The thread shows these words."""
        expect(self.thread.get_by_text(text).first).to_be_visible(timeout=A_WHILE)

    def transcript(self) -> list[str]:
        """Every text in the thread, from top to bottom."""
        return self.thread.locator(".message-text").all_inner_texts()

    def press(self, name: str) -> None:
        """Press the button that begins with this name."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()

    def in_dialog(self, name: str) -> None:
        """The same, in the open dialog; it closes."""
        dialog = self.page.locator("dialog")
        dialog.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()
        dialog.wait_for(state="detached", timeout=A_WHILE)

    def end_chat(self) -> None:
        """End it, and see the wrap-up."""
        self.press("End chat")
        self.in_dialog("End it")
        self.page.locator(".wrap-up").wait_for()

    def wrap_up(self, summary: str) -> None:
        """Say how it ended, sum it up, finish."""
        form = self.page.locator(".wrap-up")
        form.get_by_label("Information given").check()
        form.get_by_label("Summary").fill(summary)
        form.get_by_role("button", name="Finish").click()
        form.wait_for(state="detached")


def arrives(browser: Browser, site: RunningSite, name: str, **look: object) -> Advocate:
    """Somebody signs in and goes on shift."""
    desk = Advocate(browser, site, **look)
    desk.sign_in(name)
    return desk.shift("on")


def finish(desk: Advocate) -> None:
    """End and wrap up what is open, so that the next test begins with empty hands."""
    if desk.page.locator(".item-head").get_by_role("button", name="End chat").count():
        desk.end_chat()
    if desk.page.locator(".wrap-up").count():
        desk.wrap_up("Done.")


@dataclass
class Shifts:
    """Who works at one site's desk through the tests of a module: each signs in once.

    Stretching a passphrase takes a browser seconds, and what comes after it is what is tested.
    """

    browser: Browser
    site: RunningSite
    here: dict[str, Advocate] = field(default_factory=dict)

    def on(self, name: str) -> Advocate:
        """This person at the queue, on shift, with empty hands."""
        desk = self.here.get(name)
        if desk is None or desk.form.is_visible():
            desk = self.here[name] = arrives(self.browser, self.site, name)
            return desk
        desk.go(0)
        desk.tab(0)
        return desk.shift("on")

    def off(self, desk: Advocate) -> None:
        """Nothing is left open, and the next test begins with empty hands."""
        desk.page.unroute_all()
        finish(desk)
        desk.shift("off")
        assert desk.problems == []

    def over(self) -> None:
        """Everybody leaves."""
        for desk in self.here.values():
            desk.leave()
