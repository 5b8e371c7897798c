"""Who listens on the line counts bytes: a short message and a long one are the same there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.frames import calls, frames, parts
from tests.faults.proxy import Line, Proxy, proxied
from tests.journeys.chat_outside import Chatter, arrives
from tests.journeys.outside import Outside
from tests.journeys.sender import Sender
from tests.server import RunningSite

pytestmark = pytest.mark.journey

TEXTS = ["x", "a" * 100, "b" * 900, "7", "c" * 900, "ñ" * 100]
COUNTING = 4
"""Bytes by which two equal messages may differ: the numbers that count them have more digits."""


def says_all(person: Chatter) -> None:
    """A chat in which every text was said and acknowledged."""
    person.begin()
    for text in TEXTS:
        person.say_text(text)
        person.has(text)


def alike(sizes: list[int]) -> bool:
    """Whether nobody can tell the messages apart by these sizes."""
    return max(sizes) - min(sizes) <= COUNTING


def bodies(line: Proxy, path: str) -> list[int]:
    """The sizes of all that was posted to an address over this line."""
    return [size for heard in line.heard for size in calls(bytes(heard), path)]


def test_on_the_live_line_a_letter_and_nine_hundred_are_frames_of_one_size(
    site: RunningSite, browser: Browser
) -> None:
    with proxied(site.port) as line:
        person = arrives(browser, line.url)
        says_all(person)
        sent = [
            frame.size
            for heard in line.heard
            for frame in frames(bytes(heard))
            if b'"send"' in frame.said
        ]
        first = bodies(line, "/api/v1/conversations")
        person.end()
        person.context.close()
    assert len(sent) + len(first) >= len(TEXTS)
    assert alike(sent), sent
    assert len(set(first)) <= 1


@pytest.mark.long  # the frames of the live line are looked at each time
def test_without_the_live_line_the_same_messages_are_calls_of_one_size(
    site: RunningSite, browser: Browser
) -> None:
    with proxied(site.port, Line(websocket=False)) as line:
        person = arrives(browser, line.url)
        says_all(person)
        sent = bodies(line, "/api/v1/conversation/envelopes")
        person.end()
        person.context.close()
    assert len(sent) >= len(TEXTS) - 1
    assert alike(sent), sent


@pytest.mark.long  # padding is held byte by byte in tests/js/lib/file-stream.test.ts each time
def test_files_of_one_bucket_are_parts_of_one_size(
    site: RunningSite, browser: Browser, tmp_path: Path
) -> None:
    sizes = {}
    for length in (900, 60_000, 199_000, 200_000):
        document = tmp_path / f"{length}.pdf"
        document.write_bytes(b"%PDF-1.7\n" + bytes(length - 9))
        with proxied(site.port) as line:
            person = Sender.arrive(browser, line.url)
            assert isinstance(person, Sender)
            person.begin("ask_something")
            person.say_text("A document.")
            person.choose(document)
            person.press("files-as-is", document.name)
            person.do("files-send")
            person.arrive_at_desk(1)
            sizes[length] = [size for heard in line.heard for size in parts(bytes(heard))]
            person.context.close()
    assert sizes[900] == sizes[60_000] != sizes[199_000] == sizes[200_000]
    assert all(len(sent) == 1 for sent in sizes.values())


@pytest.mark.long  # so is the first call of a chat
def test_a_short_tip_and_a_longer_one_are_bodies_of_one_size(
    site: RunningSite, browser: Browser
) -> None:
    sizes = []
    for text in ("x", "a" * 100, "b" * 500):
        with proxied(site.port) as line:
            person = Outside.arrive(browser, line.url)
            person.tip("ask_something", {"what": text})
            sizes += bodies(line, "/api/v1/conversations")
            person.context.close()
    assert len(sizes) == 3
    assert alike(sizes), sizes
