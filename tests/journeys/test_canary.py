"""What people type stays theirs: random words typed in every field are nowhere but on both screens."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, Route

from tests.journeys.canary import canary, found_in, found_under
from tests.journeys.desk import Desk
from tests.journeys.joining import join
from tests.journeys.outside import Outside
from tests.server import ROOT, RunningSite, served
from webapp.security import HEADERS

pytestmark = pytest.mark.journey

WRITTEN = ("what", "where", "when", "who_danger", "reach", "employer", "people")
CHOSEN = {
    "danger_now": "no",
    "minor": "no",
    "how_known": "self",
    "consent": "anonymous",
    "witness": "worker",
}
HAND_OVER = {"demo-desk.json"}
"""The demonstration's own file of sign-in details: the one place where it is meant to be read."""


class Watched:
    """A browser whose every request is kept as bytes, and whose files may be swapped for others."""

    def __init__(self, browser: Browser, swaps: dict[str, bytes]) -> None:
        self.browser, self.swaps = browser, swaps
        self.sent: list[bytes] = []

    def new_context(self, **options: Any) -> BrowserContext:
        """A context of the browser, watched from its first request on."""
        context = self.browser.new_context(**options)
        context.on("request", self._keep)
        for name, content in self.swaps.items():
            context.route(f"**/static/{Path(built(name)['file']).name}", _gives(content))
        if self.swaps:
            context.route(re.compile(r":\d+/$"), self._swap_integrity)
        return context

    def _keep(self, request: Request) -> None:
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        head = f"{request.method} {request.url}\n{headers}".encode()
        self.sent += [head, request.post_data_buffer or b""]

    def _swap_integrity(self, route: Route) -> None:
        answer = route.fetch()
        page = answer.text()
        for name, content in self.swaps.items():
            page = page.replace(built(name)["integrity"], sri(content))
        route.fulfill(response=answer, body=page)


def _gives(content: bytes) -> Callable[[Route], None]:
    return lambda route: route.fulfill(
        body=content, content_type="text/javascript", headers=HEADERS
    )


def built(name: str) -> dict[str, str]:
    """Where the build put an entry, and its integrity."""
    found: dict[str, str] = json.loads((ROOT / "webapp/static/manifest.json").read_text())[name]
    return found


def sri(content: bytes) -> str:
    """The integrity of these bytes."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def unsealed(entry: str) -> bytes:
    """The bundle of an entry with sealing switched off."""
    build = ["node", "tests/js/unsealed/build.mjs", entry]
    return subprocess.run(build, cwd=ROOT, capture_output=True, check=True).stdout


def everything_is_typed(site: RunningSite, watched: Watched) -> list[str]:
    """Both sides type a new canary into each of their fields; gives all that was typed or shown."""
    typed = {name: canary() for name in WRITTEN}
    more, reply, note, title, summary, section, body = (canary() for _ in range(7))
    browser = cast("Browser", watched)
    admin = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0])
    kim = join(admin.page, browser, "kim", "Kim")

    person = Outside.arrive(browser, site.source_url)
    person.tip("need_help", {**CHOSEN, **typed})
    person.practise()
    person.do("see")
    person.see_thread()

    desk = Desk.sign_in(browser, site.desk_url, kim)
    desk.open_waiting(typed["what"])
    desk.note(note)
    desk.reply(reply)
    person.read(reply)
    person.write(more)
    desk.read(more)
    desk.press("item.convert")
    dialog = desk.page.get_by_role("dialog")
    desk.field("case.summary", dialog).fill(summary)
    desk.field("case.title-field", dialog).fill(title)
    desk.press("case.create", dialog)
    desk.read(title)
    desk.add_section("incident", section, body)
    secrets_shown = [person.words, kim["passphrase"], kim["device_key"]]
    return [*typed.values(), more, reply, note, title, summary, section, body, *secrets_shown]


def given_away(site: RunningSite, watched: Watched, texts: list[str]) -> dict[str, list[str]]:
    """Where any of the texts can be found, outside the two screens."""
    found = found_under(site.home, texts, besides=HAND_OVER)
    requests = {text for body in watched.sent for text in found_in(body, texts)}
    return {**found, **({"requests": sorted(requests)} if requests else {})}


def test_nothing_that_is_typed_is_anywhere_but_on_both_screens(
    site: RunningSite, browser: Browser
) -> None:
    watched = Watched(browser, {})
    texts = everything_is_typed(site, watched)
    assert any(
        sent.startswith(b"POST") and b"/api/v1/conversations" in sent for sent in watched.sent
    )
    assert any(sent.startswith(b"POST") and b"/records" in sent for sent in watched.sent)
    assert given_away(site, watched, texts) == {}


@pytest.mark.long  # the search itself is tried in tests/unit/test_canary.py each time
def test_with_sealing_switched_off_the_same_search_finds_what_was_typed(
    browser: Browser, tmp_path: Path
) -> None:
    swaps = {
        "source/engine.js": unsealed("source/engine.ts"),
        "staff/main.js": unsealed("staff/main.tsx"),
    }
    watched = Watched(browser, swaps)
    with served(tmp_path) as site:
        texts = everything_is_typed(site, watched)
        found = given_away(site, watched, texts)
    typed = set(texts[:-3])  # the three secrets at the end are never sealed, so never sent either
    assert typed <= set(found["requests"])
    in_store = {text for where, given in found.items() if "content.db" in where for text in given}
    assert typed <= in_store
