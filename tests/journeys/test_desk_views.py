"""The desk's screens in a real browser: usable by all, nothing lost, nothing left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.bar_menu import check_menu, check_row
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.looks import looks
from tests.journeys.seats import Seats
from tests.server import RunningSite

pytestmark = pytest.mark.journey

LANGUAGES = ("en", "es", "ar")
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}
PILOT, TEACHER = "water", "programme"
"""Words that only one of the sample stories tells."""


@pytest.fixture(scope="module")
def seats(site: RunningSite, browser: Browser) -> Iterator[Seats]:
    """Who sits at this site's desk."""
    desks = Seats(browser, site)
    yield desks
    desks.closed()


@pytest.fixture(scope="module")
def case_page(seats: Seats) -> str:
    """The number of a case that Ana made from the pilot's tip."""
    ana = seats.at("ana")
    ana.open_item(PILOT)
    ana.page.locator(".item-head .button.primary").click()
    ana.button("Make a case").click()
    ana.button("Open the case").click()
    number = ana.page.locator(".case-head .number").inner_text()
    add_section(ana.page, "Landing", "Terminal 4")
    seats.left(ana)
    return number


@pytest.fixture
def ana(seats: Seats) -> Iterator[Desk]:
    """Ana, signed in."""
    desk = seats.at("ana")
    yield desk
    seats.left(desk)


@pytest.fixture
def sam(seats: Seats) -> Iterator[Desk]:
    """Sam, signed in at another computer."""
    desk = seats.at("sam")
    yield desk
    seats.left(desk)


def add_section(page: Page, title: str, body: str) -> None:
    """Add a note to the open case."""
    page.locator(".add-section button").click()
    page.locator(".editor input").fill(title)
    page.locator(".editor textarea").fill(body)
    page.locator(".editor button[type=submit]").click()
    page.locator(".section h3", has_text=title).wait_for()


def open_case(desk: Desk) -> None:
    """Open the newest case."""
    desk.go(1)
    desk.page.locator(".case-row .row-open").first.click()
    desk.page.locator(".case-head").wait_for()


def show_queue(desk: Desk) -> None:
    desk.go(0)
    desk.tab(2)
    desk.page.locator(".rows .row").nth(2).wait_for()


def show_item(desk: Desk) -> None:
    show_queue(desk)
    desk.open_item(TEACHER)


def show_cases(desk: Desk) -> None:
    desk.go(1)
    desk.page.locator(".case-row").first.wait_for()


def show_case_edit(desk: Desk) -> None:
    open_case(desk)
    desk.page.locator(".panel").first.locator(".actions button").first.click()
    desk.page.locator(".editor").wait_for()


def show_person(desk: Desk) -> None:
    """The form for people of an open case, as it asks for a number of them."""
    open_case(desk)
    desk.page.locator(".add-section select").select_option("person")
    desk.page.locator(".add-section button").click()
    desk.page.locator(".section .editor select").nth(2).select_option("between")


def show_asked(name: str) -> Callable[[Desk], None]:
    """The dialog that this button of a case opens."""

    def shown(desk: Desk) -> None:
        if desk.page.locator("dialog").count():
            desk.page.keyboard.press("Escape")
        open_case(desk)
        desk.button(name).click()
        desk.page.locator("dialog .dialog-body").wait_for()

    return shown


def show_new_case(desk: Desk) -> None:
    show_cases(desk)
    desk.page.locator(".pane-head .button.primary").click()
    desk.page.locator("form.sheet").wait_for()


def show_dialog(desk: Desk, button: int) -> None:
    """Open one of the dialogs of an item that Nora holds: 0 convert, 1 attach, 2 close."""
    if desk.page.locator("dialog").count():
        desk.page.keyboard.press("Escape")
    show_item(desk)
    claim = desk.page.locator(".item-head .button.primary")
    if claim.count():
        claim.click()
    desk.page.locator(".item-tools .stack .button").nth(button).click()
    desk.page.locator("dialog .dialog-body").wait_for()


def show_people(desk: Desk) -> None:
    desk.go(4)
    desk.page.locator(".person").first.wait_for()


def show_trainings(desk: Desk) -> None:
    desk.go(3)
    desk.page.locator(".pane-head .tabs").wait_for()


def show_training(desk: Desk) -> None:
    """The form by which a request for a training gets its day."""
    show_item(desk)
    desk.page.locator(".item-head .button.primary").click()
    desk.page.locator(".item-tools select").first.select_option("training")
    desk.page.locator(".training .button.primary").click()
    desk.page.locator(".training form").wait_for()


def show_library(desk: Desk) -> None:
    """The library's draft, with one of its pages open."""
    desk.go(10)
    desk.page.locator(".form-row button[aria-expanded=false]").first.click()
    desk.page.locator(".form-fields textarea").first.wait_for()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "queue": show_queue,
    "item": show_item,
    "cases": show_cases,
    "case": open_case,
    "new-case": show_new_case,
    "people": show_people,
    "trainings": show_trainings,
    "training": show_training,
    "library": show_library,
    "case-edit": show_case_edit,
    "case-person": show_person,
    "case-export": show_asked("Print or export…"),
    "case-link": show_asked("Link to a case…"),
    "convert": lambda desk: show_dialog(desk, 0),
    "attach": lambda desk: show_dialog(desk, 1),
    "close": lambda desk: show_dialog(desk, 2),
}


@pytest.mark.parametrize(
    ("size", "theme"), looks(SIZES, ("light", "dark"), often=[("phone", "dark")])
)
@pytest.mark.usefixtures("case_page")
def test_every_screen_is_usable_by_all_in_every_language(
    site: RunningSite, browser: Browser, size: str, theme: str, pictures: Path
) -> None:
    nora = Desk(browser, site, viewport=SIZES[size], color_scheme=theme)
    found = {"sign-in": nora.axe()}
    nora.sign_in("nora")
    for name, show in SCREENS.items():
        nora.language("en")
        show(nora)
        for code in LANGUAGES:
            nora.language(code)
            found[f"{name} {code}"] = nora.axe()
            nora.picture(pictures, f"{name}-{code}")
            check_row(nora)
            assert (
                nora.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
            )
        if (size, name) == ("phone", "cases"):
            nora.language("en")
            check_menu(nora)
    assert {where: what for where, what in found.items() if what} == {}
    nora.page.keyboard.press("Escape")
    nora.page.locator(".item-head .actions .button").last.click()  # release
    nora.page.locator(".item-head .button.primary").wait_for()
    nora.leave()


@pytest.mark.usefixtures("case_page")
def test_two_people_who_save_at_once_lose_nothing(ana: Desk, sam: Desk) -> None:
    for desk, words in ((ana, "Ana's summary"), (sam, "Sam's summary")):
        open_case(desk)
        desk.button("Edit").click()
        desk.page.get_by_label("Summary").fill(words)
    ana.page.get_by_label("Severity").select_option("high")
    ana.button("Save").click()
    ana.page.locator(".summary", has_text="Ana's summary").wait_for()
    sam.button("Save").click()
    sam.page.locator(".merge").wait_for()
    assert sam.page.locator(".merge-value").all_inner_texts()[:2] == [
        "Sam's summary",
        "Ana's summary",
    ]
    assert sam.axe() == []
    sam.button("Put both texts in").click()
    sam.button("Save the result").click()
    sam.page.locator(".history").first.wait_for()
    assert sam.page.locator(".summary").inner_text() == "Sam's summary\nAna's summary"
    assert "High" in sam.page.locator(".facts").first.inner_text()


def test_of_two_who_claim_one_item_one_holds_it_and_the_other_is_told(ana: Desk, sam: Desk) -> None:
    for desk in (ana, sam):
        desk.open_item(TEACHER)
    ana.page.locator(".item-head .button.primary").click()
    ana.page.locator(".reply").wait_for()
    # Sam's screen may know already by then; a stale one gets the refusal. Both end the same way.
    claim = sam.page.locator(".item-head .button.primary")
    if claim.count():
        claim.click()
    sam.page.locator(".item-facts", has_text="Held by Ana").wait_for()
    assert sam.page.locator(".reply").count() == 0
    ana.button("Release").click()
    ana.page.locator(".item-head .button.primary").wait_for()


def test_signing_out_leaves_nothing_in_memory_on_screen_or_in_storage(ana: Desk) -> None:
    person = ana.account("ana")
    ana.open_item(TEACHER)
    ana.button("Sign out").click()
    ana.form.wait_for()
    assert "programme" not in ana.page.content()
    kept = ana.stored()
    assert '"local": {}' in kept
    assert '"session": {}' in kept
    assert '"caches": []' in kept
    assert sorted(ana.page.evaluate("indexedDB.databases().then(all => all.map(d => d.name))")) == [
        "quietline-desk"
    ]
    for secret in (person["passphrase"], person["device_key"], "programme", "Bearer"):
        assert secret not in kept


def test_a_reply_without_an_answer_is_kept_and_arrives_once(ana: Desk) -> None:
    show_queue(ana)
    ana.open_item(PILOT)
    if ana.page.locator(".item-head .button.primary").count():
        ana.page.locator(".item-head .button.primary").click()
    ana.page.locator(".reply textarea").fill("Are you safe?")
    sent: list[str] = []

    def swallow(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fetch()  # it arrives, and the answer is lost
        route.abort()

    ana.page.route("**/envelopes", swallow)
    ana.button("Send").click()
    ana.page.locator(".reply .notice.bad").wait_for()
    assert ana.page.locator(".reply textarea").input_value() == "Are you safe?"
    ana.page.unroute("**/envelopes")
    with ana.page.expect_request("**/envelopes") as again:
        ana.button("Send again").click()
    ana.page.locator(".message.ours", has_text="Are you safe?").wait_for()
    assert again.value.post_data == sent[0]
    assert ana.page.locator(".message.ours", has_text="Are you safe?").count() == 1


def test_a_draft_outlives_another_screen_and_an_ended_session(ana: Desk) -> None:
    ana.open_item(TEACHER)
    ana.page.locator(".tool textarea").fill("half a note")
    ana.go(1)
    ana.go(0)
    ana.open_item(TEACHER)
    assert ana.page.locator(".tool textarea").input_value() == "half a note"
    refused = '{"type": "urn:quietline:problem:not-signed-in", "status": 401}'
    ana.page.route("**/api/v1/queue*", lambda route: route.fulfill(status=401, body=refused))
    ana.page.get_by_text("Your session is over.").wait_for(timeout=A_WHILE)
    assert "half a note" not in ana.page.content()
    assert ana.axe() == []
    ana.page.unroute("**/api/v1/queue*")
    ana.sign_in_again("ana")
    ana.open_item(TEACHER)
    assert ana.page.locator(".tool textarea").input_value() == "half a note"
    ana.button("Save note").click()
    ana.page.locator(".note", has_text="half a note").wait_for()


def test_a_changed_root_raises_an_alarm_that_cannot_be_clicked_away(ana: Desk) -> None:
    def lie(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "root_vk": "A" * 43})

    ana.page.route("**/api/v1/site", lie)
    ana.page.reload()
    ana.page.locator(".alarm").wait_for()
    ana.page.keyboard.press("Escape")
    assert ana.page.locator(".alarm").is_visible()
    assert ana.page.locator("button, a, input, select").count() == 0
    assert ana.page.locator(".demo-banner").is_visible()
    assert ana.axe() == []
    ana.page.goto(f"{ana.site.desk_url}/setup")
    expect(ana.page.locator(".demo-banner")).to_be_visible()


def test_the_desk_is_worked_by_keyboard_alone(ana: Desk) -> None:
    page = ana.page
    page.locator(".rows .row").first.wait_for()
    ana.tab_to("row-open")
    page.keyboard.press("Enter")
    page.locator(".pane-item .thread").wait_for()
    # The new screen's heading has the focus, so that reading goes on there.
    expect(page.locator(".item-head h1")).to_be_focused()
    ana.tab_to("thread")
    page.locator(".tool textarea").focus()
    page.keyboard.type("by keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".note", has_text="by keyboard").wait_for()
