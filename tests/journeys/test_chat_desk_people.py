"""More than one of the desk in a chat: handing over, supervising, interpreting; always said openly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.chat_desk import Chatting, until
from tests.journeys.chat_desk_window import Advocate, Shifts, arrives
from tests.journeys.desk_window import A_WHILE
from tests.server import RunningSite

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def shifts(site: RunningSite, browser: Browser) -> Iterator[Shifts]:
    """Who works at this site's desk."""
    people = Shifts(browser, site)
    yield people
    people.over()


@pytest.fixture
def ana(shifts: Shifts) -> Iterator[Advocate]:
    """Ana, on shift."""
    desk = shifts.on("ana")
    yield desk
    shifts.off(desk)


@pytest.fixture
def sam(shifts: Shifts) -> Iterator[Advocate]:
    """Sam, on shift at another computer."""
    desk = shifts.on("sam")
    yield desk
    shifts.off(desk)


def done(desk: Advocate) -> None:
    """The chat is over."""
    desk.end_chat()
    desk.wrap_up("Done.")


def opens_mine(desk: Advocate) -> None:
    """Open what one holds."""
    desk.tab(1)
    desk.page.locator(".row:has(.live-live) .row-open").first.click(timeout=A_WHILE)
    desk.box.wait_for(timeout=A_WHILE)


@pytest.mark.long  # by calls each time: tests/integration/test_chat_members.py
def test_a_warm_hand_over_has_both_in_before_one_leaves(
    site: RunningSite, ana: Advocate, sam: Advocate
) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    ana.press("Hand over")
    ana.page.locator("dialog .pick", has_text="Sam").wait_for(timeout=A_WHILE)
    ana.in_dialog("Invite in")
    person.hear("joined")
    sam.page.get_by_text("A colleague gave you a chat").wait_for(state="attached", timeout=A_WHILE)
    sam.tab(1)
    sam.open_chat()
    sam.write("Sam here too.")
    ana.reads("Sam here too.")
    ana.press("Hand over")
    ana.in_dialog("Hand over and leave")
    expect(ana.box).to_have_count(0, timeout=A_WHILE)
    sam.page.locator(".item-facts", has_text="Held by Sam").wait_for(timeout=A_WHILE)
    sam.write("Now with me.")
    person.hear("Now with me.")
    kinds = [(it["t"], it.get("name")) for it in person.news() if it["t"] in {"joined", "left"}]
    assert kinds == [("joined", "Sam"), ("left", "Ana")]
    done(sam)


@pytest.mark.long  # by calls each time: tests/integration/test_chat_assignment.py
def test_a_cold_hand_over_goes_to_somebody_who_is_here_and_to_nobody_else(
    site: RunningSite, ana: Advocate, sam: Advocate
) -> None:
    person = Chatting.arrive(site)
    sam.shift("off")
    ana.take_next()
    ana.press("Hand over")
    ana.page.locator("dialog .empty").wait_for(timeout=A_WHILE)
    ana.page.keyboard.press("Escape")
    sam.shift("away")
    ana.press("Hand over")
    away = ana.page.locator("dialog .pick[data-status=away]", has_text="Sam")
    expect(away.locator(".pick-reason")).to_be_visible(timeout=A_WHILE)
    expect(away.get_by_role("button")).to_have_count(0)
    ana.page.keyboard.press("Escape")
    sam.shift("on")
    ana.press("Hand over")
    ana.page.locator("dialog .pick", has_text="Sam").wait_for(timeout=A_WHILE)
    ana.in_dialog("Hand over at once")
    opens_mine(sam)
    sam.write("I go on.")
    person.hear("I go on.")
    done(sam)


@pytest.mark.long  # by calls each time: tests/integration/test_chat_members.py
def test_a_supervisor_joins_openly_and_takes_over(
    site: RunningSite, browser: Browser, ana: Advocate
) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    nora = arrives(browser, site, "nora")
    nora.tab(2)
    nora.open_chat()
    nora.press("Join openly")
    assert person.hear("joined")["kind"] == "supervisor"
    until(lambda: person.news() is not None and (person.live or {}).get("supervisors") == 1, "told")
    nora.write("Supervisor here.")
    ana.reads("Supervisor here.")
    nora.press("Take over")
    nora.page.locator(".item-facts", has_text="Held by Nora").wait_for(timeout=A_WHILE)
    # The line says so: asking by itself would take up to twenty seconds.
    expect(ana.page.locator(".item-facts", has_text="Held by Nora")).to_be_visible(timeout=10_000)
    expect(ana.box).to_have_count(0)
    done(nora)
    nora.leave()


def test_an_interpreter_sees_one_conversation_only_and_a_new_key_comes_after_them(
    site: RunningSite, browser: Browser, ana: Advocate
) -> None:
    other, person = Chatting.arrive(site, priority="medium", urgency="soon"), Chatting.arrive(site)
    other.text("nobody else reads this")
    person.text("No hablo inglés.")
    ana.take_next()
    iris = Advocate(browser, site)
    iris.sign_in("iris")
    iris.page.locator(".empty").wait_for()
    ana.press("Interpreter")
    ana.in_dialog("Invite in")
    assert person.hear("joined")["kind"] == "interpreter"
    rows = iris.page.locator(".rows .row-open")
    expect(rows).to_have_count(1, timeout=A_WHILE)
    rows.first.click()
    iris.reads("No hablo inglés.")
    iris.write("Soy Iris, traduzco.")
    person.hear("Soy Iris, traduzco.")
    ana.reads("Soy Iris, traduzco.")
    assert iris.page.locator(".item-tools, .shift-bar, .tabs").count() == 0
    assert not {"Queue", "Cases", "Staff"} & {*iris.page.locator(".nav-button").all_inner_texts()}
    assert iris.axe() == []
    iris.press("Leave this chat")
    iris.page.locator(".empty").wait_for(timeout=A_WHILE)
    person.hear("rekey")
    person.text("secreto")
    assert person.records[-1].gen == 2
    ana.reads("secreto")
    ana.write("Lo leo con la clave nueva.")
    person.hear("Lo leo con la clave nueva.")
    assert "secreto" not in iris.page.content()
    iris.leave()
    done(ana)
