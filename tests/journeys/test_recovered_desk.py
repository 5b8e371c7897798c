"""All staff keys and the server are lost: the guide, word by word, to a read case in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.integration.test_recover_command import public_of
from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.guide import Guide
from tests.journeys.outside import Outside
from tests.recovery_guide import Papers, back_up, recover
from tests.server import RunningSite, environ_of, free_pair, served
from tests.terminal import program

pytestmark = [pytest.mark.journey, pytest.mark.long]

SEEN = "A grey van, every evening at six, behind the bakery."
TITLE = "Grey van"


def written_and_made_a_case(site: RunningSite, browser: Browser) -> str:
    """Somebody writes a tip, Sam makes a case of it; gives the private words."""
    person = Outside.arrive(browser, site.source_url, "en")
    person.tip("saw_something", {"what": SEEN})
    person.do("done")
    sam = Desk.sign_in(browser, site.desk_url, site.demo["staff"][2])
    sam.open_waiting(SEEN)
    sam.make_case(TITLE)
    sam.context.close()
    person.context.close()
    return person.words


def recovered(site: RunningSite, home: Path) -> Papers:
    """The site is backed up, stopped, and recovered elsewhere as the guide says."""
    key, folder, environ = home / "operator.key", home / "backups", environ_of(site)
    assert program("webapp.cli", "backup-key", "--out", str(key), **environ).returncode == 0
    to = ["backup", "--to", str(folder), "--recipient", public_of(key)]
    assert program("webapp.cli", *to, **environ).returncode == 0
    papers = Papers(site.demo["root_words"], site.demo["recovery_words"])
    site.stop()
    new = {"QUIETLINE_PORT": str(free_pair()), "QUIETLINE_DATA_DIR": str(home / "new" / "data")}
    recover(papers, folder, key, new)
    return papers


def signed_in(browser: Browser, url: str, papers: Papers, guide: Guide) -> Desk:
    """Part 4 of the guide, its first line."""
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 800})
    rosa = Desk(context, context.new_page(), "en")
    rosa.page.goto(url)
    typed = {"Name": "name", "Passphrase": "passphrase", "Device key (24 words)": "device_key"}
    for label, what in typed.items():
        rosa.page.get_by_label(guide.says(label), exact=True).fill(papers.details[what])
    press(rosa, guide.says("Open the desk"))
    return rosa


def press(desk: Desk, name: str) -> None:
    """Press the button of this name."""
    desk.page.get_by_role("button", name=name, exact=True).first.click(timeout=PATIENCE)


def read_as_before(rosa: Desk, guide: Guide, pictures: Path) -> None:
    """An old case and an old conversation: both are read, and the person is answered."""
    press(rosa, guide.says("Cases"))
    rosa.page.get_by_text(TITLE).first.click()
    heading = rosa.page.get_by_role("heading", level=1).first
    expect(heading).to_contain_text(TITLE, timeout=PATIENCE)
    rosa.page.screenshot(path=pictures / "case.png", full_page=True)
    assert (guide.says("Queue"), guide.says("Claim")) == (
        rosa.say("nav.queue"),
        rosa.say("action.claim"),
    )
    rosa.open_waiting(SEEN)
    rosa.reply("We are here again.")
    rosa.page.screenshot(path=pictures / "answered.png", full_page=True)


def test_the_guide_leads_from_words_on_paper_to_a_read_case_and_an_answer(
    site: RunningSite, browser: Browser, tmp_path: Path, pictures: Path
) -> None:
    words, guide = written_and_made_a_case(site, browser), Guide("recovery")
    papers = recovered(site, tmp_path)
    with served(tmp_path / "new", "serve") as anew:
        rosa = signed_in(browser, anew.desk_url, papers, guide)
        read_as_before(rosa, guide, pictures)
        again = Outside.arrive(browser, anew.source_url, "en")
        again.come_back(words)
        again.see_thread()
        again.read("We are here again.")
        again.page.screenshot(path=pictures / "outside.png", full_page=True)
        again.write("Thank you. The van came again today.")
        rosa.read("The van came again today.")
        back_up(tmp_path / "backups", public_of(tmp_path / "operator.key"), environ_of(anew))
        press(rosa, guide.says("Staff"))
        rosa.announced("invite.make")
        guide.is_done()
