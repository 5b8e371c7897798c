"""A photo without scripts, chosen in a real browser and sent through nginx, is looked at by staff."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.golden.opened import FOLDER, clean, golden
from tests.journeys.desk import Desk
from tests.journeys.files_at_desk import an_advocate, conversation, files_of
from tests.journeys.test_looking import STANDS
from tests.journeys.test_plain import PlainOutside
from tests.nginx import nginx_before
from tests.server import RunningSite
from webapp.tips import Tip

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
]  # test_nginx and test_plain_files hold the parts

MARK = "Por la ventana se ve un bus blanco."


def test_a_photo_without_scripts_comes_to_the_desk_and_is_looked_at(
    site: RunningSite, browser: Browser, tmp_path: Path, pictures: Path
) -> None:
    story = Tip("es", "need_help", {"what": MARK})
    with nginx_before(site, tmp_path / "nginx") as nginx:
        person = PlainOutside(browser, nginx.source_url, "es", ignore_https_errors=True)
        person.practise(person.tip(story))
        person.attach(FOLDER / "baseline.jpg")
        assert "baseline" not in person.page.content()
        person.page.screenshot(path=pictures / "sent.png", full_page=True)
        person.context.close()
    advocate = an_advocate(site)
    (got,) = files_of(advocate, conversation(advocate, MARK))
    assert got.said["name"] == "baseline.jpg"
    assert got.said["cleaned"]
    assert got.data == clean(golden("baseline.jpg"))[2]
    desk = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], "es")
    desk.open_waiting(MARK)
    desk.press("file.look")
    frame = desk.page.frame_locator("iframe.looking")
    assert frame.locator("img").evaluate(STANDS) == "blur(24px) grayscale(1)"
    desk.page.screenshot(path=pictures / "seen.png", full_page=True)
