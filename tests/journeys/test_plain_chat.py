"""A whole chat without JavaScript, in a real browser, with an advocate who speaks HTTP."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from crypto.envelope import Header, open_envelope, parse_header, seal_envelope
from crypto.hashes import digest
from crypto.keys import open_desk_wrap
from tests.journeys.looks import LANGUAGE_AND_THEME, looks
from tests.journeys.test_plain import PATIENCE, PlainOutside
from tests.journeys.test_plain_views import Walk, faults
from tests.server import RunningSite
from tests.visitor import Visitor, key_record
from webapp.client.calls import call
from webapp.schemas import b64, unb64

pytestmark = pytest.mark.journey

ASKED = {
    "en": "I am Ana. Are you alone?",
    "es": "Soy Ana. ¿Está a solas?",
    "ar": "أنا آنا. هل أنت وحدك؟",
}
TOLD = {"en": "They took my papers.", "es": "Me quitaron los papeles.", "ar": "أخذوا أوراقي."}

STAFF = {"en": 1, "es": 2, "ar": 0}
"""Each takes one chat: whoever owes a wrap-up takes no other."""


class Advocate:
    """Somebody on shift who takes the newest chat and writes in it."""

    def __init__(self, site: RunningSite, number: int) -> None:
        self.desk = Visitor.sign_in(site.desk_url, site.demo["staff"][number])
        self.post("shift", {"status": "on"})
        self.conv = ""

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call."""
        url = f"{self.desk.desk_url}/api/v1/{path}"
        return call("POST", url, body, f"Bearer {self.desk.token}")

    def take(self) -> dict[str, Any]:
        """The chat that is next."""
        item: dict[str, Any] = self.post("chats/next", {})["item"]
        self.conv = item["conv"]
        return item

    def say(self, path: str = "conversations/{}/envelopes", **inner: Any) -> list[dict[str, Any]]:
        """Seal this into the chat; gives what the person had said before."""
        got = self.desk.get(f"conversations/{self.conv}")
        record = key_record(got["key_records"][0])
        site = self.desk.roster().site
        key, _ = open_desk_wrap(site, record, self.desk.epoch_seed())
        sealed = [unb64(each) for each in got["envelopes"]]
        ours = [each for each in sealed if parse_header(each).direction == "D"]
        theirs = [each for each in sealed if parse_header(each).direction == "S"]
        header = Header(
            flags=0,
            direction="D",
            conv=record.conv,
            gen=1,
            seq=len(ours) + 1,
            prev=digest(ours[-1]) if ours else bytes(32),
            ack_seq=len(theirs),
            ack=digest(theirs[-1]),
            nonce=secrets.token_bytes(24),
        )
        words = json.dumps({"low": [1, 1], **inner}).encode()
        envelope = seal_envelope(key, site, record.commit, header, words)
        self.post(path.format(self.conv), {"envelope": b64(envelope)})
        return [json.loads(open_envelope(key, site, record.commit, each)) for each in theirs]


class PlainChat(PlainOutside):
    """Somebody who chats without scripts."""

    @property
    def news(self) -> FrameLocator:
        """The frame of the messages."""
        return self.page.frame_locator("iframe.news")

    def open_chat(self) -> None:
        """The less private way, a door, and a yes."""
        self.press("plain.way")
        self.press("door.need_help")
        self.press("plain.chat.safe.yes")
        self.reads(self.say("plain.chat.waiting"))

    def reads(self, text: str) -> None:
        """The frame comes to show this by itself."""
        expect(self.news.locator("body")).to_contain_text(text, timeout=PATIENCE)


@pytest.mark.parametrize(
    "language", ["es", *(pytest.param(other, marks=pytest.mark.long) for other in ("en", "ar"))]
)
def test_a_whole_chat_without_scripts(
    site: RunningSite, browser: Browser, pictures: Path, language: str
) -> None:
    person = PlainChat(browser, site.source_url, language)
    person.open_chat()
    person.page.screenshot(path=pictures / "waiting.png", full_page=True)
    person.page.locator("#more").fill(TOLD[language])
    person.page.locator('button[value="danger_now.yes"]').click()
    expect(person.page.locator("#more")).to_have_value(TOLD[language])
    person.press("plain.send")
    expect(person.page.locator("#more")).to_have_value("")
    advocate = Advocate(site, STAFF[language])
    assert advocate.take()["priority"] == "urgent"
    person.page.locator("#more").fill("…")
    said = advocate.say(t="text", body=ASKED[language])
    assert [each["t"] for each in said] == ["chat", "answer", "text"]
    person.reads(ASKED[language])
    expect(person.page.locator("#more")).to_have_value("…")
    person.page.screenshot(path=pictures / "live.png", full_page=True)
    advocate.say("items/{}/end", t="end")
    person.reads(person.say("plain.chat.ended.them"))
    person.press("plain.chat.look")
    person.page.locator('button[value="helpful.yes"]').click()
    expect(person.page.get_by_text(person.say("plain.chat.thanks"))).to_be_visible()
    person.press("plain.chat.words")
    expect(person.page.locator("ol.words li")).to_have_count(7)
    person.page.screenshot(path=pictures / "words.png", full_page=True)
    person.context.close()
    advocate.post("shift", {"status": "off"})


@pytest.mark.parametrize(
    ("language", "theme"), looks(STAFF, ("light", "dark"), often=LANGUAGE_AND_THEME)
)
def test_every_page_of_a_chat_is_accessible_on_a_small_phone(
    site: RunningSite, browser: Browser, language: str, theme: str
) -> None:
    walk = Walk(browser, site.source_url, language, theme)
    found = {}
    walk.press("plain.way")
    walk.press("door.need_help")
    for name, key in (
        ("safe", "plain.chat.safe.no"),
        ("unsafe", "plain.chat.unsafe.back"),
        ("safe again", "plain.chat.safe.yes"),
        ("chat", "plain.chat.words"),
        ("chat_words", "plain.chat.words.back"),
    ):
        found[name] = faults(walk.page, name)
        walk.press(key)
    walk.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    walk.page.locator('button[value="end"]').click()
    found["ended"] = faults(walk.page, "ended")
    walk.context.close()
    assert {name: what for name, what in found.items() if what} == {}
