"""Every view of a chat outside, in every language and theme: accessible, and its exit in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.faults.proxy import Line, proxied
from tests.journeys.chat_outside import Chatter
from tests.journeys.looks import looks
from tests.journeys.outside import PATIENCE
from tests.journeys.test_source_views import LANGUAGES, faults
from tests.server import RunningSite

pytestmark = pytest.mark.journey

DAYS = {key: ["09:00", "21:00"] for key in ("mon", "tue", "wed", "thu", "fri")}
STANDING: dict[str, Any] = {
    "position": None,
    "on_shift": 2,
    "estimate": None,
    "advocates": 0,
    "supervisors": 0,
    "interpreters": 0,
    "warned": False,
    "lost": False,
    "words_hours": 24,
    "open": {"zone": "America/New_York", "now": False, "days": DAYS},
}


class Told:
    """What the page is told of how its chat stands, in place of the truth: so every state is seen."""

    def __init__(self, person: Chatter) -> None:
        self.live: dict[str, Any] | None = {}
        self.person = person
        person.context.route("**/api/v1/conversation**", self._tell)

    def say(self, phase: str, seen: str, **how: Any) -> None:
        """From now on it stands so; waits until these words are on the screen."""
        self.live = {**STANDING, "phase": phase, **how}
        sentence = self.person.page.locator("[data-stands], #asking").filter(
            has_text=self.person.say(seen)
        )
        expect(sentence.first).to_be_visible(timeout=PATIENCE)

    def _tell(self, route: Route) -> None:
        answer = route.fetch()
        if answer.status in {200, 201}:
            route.fulfill(response=answer, json={**answer.json(), "live": self.live})
        else:
            route.fulfill(response=answer)


def before_the_first_words(person: Chatter) -> Iterator[str]:
    """The door's two ways, and whether it is safe."""
    person.do("door", "need_help")
    yield "ways"
    person.do("chat-now")
    expect(person.page.locator('[data-view="safe"]')).to_be_visible(timeout=PATIENCE)
    yield "safe"
    person.do("view", "unsafe")
    yield "unsafe"
    person.do("view", "safe")


def waiting(person: Chatter, told: Told) -> Iterator[str]:
    """Each question of the waiting room, and what is said of the wait."""
    told.live = {**STANDING, "phase": "waiting", "position": 2, "estimate": 10}
    person.do("safe-yes")
    person.say_text("Hola. Necesito ayuda.\nمساعدة")
    person.page.locator("[data-waits] summary").click()
    for question in ("language", "danger_now", "minor", "region"):
        heading = person.card.locator("h2")
        expect(heading).to_have_text(person.say(f"ask.{question}"), timeout=PATIENCE)
        if question == "minor":
            expect(person.card).to_contain_text(person.say("start.report"))
        yield f"waiting-{question}"
        person.do("chat-skip" if question == "region" else "chat-answer")
    told.say("waiting", "chat.nobody", on_shift=0, position=1)
    yield "nobody"
    told.say("waiting", "chat.lost", position=1, lost=True)
    yield "lost"


def talking(person: Chatter, told: Told) -> Iterator[str]:
    """With an advocate, idle, resting, the boxes, and the end."""
    told.say("live", "chat.also.interpreter", advocates=2, supervisors=1, interpreters=1)
    yield "live"
    told.say("live", "idle.heading", advocates=1, warned=True)
    yield "idle"
    told.say("resting", "rest.go")
    yield "resting"
    for box in ("word", "end", "remove"):
        person.do("chat-box", box)
        yield f"box-{box}"
    person.do("chat-words")
    expect(person.page.locator('[data-view="words"]')).to_be_visible()
    yield "words"
    person.do("view", "home")
    yield "bar"
    person.do("chat-now")
    told.say("ended", "chat.ended")
    yield "ended"


LOOKS = looks(
    (320, 1280),
    LANGUAGES,
    ("light", "dark"),
    often=[(320, "ar", "dark")],
)


@pytest.mark.parametrize(("width", "language", "theme"), LOOKS)
def test_every_view_of_a_chat_is_accessible_and_keeps_its_exit_in_sight(
    site: RunningSite, browser: Browser, pictures: Path, language: str, theme: str, width: int
) -> None:
    # Without the live line the page asks, and what it is told can be chosen.
    with proxied(site.port, Line(websocket=False)) as proxy:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 640 if width == 320 else 800},
            color_scheme="dark" if theme == "dark" else "light",
        )
        page = context.new_page()
        page.goto(proxy.url)
        person = Chatter(context, page, language)
        told = Told(person)
        walks = (before_the_first_words(person), waiting(person, told), talking(person, told))
        views = [
            (name, page.screenshot(path=pictures / f"{name}.png") and faults(page))
            for walk in walks
            for name in walk
        ]
        context.close()
    assert [view for view in views if view[1]] == []
    assert len(views) == 18
