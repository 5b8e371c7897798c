"""The live desk's screens: usable by all, in every language, on a phone and on a desk, day and night."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.chat_desk import Chatting
from tests.journeys.chat_desk_window import Advocate
from tests.journeys.desk_window import A_WHILE
from tests.journeys.looks import looks
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]  # one desk look each time: test_desk_views

LANGUAGES = ("en", "es", "ar")
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}


def show_waiting(ana: Advocate) -> None:
    ana.go(0)
    ana.page.locator(".live-waiting").first.wait_for(timeout=A_WHILE)


def show_waiting_item(ana: Advocate) -> None:
    ana.open_chat()
    ana.page.locator(".strip").wait_for()


def show_live(ana: Advocate) -> None:
    ana.page.locator(".item-head .button.primary").click()
    ana.box.wait_for(timeout=A_WHILE)
    ana.write("Estoy aquí.")
    ana.sent("Estoy aquí.")
    ana.page.locator(".notice.warn").first.wait_for()


def show_colleagues(ana: Advocate) -> None:
    ana.page.locator(".colleagues summary").click()
    ana.page.locator(".colleagues-list").wait_for()


def show_picker(ana: Advocate) -> None:
    ana.page.locator(".colleagues summary").click()
    ana.box.fill("/")
    ana.page.locator(".picker, .picker-none").wait_for()


def show_dialog(name: str) -> Callable[[Advocate], None]:
    """The dialog behind the button of this English name."""

    def show(ana: Advocate) -> None:
        if ana.page.locator("dialog").count():
            ana.page.keyboard.press("Escape")
        ana.box.fill("")
        ana.press(name)
        ana.page.locator("dialog .dialog-body").wait_for()

    return show


def show_wrap_up(ana: Advocate) -> None:
    ana.in_dialog("End it")
    ana.page.locator(".wrap-up").wait_for()


SCREENS: dict[str, Callable[[Advocate], None]] = {
    "waiting": show_waiting,
    "waiting-item": show_waiting_item,
    "live": show_live,
    "colleagues": show_colleagues,
    "picker": show_picker,
    "on-call": show_dialog("On call"),
    "replies": show_dialog("Saved replies"),
    "hand-over": show_dialog("Hand over"),
    "interpreter": show_dialog("Interpreter"),
    "end": show_dialog("End chat"),
    "wrap-up": show_wrap_up,
}


@pytest.mark.parametrize(
    ("size", "theme"), looks(SIZES, ("light", "dark"), often=[("desk", "light")])
)
def test_every_screen_of_a_chat_is_usable_by_all_in_every_language(
    site: RunningSite, browser: Browser, size: str, theme: str, pictures: Path
) -> None:
    person = Chatting.arrive(site)
    person.answer("danger_now", "yes")
    person.answer("region", "Oregon")
    person.say({"t": "safe_word", "word": "girasol"})
    person.text("Ya volví.", resumed=True)
    ana = Advocate(browser, site, viewport=SIZES[size], color_scheme=theme)
    ana.sign_in("ana")
    ana.shift("on")
    found: dict[str, list[str]] = {}
    for name, show in SCREENS.items():
        ana.language("en")
        show(ana)
        for code in LANGUAGES:
            ana.language(code)
            found[f"{name} {code}"] = ana.axe()
            ana.picture(pictures, f"{name}-{code}")
            assert ana.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert {where: what for where, what in found.items() if what} == {}
    ana.language("en")
    ana.wrap_up("Done.")
    ana.leave()


def test_a_chat_is_taken_answered_and_ended_by_keyboard_alone(
    site: RunningSite, browser: Browser
) -> None:
    person = Chatting.arrive(site)
    ana = Advocate(browser, site)
    ana.sign_in("ana")
    page = ana.page
    page.locator(".shift-status").wait_for()
    page.locator(".shift-status select").focus()
    page.keyboard.press("Home")
    page.locator(".shift-status[data-status=on]").wait_for()
    ana.take_next()
    expect(page.locator(".item-head h1")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.item-thread form.reply textarea')"):
            break
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Enter")
    person.hear("By keyboard.")
    expect(ana.box).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Shift+Tab")
    ana.tab_to("danger", limit=90)
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for()
    ana.tab_to("danger")
    page.keyboard.press("Enter")
    page.locator(".wrap-up").wait_for()
    ana.wrap_up("Done.")
    ana.leave()
