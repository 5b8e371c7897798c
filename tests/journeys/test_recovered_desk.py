"""All staff keys and the server are lost: from words on paper to a read case, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.integration.test_recover_command import PASSPHRASE, go_through
from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.outside import Outside
from tests.server import RunningSite, environ_of, free_pair, served
from tests.terminal import Terminal, program

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


def recovered(site: RunningSite, home: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The site is backed up, stopped, and recovered elsewhere; gives who signs in and the settings."""
    key, folder, environ = home / "operator.key", home / "backups", environ_of(site)
    public = program("webapp.cli", "backup-key", "--out", str(key), **environ).stdout.split()[-1]
    to = ["backup", "--to", str(folder), "--recipient", public]
    assert program("webapp.cli", *to, **environ).returncode == 0
    papers, new = site.demo, {"QUIETLINE_PORT": str(free_pair())}
    site.stop()
    command = ["webapp.cli", "recover", "--from", str(folder), "--identity", str(key)]
    with Terminal(command, {**new, "QUIETLINE_DATA_DIR": str(home / "new" / "data")}) as terminal:
        device_key = go_through(terminal, papers["root_words"], papers["recovery_words"])
        assert terminal.process.wait(timeout=20) == 0
    return {"name": "rosa", "passphrase": PASSPHRASE, "device_key": device_key}, new


def test_from_words_on_paper_to_a_read_case_and_an_answer(
    site: RunningSite, browser: Browser, tmp_path: Path, pictures: Path
) -> None:
    words = written_and_made_a_case(site, browser)
    rosa_s, _ = recovered(site, tmp_path)
    with served(tmp_path / "new", "serve") as anew:
        rosa = Desk.sign_in(browser, anew.desk_url, rosa_s)
        rosa.press("nav.cases")
        rosa.page.get_by_text(TITLE).first.click()
        expect(rosa.page.get_by_role("heading", level=1).first).to_contain_text(
            TITLE, timeout=PATIENCE
        )
        rosa.page.screenshot(path=pictures / "case.png", full_page=True)
        rosa.open_waiting(SEEN)
        rosa.reply("We are here again.")
        rosa.page.screenshot(path=pictures / "answered.png", full_page=True)
        again = Outside.arrive(browser, anew.source_url, "en")
        again.come_back(words)
        again.see_thread()
        again.read("We are here again.")
        again.page.screenshot(path=pictures / "outside.png", full_page=True)
        again.write("Thank you. The van came again today.")
        rosa.read("The van came again today.")
