"""A real site, set up in a browser from nothing to the first tip read; and whatever gets in between."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from config import clock
from crypto.primitives import verify_key_of
from crypto.words import fingerprint_words, secret_to_words, words_to_secret
from tests.journeys.desk import Desk
from tests.journeys.guide import Guide
from tests.journeys.looks import looks
from tests.journeys.outside import Outside
from tests.journeys.setup_window import PATIENCE, Founding
from tests.journeys.texts import texts
from tests.server import RunningSite, environ_of, start_site
from tests.terminal import program
from webapp.cli_offline import write_file
from webapp.client.ceremony import Newcomer, Office, found_site

pytestmark = pytest.mark.journey

WHAT = "He keeps our passports in the office safe."


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[RunningSite]:
    """A server without a site, as `./quietline serve` starts it."""
    running = start_site(tmp_path, "serve")
    yield running
    running.stop()


def press(founding: Founding, name: str) -> None:
    """Press the button of this name."""
    founding.page.get_by_role("button", name=name, exact=True).click(timeout=PATIENCE)


def code_of(site: RunningSite) -> str:
    """A one-time code, as the operator prints it."""
    return program("webapp.cli", "setup-code", **environ_of(site)).stdout.strip()


def test_from_an_empty_server_to_the_first_tip_read(empty: RunningSite, browser: Browser) -> None:
    assert f"{empty.desk_url}/setup" in empty.output
    founding = Founding.begin(browser, empty.desk_url)
    account = founding.go_through(code_of(empty))
    root = verify_key_of(words_to_secret(founding.papers["root"]))
    shown = founding.page.locator(".fingerprint").inner_text()
    assert shown.split() == fingerprint_words(root)
    person = Outside.arrive(browser, empty.source_url)
    person.tip("saw_something", {"danger_now": "no", "what": WHAT})
    nora = Desk.sign_in(browser, empty.desk_url, account)
    nora.open_waiting(WHAT)
    nora.read(WHAT)


@pytest.mark.long
def test_the_guide_is_followed_word_by_word(empty: RunningSite, browser: Browser) -> None:
    guide, say = Guide("set-up"), texts("desk", "en")
    assert guide.says("./quietline serve")
    assert guide.says("./quietline setup-code")
    code = code_of(empty)
    founding = Founding.begin(browser, empty.desk_url)
    founding.page.get_by_label(guide.says("One-time code"), exact=True).fill(code)
    press(founding, guide.says("Begin"))
    for name in ("root", "recovery", "card"):
        if name == "card":
            founding.heading("setup.you-title")
            for field, text in (("Name that people see", "Nora"), ("Sign-in name", "nora")):
                founding.page.get_by_label(guide.says(field), exact=True).fill(text)
            passphrase = founding.page.locator(".secret").inner_text()
            press(founding, guide.says("Next"))
        assert guide.says("I have them on paper") == say("setup.written")
        assert guide.says("Check") == say("setup.check-go")
        founding.write_down(name)
    founding.heading("setup.done-title")
    founding.page.get_by_role("link", name=guide.says("Go to the desk"), exact=True).click()
    account = {"Name": "nora", "Passphrase": passphrase}
    for field, text in {**account, "Device key (24 words)": founding.papers["card"]}.items():
        founding.page.get_by_label(guide.says(field), exact=True).fill(text)
    press(founding, guide.says("Open the desk"))
    for name in ("Site settings", "Preview", "Publish", "Staff"):
        press(founding, guide.says(name))
    guide.is_done()


@pytest.mark.long
def test_a_wrong_code_a_wrong_word_and_a_reload_cost_nothing(
    empty: RunningSite, browser: Browser
) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    founding.code("0" * 32)
    expect(founding.page.get_by_role("alert")).to_contain_text("./quietline setup-code")
    founding.code(code_of(empty))
    founding.heading("setup.root-title")
    words = founding.page.locator(".words li").all_inner_texts()
    founding.press("setup.written")
    founding.answer(["wrong"] * 24)
    expect(founding.page.get_by_role("alert")).to_contain_text(founding.say("setup.check-wrong"))
    founding.answer(words)
    founding.heading("setup.recovery-title")
    founding.page.on("dialog", lambda dialog: dialog.accept())
    founding.page.reload()
    founding.heading("setup.title")
    founding.go_through(code_of(empty))


@pytest.mark.long
def test_a_lost_answer_is_found_to_be_ours(empty: RunningSite, browser: Browser) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    code = code_of(empty)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    founding.page.route("**/api/v1/setup", lose)
    assert founding.go_through(code)["name"] == "nora"


@pytest.mark.long
def test_a_line_that_is_down_sends_the_same_bytes_again(
    empty: RunningSite, browser: Browser
) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    code, sent = code_of(empty), list[str]()

    def drop(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.abort() if len(sent) == 1 else route.continue_()

    founding.page.route("**/api/v1/setup", drop)
    founding.page.route("**/api/v1/site", lambda route: route.abort())
    founding.code(code)
    founding.write_down("root")
    founding.write_down("recovery")
    founding.introduce("nora", "Nora", "seven words that only I would know")
    founding.write_down("card")
    founding.heading("setup.lost-title")
    founding.page.unroute("**/api/v1/site")
    founding.press("setup.again")
    founding.heading("setup.done-title")
    assert sent[0] == sent[1]


@pytest.mark.long
def test_the_file_of_another_machine_founds_the_site_from_the_page(
    empty: RunningSite, browser: Browser, tmp_path: Path
) -> None:
    office, draw = Office.drawn(secrets.token_bytes), secrets.token_bytes
    nora = Newcomer("nora", "Nora", 3, "six words that nobody would guess", draw(32))
    body = found_site(office, [nora], clock.unix(clock.now()), draw, demo=False)
    founding = Founding.begin(browser, empty.desk_url)
    founding.press("setup.offline")
    field = founding.page.get_by_label(founding.say("setup.file"), exact=True)
    field.set_input_files(write_file(tmp_path / "stick", body))
    shown = founding.page.locator(".fingerprint").inner_text()
    assert shown.split() == fingerprint_words(office.root_vk)
    founding.code(code_of(empty), "setup.file-send")
    founding.heading("setup.done-title")
    account = founding.account("nora", nora.passphrase, secret_to_words(nora.device_key))
    Desk.sign_in(browser, empty.desk_url, account)


@pytest.mark.long
def test_whoever_comes_second_is_told_to_destroy_the_papers(
    empty: RunningSite, browser: Browser
) -> None:
    code = code_of(empty)
    mine, other = (Founding.begin(browser, empty.desk_url) for _ in range(2))
    for founding in (mine, other):
        founding.code(code)
        founding.write_down("root")
        founding.write_down("recovery")
        founding.introduce("nora", "Nora")
    other.write_down("card")
    other.heading("setup.done-title")
    mine.write_down("card")
    mine.heading("setup.taken-title")


@pytest.mark.long
def test_a_code_used_up_meanwhile_asks_for_another_and_the_papers_stay_good(
    empty: RunningSite, browser: Browser
) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    founding.code(code_of(empty))
    new = code_of(empty)
    founding.write_down("root")
    founding.write_down("recovery")
    founding.introduce("nora", "Nora")
    founding.write_down("card")
    founding.heading("setup.code-title")
    founding.code(new, "setup.again")
    founding.heading("setup.done-title")


@pytest.mark.long
def test_no_secret_is_left_in_the_page_or_on_the_line(empty: RunningSite, browser: Browser) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    sent = list[str]()
    founding.page.on("request", lambda request: sent.append(request.post_data or ""))
    account = founding.go_through(code_of(empty))
    left = founding.page.content() + "".join(sent)
    for secret in (*founding.papers.values(), account["passphrase"]):
        assert secret not in left
    assert "demo" in json.loads(sent[-1])


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "width", "theme"),
    looks(["en", "es", "ar"], [320, 1280], ["light", "dark"], often=[("es", 320, "dark")]),
)
def test_every_screen_is_accessible_and_fits(
    empty: RunningSite, browser: Browser, pictures: Path, language: str, width: int, theme: str
) -> None:
    look = {"viewport": {"width": width, "height": 700}, "color_scheme": theme}
    founding = Founding.begin(browser, empty.desk_url, language, **look)

    def looked(name: str) -> None:
        page = founding.page
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = page.evaluate(
            "axe.run(document).then(({violations}) => violations.map((v) => v.id))"
        )
        assert found == []

    looked("1-start")
    founding.code(code_of(empty))
    founding.heading("setup.root-title")
    looked("2-root")
    founding.press("setup.written")
    looked("3-check")
    founding.press("setup.check-back")
    founding.write_down("root")
    founding.write_down("recovery")
    founding.heading("setup.you-title")
    looked("4-you")
    founding.introduce("nora", "Nora Ellis")
    founding.write_down("card")
    founding.heading("setup.done-title")
    looked("5-done")


@pytest.mark.long
def test_the_keyboard_alone_is_enough(empty: RunningSite, browser: Browser) -> None:
    founding = Founding.begin(browser, empty.desk_url)
    code = code_of(empty)
    keyboard = founding.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(30):
            keyboard.press("Tab")
            focused = (
                "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText"
            )
            if founding.page.evaluate(focused) == founding.say(name):
                return
        raise AssertionError(name)

    tab_to("setup.code")
    keyboard.type(code)
    keyboard.press("Enter")
    founding.heading("setup.root-title")
    tab_to("setup.written")
    keyboard.press("Enter")
    expect(founding.page.locator("form.sheet")).to_be_visible()
