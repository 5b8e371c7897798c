"""An advocate at a browser: signs in at the desk and works on its screens as people do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.server import ROOT, RunningSite

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
A_WHILE = 30_000
"""Milliseconds in which stretching a passphrase must be done, also on a busy machine."""


class Desk:
    """One browser window at the desk; `problems` holds what the browser complained about."""

    def __init__(self, browser: Browser, site: RunningSite, **look: Any) -> None:
        """Open the desk's page in a fresh browser profile that looks as said."""
        self.site = site
        self.context: BrowserContext = browser.new_context(**{"locale": "en-US", **look})
        self.context.add_init_script(AXE)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._heard)
        self.page.goto(site.desk_url)
        self.form.wait_for()

    def _heard(self, message: Any) -> None:
        # What the server refuses on purpose is logged by the browser as well; the rest is ours.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    @property
    def form(self) -> Locator:
        """The sign-in form."""
        return self.page.locator("form.sign-in-form")

    def account(self, name: str) -> dict[str, Any]:
        """What the demonstration wrote down about somebody."""
        found = [person for person in self.site.demo["staff"] if person["name"] == name]
        return dict(found[0])

    def sign_in(self, name: str) -> Desk:
        """Sign in with passphrase and the words of the card."""
        person = self.account(name)
        return self.sign_in_with(name, person["passphrase"], person["device_key"])

    def sign_in_with(self, name: str, passphrase: str, device_key: str) -> Desk:
        """The same, with what stands on a sheet."""
        self.form.locator("input").first.fill(name)
        self.form.locator("input[type=password]").fill(passphrase)
        self.form.locator("textarea").fill(device_key)
        self.form.locator("button[type=submit]").click()
        # An alarm may take the desk's place before anybody saw it.
        here = self.page.locator(".nav, .alarm").first
        here.wait_for(state="attached", timeout=A_WHILE)
        return self

    def sign_in_again(self, name: str) -> Desk:
        """The same in a browser that keeps this person's device key."""
        self.form.locator("input").first.fill(name)
        self.form.locator("textarea").wait_for(state="detached")
        self.form.locator("input[type=password]").fill(self.account(name)["passphrase"])
        self.form.locator("button[type=submit]").click()
        self.page.locator(".nav").wait_for(state="attached", timeout=A_WHILE)
        return self

    def button(self, name: str) -> Locator:
        """The first button of this name."""
        return self.page.get_by_role("button", name=name).first

    def open_menu(self) -> None:
        """On a narrow screen the ways to the other screens are behind a button."""
        menu = self.page.locator(".menu-button")
        if menu.is_visible() and menu.get_attribute("aria-expanded") == "false":
            menu.click()

    def go(self, index: int) -> None:
        """Go to the screen that the bar names at this place."""
        self.open_menu()
        self.page.locator(".nav-button").nth(index).click()

    def tab(self, index: int) -> None:
        """Show waiting (0), mine (1) or all (2)."""
        self.page.locator(".tab").nth(index).click()

    def open_item(self, words: str) -> None:
        """Open the item that tells these words; one that was just given back comes with the next list."""
        if self._opened(words):
            return
        with self.page.expect_response("**/api/v1/queue*", timeout=A_WHILE):
            pass
        if not self._opened(words):
            raise AssertionError(f"no item tells {words!r}")

    def _opened(self, words: str) -> bool:
        """Whether an item of the list tells these words; if so it is open."""
        rows = self.page.locator(".rows .row .row-open")
        rows.first.wait_for()
        for index in range(rows.count()):
            rows.nth(index).click()
            self.page.locator(".pane-item .message").first.wait_for()
            if words in self.page.locator(".pane-item .thread").inner_text():
                return True
            self.page.locator(".back").click()
            rows.first.wait_for()
        return False

    def tab_to(self, name: str, limit: int = 60) -> None:
        """Press Tab until something of this class has the focus."""
        for _ in range(limit):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate("document.activeElement.className"):
                return
        raise AssertionError(f"Tab never reaches {name}")

    def language(self, code: str) -> None:
        """Turn the desk to a language, and wait until its words are there."""
        # Also behind a dialog, and in a menu that is closed.
        self.page.locator(".language-switch select").select_option(code, force=True)
        self.page.locator(f"html[lang={code}]").wait_for(state="attached")

    def axe(self) -> list[str]:
        """What axe finds on the screen as it is now."""
        found = self.page.evaluate(
            "options => window.axe.run(document, options).then(({violations}) => violations.map("
            "({id, nodes}) => id + ': ' + nodes.map(({html}) => html.slice(0, 160)).join(' | ')))",
            AXE_OPTIONS,
        )
        return [str(line) for line in found]

    def stored(self) -> str:
        """Everything that the desk's origin keeps in this browser, as text."""
        dump = """async () => {
          const kept = {local: {...localStorage}, session: {...sessionStorage}, databases: {}};
          for (const {name, version} of await indexedDB.databases()) {
            const database = await new Promise((resolve, reject) => {
              const request = indexedDB.open(name, version);
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
            for (const store of database.objectStoreNames) {
              const all = database.transaction(store).objectStore(store);
              const read = (request) => new Promise((done) => {
                request.onsuccess = () => done(request.result);
              });
              kept.databases[store] = [await read(all.getAllKeys()), await read(all.getAll())];
            }
            database.close();
          }
          kept.caches = await caches.keys();
          return JSON.stringify(kept);
        }"""
        return json.dumps(json.loads(self.page.evaluate(dump)))

    def picture(self, folder: Path, name: str) -> None:
        """Leave a screenshot for people to look at."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong unseen."""
        self.context.close()
        assert self.problems == []
