"""Photos and files from a phone: cleaned and sealed before they go, paused, lost, cut off, and left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.golden.opened import clean, golden
from tests.integration.test_metadata_tools import OF_SOMEBODY, look, structure
from tests.journeys.files_at_desk import Got, an_advocate, conversation, files_of
from tests.journeys.looks import LANGUAGE_AND_THEME, looks
from tests.journeys.outside import PATIENCE
from tests.journeys.sender import Sender
from tests.journeys.test_source_safety import EXIT, answer_with_weather, hold
from tests.journeys.test_source_views import faults
from tests.server import RunningSite

pytestmark = pytest.mark.journey

PHOTOS = ("baseline.jpg", "full.png", "preview.heic")
PARTS = "**/parts/*"
BEGIN = re.compile(r"/api/v1/conversation/files$")


@pytest.fixture
def person(site: RunningSite, browser: Browser) -> Iterator[Sender]:
    """Somebody on the page with a phone."""
    arrived = Sender.arrive(browser, site.source_url)
    assert isinstance(arrived, Sender)
    arrived.context.route(f"{EXIT}**", answer_with_weather)
    yield arrived
    arrived.context.close()


def to_the_question(person: Sender, words: str) -> None:
    """As far as the question under which files are offered."""
    person.do("door", "ask_something")
    person.do("next")
    person.page.locator('[name="what"]').fill(words)


def no_line(route: Route) -> None:
    """Nothing arrives."""
    route.abort()


def told_besides(folder: Path, got: list[Got]) -> dict[str, str]:
    """What exiftool finds in what arrived, besides how the files are built, or of somebody."""
    for file in got:
        (folder / file.said["name"]).write_bytes(file.data)
    tags = {
        f"{name} {tag}": value for name, all_ in look(folder).items() for tag, value in all_.items()
    }
    return {
        tag: value
        for tag, value in tags.items()
        if not structure(tag.split(" ", 1)[1]) or OF_SOMEBODY.search(value)
    }


def test_three_photos_follow_a_tip_from_a_phone_and_tell_the_desk_nothing_besides(
    person: Sender, site: RunningSite, tmp_path: Path
) -> None:
    asked = list[str]()
    person.page.on("request", lambda request: asked.append(request.url))
    to_the_question(person, "They keep our papers in this box.")
    assert not [url for url in asked if "/files" in url or "file-worker" in url]
    person.choose(*PHOTOS)
    person.do("files-send")
    expect(person.bar).to_contain_text(person.say("files.bar.waiting").format(n=3))
    assert not [url for url in asked if BEGIN.search(url)]
    person.do("to-end")
    person.do("send")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    person.arrive_at_desk(3)
    desk = an_advocate(site)
    got = files_of(desk, conversation(desk, "papers in this box"))
    assert [file.said["name"] for file in got] == list(PHOTOS)
    assert [file.data for file in got] == [clean(golden(name))[2] for name in PHOTOS]
    assert all(file.said["cleaned"] and file.said["evidence"] is None for file in got)
    assert told_besides(tmp_path, got) == {}
    person.do("done")
    person.do("see")
    person.see_thread()
    person.do("earlier")
    shown = person.page.locator("#earlier").inner_text()
    assert shown.count(person.say("file.photo")) == len(PHOTOS)
    assert "baseline" not in shown


def test_who_keeps_place_and_time_as_evidence_sends_them_sealed_beside_the_clean_photo(
    person: Sender, site: RunningSite, tmp_path: Path
) -> None:
    person.begin("ask_something")
    person.say_text("I have a picture.")
    person.choose("baseline.jpg", "plain.webp")
    expect(person.chosen("plain.webp").locator("label")).to_be_hidden()
    person.chosen("baseline.jpg").get_by_label(person.say("files.keep")).check()
    person.do("files-send")
    photo = person.log.locator(".ours", has_text=person.say("file.photo"))
    expect(photo).to_have_count(2, timeout=PATIENCE)
    desk = an_advocate(site)
    with_place, without = files_of(desk, conversation(desk, "I have a picture."))
    assert with_place.data == clean(golden("baseline.jpg"))[2]
    assert with_place.said["evidence"]["taken"] == "2021-03-14T15:09:26"
    assert with_place.said["evidence"]["latitude"] == pytest.approx(19.43, abs=0.1)
    assert without.said["evidence"] is None
    assert told_besides(tmp_path, [with_place]) == {}


def test_a_file_is_paused_kept_while_the_line_is_lost_and_taken_back(
    person: Sender, site: RunningSite, tmp_path: Path
) -> None:
    large = tmp_path / "contract.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(3_000_000))
    to_the_question(person, "I have the contract.")
    person.do("to-end")
    person.do("send")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    person.do("done")
    person.do("see")
    person.see_thread()
    person.page.route(PARTS, no_line)
    person.choose(large, "plain.webp")
    expect(person.chosen("contract.pdf")).to_contain_text(person.say("files.warn.document"))
    person.do("files-send")  # the other one goes; this one still asks
    expect(person.page.locator('[data-view="files"] .error')).to_contain_text("1")
    person.press("files-as-is", "contract.pdf")
    person.do("files-send")
    expect(person.bar).to_contain_text(person.say("files.kept"), timeout=PATIENCE)
    person.do("files")
    person.page.route(PARTS, hold)  # first, so that no try slips through between the two
    person.page.unroute(PARTS, no_line)
    person.do("files-go")
    with person.page.expect_request(PARTS):
        person.do("files-pause")
        expect(person.page.locator("[data-all]")).to_have_text(person.say("files.paused"))
        person.page.unroute(PARTS)
        person.do("files-go")
    person.do("files-back")
    person.arrive_at_desk(2)
    desk = an_advocate(site)
    conv = conversation(desk, "I have the contract.")
    webp, paper = files_of(desk, conv)
    assert (webp.data, paper.data) == (golden("plain.webp"), large.read_bytes())
    assert (paper.said["kind"], paper.said["cleaned"]) == ("pdf", None)
    person.page.route(PARTS, hold)
    person.choose("film.mp4")
    person.do("files-send")
    person.do("files")
    with person.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        person.press("files-drop", "film.mp4")
    expect(person.cards).to_have_count(2)
    assert len(desk.get(f"conversations/{conv}/files")["files"]) == 2


def test_leaving_ends_the_worker_and_what_was_on_its_way(person: Sender) -> None:
    person.begin("ask_something")
    person.say_text("Wait.")
    person.page.route(PARTS, hold)
    with person.page.expect_worker(lambda worker: "file-worker" in worker.url) as worker:
        person.choose("baseline.jpg")
    with person.page.expect_request(PARTS):
        person.do("files-send")
    person.do("cover")
    expect(person.bar).to_be_hidden()
    person.do("lift")
    expect(person.bar).to_be_visible()
    person.context.unroute(f"{EXIT}**")
    person.context.route(f"{EXIT}**", hold)
    with worker.value.expect_event("close"):
        person.context.new_cdp_session(person.page).send(
            "Runtime.evaluate",
            {"expression": 'document.querySelector("[data-exit-now]").click()'},
        )


@pytest.mark.parametrize(
    ("language", "theme"), looks(("en", "es", "ar"), ("light", "dark"), often=LANGUAGE_AND_THEME)
)
def test_every_view_of_files_is_accessible_and_keeps_its_exit_in_sight(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path, language: str, theme: str
) -> None:
    context = browser.new_context(
        locale=language,
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(site.source_url)
    person = Sender(context, page, language)
    views = [
        (name, faults(page), page.screenshot(path=pictures / f"{name}.png"))[:2]
        for name in walk(person, tmp_path)
    ]
    assert [view for view in views if view[1]] == []
    assert len(views) == 6
    context.close()


def walk(person: Sender, folder: Path) -> Iterator[str]:
    """From the empty list to a line that is lost; stops at every view on the way."""
    paper, broken = folder / "contract.pdf", folder / f"{'x' * 120}.jpg"
    paper.write_bytes(b"%PDF-1.7\n" + bytes(2_000_000))
    broken.write_bytes(b"\xff\xd8\xff\xe1" + bytes(99))
    to_the_question(person, "Look at these.")
    person.do("files")
    expect(person.page.locator('[data-view="files"]')).to_be_visible(timeout=PATIENCE)
    yield "empty"
    person.choose("baseline.jpg", "film.mp4", paper, broken)
    person.do("files-send")
    yield "asks"
    person.press("files-as-is", "contract.pdf")
    person.press("files-drop", "xxx")
    person.do("files-send")
    yield "waits"
    person.do("to-end")
    person.page.route(PARTS, no_line)
    person.do("send")
    expect(person.bar).to_contain_text(person.say("files.kept"), timeout=PATIENCE)
    yield "over the words"
    person.do("files")
    yield "kept"
    person.page.unroute(PARTS)
    person.do("files-go")
    expect(person.cards.get_by_text(person.say("thread.sent"))).to_have_count(3, timeout=PATIENCE)
    yield "sent"
