"""The audit at a browser: an auditor reads, checks and saves it; what is done to it raises the alarm."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from config import clock
from config.settings import load_settings
from crypto.words import secret_to_words
from tests.actors import Office, Person, Source
from tests.audits import allow_changes, chained_anew, run
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.looks import looks
from tests.server import RunningSite, served
from webapp.client import ceremony
from webapp.schemas import b64, unb64
from webapp.store import open_store

pytestmark = pytest.mark.journey

ROLES = {"ana": 1, "vera": 2, "nora": 3, "alma": 4, "otto": 6}
PASSPHRASE = "correct horse battery staple"
LANGUAGES = ("en", "es", "ar")
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}


@dataclass
class Town:
    """A served site with somebody of each role that matters here."""

    site: RunningSite
    people: dict[str, ceremony.Newcomer]

    def enter(self, browser: Browser, name: str, **look: Any) -> Desk:
        """This person, signed in at a browser that knows nothing yet."""
        who = self.people[name]
        words = " ".join(secret_to_words(who.device_key))
        return Desk(browser, self.site, **look).sign_in_with(name, who.passphrase, words)

    def forge(self, *statements: str) -> None:
        """Change rows and chain everything anew, as the owner of the database can."""
        store = open_store(load_settings({"QUIETLINE_DATA_DIR": str(self.site.data_dir)}))
        allow_changes(store)
        with store.writing() as session:
            run(*statements)(session)
            chained_anew(session)
        store.engine.dispose()


def newcomer(name: str, role: int) -> ceremony.Newcomer:
    return ceremony.Newcomer(name, name.title(), role, PASSPHRASE, secrets.token_bytes(32))


def work(site: RunningSite, office: ceremony.Office, ana: dict[str, Any]) -> None:
    """Two tips come, and Ana claims one of them and closes it."""
    proof = unb64(ana["methods"][0]["auth"])
    person = Person(site.desk_url, staff_id=unb64(ana["staff_id"]), proof=proof)
    assert person.sign_in().status == 201
    tips = [Source(site.source_url, office=Office(**vars(office))) for _ in range(2)]
    assert {tip.send_tip().status for tip in tips} == {201}
    item = f"/api/v1/items/{b64(tips[0].conv)}"
    assert person.call("POST", f"{item}/claim", {}).status == 200
    assert person.call("POST", f"{item}/close", {"disposition": "no_action"}).status == 200


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A site that was founded, and in which something was done."""
    people = {name: newcomer(name, role) for name, role in ROLES.items()}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "setup-code").write_text(code := secrets.token_hex(16))
    office = ceremony.Office.drawn(secrets.token_bytes)
    now, everybody = clock.unix(clock.now()), list(people.values())
    body = ceremony.found_site(office, everybody, now, secrets.token_bytes, demo=True)
    with served(tmp_path, "serve") as site:
        founded = Person(site.desk_url).call("POST", "/api/v1/setup", {**body, "code": code})
        assert founded.status == 201
        work(site, office, body["staff"][0])
        yield Town(site, people)


def saved(desk: Desk, folder: Path) -> list[dict[str, str]]:
    """The rows of the file that the browser saves."""
    with desk.page.expect_download() as download:
        desk.button("Export as CSV").click()
    download.value.save_as(folder / "audit.csv")
    with (folder / "audit.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_an_auditor_reads_checks_and_saves_the_audit_and_is_alarmed_when_it_is_changed(
    town: Town, browser: Browser, tmp_path: Path
) -> None:
    otto = town.enter(browser, "otto")
    good = otto.page.locator(".audit-standing .notice.good")
    expect(good).to_have_count(2, timeout=A_WHILE)
    expect(good.first).to_contain_text("by Otto")
    expect(otto.page.locator(".audit-row")).to_have_count(5)
    assert not {"Queue", "Cases", "Staff"} & {*otto.page.locator(".nav-button").all_inner_texts()}
    otto.page.get_by_label("What was done").select_option("close")
    otto.button("Show these").click()
    expect(otto.page.locator(".audit-row")).to_have_count(1)
    expect(otto.page.locator(".audit-row")).to_contain_text("Ana closed an item")
    assert [row["action"] for row in saved(otto, tmp_path)] == ["close"]
    town.forge("UPDATE content.audit SET actor = NULL WHERE number = 4")
    otto.button("Show all").click()
    expect(otto.page.locator(".alarm")).to_contain_text("Rows of the audit", timeout=A_WHILE)
    assert otto.page.locator("button, a, input, select").count() == 0
    otto.leave()


@pytest.mark.long
def test_who_signs_in_after_the_end_was_cut_off_is_alarmed_and_a_new_browser_sees_the_anchor(
    town: Town, browser: Browser
) -> None:
    vera = town.enter(browser, "vera")
    vera.button("Audit").click()
    expect(vera.page.locator(".audit-standing .notice.good")).to_have_count(2, timeout=A_WHILE)
    town.forge("DELETE FROM content.audit WHERE number > 3")
    nora = town.enter(browser, "nora")  # never saw the audit: Vera's anchor tells her
    expect(nora.page.locator(".alarm")).to_be_visible(timeout=A_WHILE)
    vera.page.reload()
    vera.form.locator("input").first.fill("vera")  # the browser remembers her card
    vera.form.locator("input[type=password]").fill(PASSPHRASE)
    vera.form.locator("button[type=submit]").click()
    expect(vera.page.locator(".alarm")).to_be_visible(timeout=A_WHILE)
    nora.leave()
    vera.leave()


def show_audit(desk: Desk) -> None:
    desk.open_menu()
    desk.page.get_by_role(
        "button", name=NAMES[desk.page.locator("html").get_attribute("lang")][0]
    ).click()
    expect(desk.page.locator(".audit-standing .notice.good")).to_have_count(2, timeout=A_WHILE)


def show_permissions(desk: Desk) -> None:
    desk.open_menu()
    desk.page.get_by_role(
        "button", name=NAMES[desk.page.locator("html").get_attribute("lang")][1]
    ).click()
    expect(desk.page.locator(".permission").first).to_be_visible(timeout=A_WHILE)


NAMES: dict[str | None, tuple[str, str]] = {
    "en": ("Audit", "Who may do what"),
    "es": ("Auditoría", "Quién puede hacer qué"),
    "ar": ("سجل التدقيق", "من يحق له ماذا"),
}
SCREENS: dict[str, Callable[[Desk], None]] = {
    "audit": show_audit,
    "permissions": show_permissions,
}


@pytest.mark.long
@pytest.mark.parametrize(
    ("size", "theme"), looks(SIZES, ("light", "dark"), often=[("phone", "dark")])
)
def test_audit_and_permissions_are_usable_by_all_in_every_language(
    town: Town, browser: Browser, pictures: Path, size: str, theme: str
) -> None:
    alma = town.enter(browser, "alma", viewport=SIZES[size], color_scheme=theme)
    for language in LANGUAGES:
        alma.language(language)
        for name, show in SCREENS.items():
            show(alma)
            alma.picture(pictures, f"{name}-{language}-{size}-{theme}")
            assert alma.axe() == [], (name, language)
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not alma.page.evaluate(wide), (name, language)
    alma.leave()


@pytest.mark.long
def test_the_audit_is_filtered_by_keyboard_alone(town: Town, browser: Browser) -> None:
    otto = town.enter(browser, "otto")
    page = otto.page
    expect(page.locator(".audit-row")).to_have_count(5, timeout=A_WHILE)
    page.get_by_label("Case number or id").focus()
    page.keyboard.type("not an id")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_have_count(0)
    otto.tab_to("button quiet", limit=30)
    page.keyboard.press("Enter")
    expect(page.locator(".audit-row")).to_have_count(3)
    otto.leave()
