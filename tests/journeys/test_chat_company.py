"""More than two in one chat, everybody at a browser: the person outside reads who comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.journeys.chat_desk_window import Advocate
from tests.journeys.chat_desk_window import arrives as at_the_desk
from tests.journeys.chat_outside import Chatter, arrives
from tests.journeys.desk_window import A_WHILE
from tests.journeys.outside import PATIENCE
from tests.server import RunningSite

pytestmark = pytest.mark.journey


@pytest.fixture
def ana(site: RunningSite, browser: Browser) -> Iterator[Advocate]:
    """Ana, on shift, who ends and wraps up at last."""
    desk = at_the_desk(browser, site, "ana")
    yield desk
    if desk.page.locator(".item-head").get_by_role("button", name="End chat").count():
        desk.end_chat()
        desk.wrap_up("Done.")
    desk.leave()


@pytest.fixture
def luis(site: RunningSite, browser: Browser) -> Iterator[Chatter]:
    """Luis, with a phone, in Spanish."""
    person = arrives(browser, site.source_url, "es")
    yield person
    person.context.close()


def told(person: Chatter, what: str, kind: str, *, is_in: bool) -> None:
    """The person reads at the top who else is there now, and in the log that it happened."""
    expect(
        person.log.locator(".note", has_text=person.say(f"chat.note.{what}.{kind}"))
    ).to_have_count(1, timeout=PATIENCE)
    top = expect(person.stands)
    check = top.to_contain_text if is_in else top.not_to_contain_text
    check(person.say(f"chat.also.{kind}"), timeout=PATIENCE)


class Token:
    """The token with which a browser of the desk asks, once it has asked for anything."""

    def __init__(self, desk: Advocate) -> None:
        self.desk = desk
        self.shown = ""
        desk.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.shown = request.headers.get("authorization", self.shown)

    def asks(self, path: str) -> tuple[int, Any]:
        """What the server answers to whoever has this token."""
        url = f"{self.desk.site.desk_url}/api/v1/{path}"
        got = self.desk.page.request.get(url, headers={"authorization": self.shown})
        return got.status, got.json()


@pytest.mark.long  # test_chat_desk_people has the short one
def test_a_supervisor_joins_openly_all_three_read_the_same_and_the_person_is_told_of_both(
    site: RunningSite, browser: Browser, ana: Advocate, luis: Chatter, pictures: Path
) -> None:
    luis.begin()
    luis.say_text("¿Hay alguien?")
    luis.has("¿Hay alguien?")
    ana.take_next()
    ana.write("Soy Ana.")
    luis.hears("Soy Ana.")
    nora = at_the_desk(browser, site, "nora")
    nora.tab(2)
    nora.open_chat()
    nora.reads("Soy Ana.")
    expect(nora.box).to_have_count(0)
    nora.press("Join openly")
    told(luis, "joined", "supervisor", is_in=True)
    nora.write("Soy Nora, superviso.")
    luis.hears("Soy Nora, superviso.")
    ana.reads("Soy Nora, superviso.")
    luis.say_text("Buenas noches a las dos.")
    for desk in (ana, nora):
        desk.reads("Buenas noches a las dos.")
    luis.page.screenshot(path=pictures / "person.png")
    nora.page.screenshot(path=pictures / "supervisor.png")
    said = ["¿Hay alguien?", "Soy Ana.", "Soy Nora, superviso.", "Buenas noches a las dos."]
    assert luis.transcript() == ana.transcript() == nora.transcript() == said

    nora.press("Leave this chat")
    told(luis, "left", "supervisor", is_in=False)
    expect(nora.box).to_have_count(0, timeout=A_WHILE)
    ana.write("Sigo yo.")
    luis.hears("Sigo yo.")
    assert luis.transcript() == ana.transcript() == [*said, "Sigo yo."]
    luis.page.screenshot(path=pictures / "person-after.png")
    ana.page.screenshot(path=pictures / "advocate-after.png")
    nora.leave()


@pytest.mark.long  # five windows, three of them signing in; test_chat_desk_people has the short one
def test_an_interpreter_reads_one_chat_with_both_and_nothing_else_and_nothing_after(
    site: RunningSite, browser: Browser, ana: Advocate, luis: Chatter, pictures: Path
) -> None:
    hers = Token(ana)
    luis.begin()
    luis.say_text("No hablo inglés.")
    luis.has("No hablo inglés.")
    ana.take_next()
    other = arrives(browser, site.source_url)
    other.begin()
    other.say_text("nobody else reads this")
    other.has("nobody else reads this")
    iris = Advocate(browser, site)
    irises = Token(iris)
    iris.sign_in("iris")
    iris.page.locator(".empty").wait_for()
    held, waits = (item["conv"] for item in _chats(hers))
    _let_in(ana, iris)
    told(luis, "joined", "interpreter", is_in=True)
    iris.reads("No hablo inglés.")
    iris.write("Soy Iris, traduzco.")
    luis.hears("Soy Iris, traduzco.")
    ana.reads("Soy Iris, traduzco.")
    luis.page.screenshot(path=pictures / "person.png")
    iris.page.screenshot(path=pictures / "interpreter.png")
    said = ["No hablo inglés.", "Soy Iris, traduzco."]
    assert luis.transcript() == ana.transcript() == iris.transcript() == said
    assert irises.asks(f"conversations/{held}")[0] == 200
    assert irises.asks(f"conversations/{waits}")[0] == 404
    assert irises.asks("queue?view=waiting")[0] == 403

    iris.press("Leave this chat")
    iris.page.locator(".empty").wait_for(timeout=A_WHILE)
    told(luis, "left", "interpreter", is_in=False)
    luis.say_text("Un secreto.")
    ana.reads("Un secreto.")
    ana.write("Lo leo yo sola.")
    luis.hears("Lo leo yo sola.")
    assert luis.transcript() == ana.transcript() == [*said, "Un secreto.", "Lo leo yo sola."]
    assert len(hers.asks(f"conversations/{held}")[1]["key_records"]) == 2
    assert irises.asks(f"conversations/{held}")[0] == 404
    assert "secreto" not in iris.page.content()
    luis.page.screenshot(path=pictures / "person-after.png")
    ana.page.screenshot(path=pictures / "advocate-after.png")
    iris.leave()
    other.end()
    other.page.screenshot(path=pictures / "ended-while-waiting.png")
    other.context.close()


def _let_in(ana: Advocate, iris: Advocate) -> None:
    """The one row of the interpreter's list is this chat, and they open it."""
    ana.press("Interpreter")
    ana.in_dialog("Invite in")
    rows = iris.page.locator(".rows .row-open")
    expect(rows).to_have_count(1, timeout=A_WHILE)
    rows.first.click()


def _chats(ana: Token) -> list[dict[str, Any]]:
    """Hers and the one that waits: the newest two items of all."""
    items: list[dict[str, Any]] = ana.asks("queue?view=all")[1]["items"]
    live = [item for item in items if item["live"] is not None]
    return sorted(live, key=lambda item: str(item["status"]))
