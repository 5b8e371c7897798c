"""Who sits at a site's desk through the tests of a module: each signs in once."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.desk_window import Desk
from tests.server import RunningSite


class Seats:
    """Stretching a passphrase takes a browser seconds; what comes after it is what is tested."""

    def __init__(self, browser: Browser, site: RunningSite) -> None:
        self.browser, self.site = browser, site
        self._here: dict[str, Desk] = {}

    def at(self, name: str) -> Desk:
        """This person at the queue, in the window that is open, or in a new one after its end."""
        desk = self._here.get(name)
        if desk is None or not desk.page.locator(".nav").count():
            desk = self._here[name] = Desk(self.browser, self.site).sign_in(name)
        desk.go(0)
        # What the test before had open beside the list would be taken for what this one opens.
        if desk.page.locator(".back").is_visible():
            desk.page.locator(".back").click()
        desk.tab(0)
        return desk

    def left(self, desk: Desk) -> None:
        """The test is over: nothing went wrong unseen, and its lies are taken back."""
        desk.page.unroute_all()
        assert desk.problems == []

    def closed(self) -> None:
        """Everybody leaves."""
        for desk in self._here.values():
            desk.leave()
