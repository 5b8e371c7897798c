"""Staff look at what strangers sent, each kind in the frame of no origin; hostile files do nothing."""

from __future__ import annotations

import io
import wave
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Locator, Route, Worker, expect

from tests.actors import Source
from tests.golden.opened import golden
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.seats import Seats
from tests.journeys.stranger import stranger
from tests.sent_files import send_file
from tests.server import RunningSite

pytestmark = pytest.mark.journey

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>top.harmed = 1</script>'
    b'<image href="http://localhost:9/seen"/></svg>'
)
PAGE = b"<!doctype html><script>top.harmed = 1; fetch('http://localhost:9/seen')</script>"
POLYGLOT = golden("baseline.jpg") + b"<script>top.harmed = 1</script>" + SVG
TURNED = "invoice\u202egpj.exe"
LONG = "../" + "w" * 240 + ".jpg"
EVIDENCE = {"taken": "2025-11-03T18:20:05", "latitude": 40.6413, "longitude": -73.7781}


def sound() -> bytes:
    """A second of silence as WAV."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return made.getvalue()


def archive() -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.txt", "a")
    return made.getvalue()


SHOWN = {
    "plate.jpg": (golden("baseline.jpg"), "img"),
    "screen.png": (golden("full.png"), "img"),
    "house.webp": (golden("lossy.webp"), "img"),
    "door.avif": (golden("full.avif"), "img"),
    "film.mp4": (golden("film.mp4"), "video"),
    "film.mov": (golden("phone.mov"), "video"),
    "voice.m4a": (golden("voice.m4a"), "audio"),
    "call.wav": (sound(), "audio"),
    "polyglot.jpg": (POLYGLOT, "img"),
}
REFUSED = {"drawing.jpg": SVG, "page.png": PAGE}
"""What calls itself a picture and is none: it is not shown."""


def send_all(person: Source) -> None:
    """Everything of this story, each in a message of its own."""
    for name, (content, _) in SHOWN.items():
        more = {"evidence": EVIDENCE, "cleaned": ["exif", "trailing"]} if "plate" in name else {}
        send_file(person, content, name, **more)
    for name, content in REFUSED.items():
        send_file(person, content, name, kind="jpeg")
    send_file(person, b"%PDF-1.7 nothing", TURNED, kind="jpeg")
    send_file(person, archive(), LONG[:255])


@pytest.fixture(scope="module")
def ana(site: RunningSite, browser: Browser) -> Iterator[Desk]:
    """Ana, with the conversation open in which everything was sent."""
    send_all(stranger(site))
    desks = Seats(browser, site)
    desk = desks.at("ana")
    desk.open_item("hello")
    yield desk
    desks.closed()


def row(desk: Desk, name: str) -> Locator:
    return desk.page.locator(".file", has_text=name)


def look(desk: Desk, name: str) -> Locator:
    """The dialog in which a file is looked at, once its bytes are checked."""
    row(desk, name).get_by_role("button", name="Look").click()
    dialog = desk.page.locator("dialog")
    expect(dialog.get_by_text("By its bytes").first).to_be_visible(timeout=A_WHILE)
    return dialog


def close(desk: Desk) -> None:
    desk.page.locator("dialog .dialog-head button").click()
    expect(desk.page.locator("dialog")).to_have_count(0)


def frame_of(desk: Desk) -> Frame:
    """The frame in which something is shown."""
    desk.page.locator("iframe.looking").wait_for()
    return desk.page.frames[-1]


STANDS = """element => new Promise(done => {
  const stands = () => element.tagName === "IMG" ? element.naturalWidth > 0 : element.readyState > 0;
  if (stands()) return done(getComputedStyle(element).filter);
  for (const event of ["load", "loadedmetadata"])
    element.addEventListener(event, () => done(getComputedStyle(element).filter));
})"""


@pytest.mark.parametrize("name", SHOWN)
def test_each_kind_is_shown_in_the_frame_and_veiled_first(ana: Desk, name: str) -> None:
    dialog, tag = look(ana, name), SHOWN[name][1]
    shown = frame_of(ana).locator(tag)
    veil = shown.evaluate(STANDS)
    if tag == "audio":
        assert dialog.get_by_role("button", name="Show it clearly").count() == 0
    else:
        assert veil == "blur(24px) grayscale(1)"
        dialog.get_by_role("button", name="Show it clearly").click()
        expect(frame_of(ana).locator("body")).to_have_class("clear")
        assert shown.evaluate(STANDS) == "none"
        dialog.get_by_role("button", name="Blur it again").click()
        expect(frame_of(ana).locator("body")).not_to_have_class("clear")
    close(ana)


@pytest.mark.against_policy
def test_the_frame_is_nobody_s_and_reaches_nothing(ana: Desk) -> None:
    look(ana, "polyglot.jpg")
    frame = frame_of(ana)
    frame.locator("img").evaluate(STANDS)
    assert frame.evaluate("origin") == "null"
    for reach in ("parent.document", "localStorage", "document.cookie"):
        with pytest.raises(Exception, match=r"SecurityError|sandboxed|Policy|cross-origin"):
            frame.evaluate(f"{reach}.length")
    assert frame.evaluate("fetch('/api/v1/site').then(() => 'asked', () => 'refused')") == "refused"
    assert ana.page.evaluate("window.harmed") is None
    close(ana)
    ana.problems.clear()  # what we tried in the frame, and the browser refused


@pytest.mark.parametrize("name", REFUSED)
def test_what_calls_itself_a_picture_and_is_markup_is_not_shown(ana: Desk, name: str) -> None:
    asked: list[str] = []
    ana.page.on("request", lambda request: asked.append(request.url))
    dialog = look(ana, name)
    expect(dialog.get_by_text("Careful: this is not what its name")).to_be_visible()
    expect(dialog.get_by_text("can only be saved")).to_be_visible()
    assert ana.page.locator("iframe").count() == 0
    assert ana.page.evaluate("window.harmed") is None
    assert not [url for url in asked if "/seen" in url]
    close(ana)


SAVED = {
    "plate.jpg": "plate.jpg",
    "drawing.jpg": "drawing.jpg.html.download",
    "page.png": "page.png.html.download",
    "invoicegpj.exe": "invoicegpj.exe.pdf",
    "www.jpg": f"{'w' * 120}.jpg.zip",
}


@pytest.mark.parametrize("name", SAVED)
def test_a_file_is_saved_under_a_name_that_harms_no_disk(
    ana: Desk, name: str, tmp_path: Path
) -> None:
    row(ana, name).get_by_role("button", name="Save").click()
    with ana.page.expect_download() as saving:
        ana.page.locator("dialog a[download]").click(timeout=A_WHILE)
    assert saving.value.suggested_filename == SAVED[name]
    saving.value.save_as(tmp_path / "saved")
    known = {"plate.jpg": SHOWN["plate.jpg"][0], **REFUSED}
    if name in known:
        assert (tmp_path / "saved").read_bytes() == known[name]
    close(ana)


def wait_for_end_of(desk: Desk, worker: Worker) -> None:
    """The worker is ended: the browser tells the driver of it a moment after the page has done it."""
    if worker in desk.page.workers:
        with worker.expect_event("close", timeout=A_WHILE):
            pass


def file_workers(desk: Desk) -> list[Worker]:
    """Those that open files, once the browser has told its driver of them."""
    for _ in range(100):
        found = [worker for worker in desk.page.workers if "file" in worker.url]
        if found:
            return found
        desk.page.wait_for_timeout(100)  # between two looks
    return []


def test_what_comes_slowly_is_cancelled_and_comes_no_more(ana: Desk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)  # and no answer comes

    ana.context.route("**/files/*", hold)
    try:
        row(ana, "plate.jpg").get_by_role("button", name="Save").click()
        dialog = ana.page.locator("dialog")
        expect(dialog.locator("progress")).to_be_visible()
        expect(dialog.get_by_text("0 bytes of")).to_be_visible()
        workers = file_workers(ana)
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_have_count(0)
        assert len(workers) == 1
        wait_for_end_of(ana, workers[0])
    finally:
        ana.context.unroute_all()
    look(ana, "plate.jpg")
    close(ana)


def test_what_the_sender_kept_and_removed_is_said(ana: Desk) -> None:
    told = row(ana, "plate.jpg").inner_text()
    assert "Removed before sending: the camera’s notes" in told
    for kept in ("kept by the sender", "2025-11-03T18:20:05", "40.6413", "-73.7781"):
        assert kept in told
    assert "may hold place, time" in row(ana, "screen.png").inner_text()
    assert "characters that cannot be seen" in row(ana, "invoicegpj.exe").inner_text()
    assert TURNED not in ana.page.content()


def test_a_file_is_looked_at_by_keyboard_alone(ana: Desk) -> None:
    button = row(ana, "plate.jpg").get_by_role("button", name="Look")
    button.focus()
    ana.page.keyboard.press("Enter")
    frame_of(ana).locator("img").evaluate(STANDS)
    show = ana.page.get_by_role("button", name="Show it clearly")
    show.focus()
    ana.page.keyboard.press("Space")
    expect(frame_of(ana).locator("body")).to_have_class("clear")
    assert ana.axe() == []
    ana.page.keyboard.press("Escape")
    expect(ana.page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()
