"""A chat and a tip in Debian's Firefox ESR with WebAssembly and every compiler of scripts off.

So it is in Tor Browser where people chose to be safer. The desk is in Chromium. Nothing here has
to be done in a given time; how long it took is written beside the pictures.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.firefox.talker import Talker, talking
from tests.golden.opened import FOLDER, clean, golden
from tests.journeys.chat_desk_window import Advocate, arrives
from tests.journeys.desk import Desk
from tests.journeys.files_at_desk import an_advocate, conversation, files_of
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]

SAY = texts("source", "en")
FIRST = "I can write for ten minutes."
ASKED = "Thank you. Are you alone?"
TOLD = "Yes. He is back at six. ¿Puede ser en español?"
AGAIN = "It is me again."
PHOTO = "They keep our papers in this box behind the van."
SAW = "Six men sleep in one van behind the packing house."
STATUS = "#log > :last-child [data-status]"


def comes_to_the_doors(person: Talker, url: str) -> None:
    """The page is there, and scripts are as slow as they get."""
    person.ask("open", url=url)
    assert person.ask("engine")["wasm"] == "undefined"
    person.see('[data-do="door"]')
    person.ask("pause")
    person.start()


def write(person: Talker, ana: Advocate, text: str) -> None:
    """Type and send; both have it, and the person knows it."""
    person.fill("#say", text)
    person.tap("say")
    person.see("#log > :last-child.ours", text)
    ana.reads(text)
    person.see(STATUS, SAY("chat.status.seen"))


def words_of(person: Talker) -> str:
    """Look at the words and go back."""
    person.tap("chat-words")
    person.see("ol.words li")
    words = " ".join(person.read("ol.words li"))
    person.tap("done")
    person.see("#say")
    return words


def begins(person: Talker) -> None:
    """Three taps and the first words, which wait on the page until they are locked and sent."""
    person.tap("door", "need_help")
    person.tap("chat-now")
    person.tap("safe-yes")
    person.see("#say", note="ready to write")
    person.fill("#say", FIRST)
    person.tap("say")
    person.see("#log .ours", FIRST, note="first words on the page")
    person.see(STATUS, SAY("chat.status.sending"))
    person.see("[data-stands]", SAY("chat.opening.slow"))
    person.picture("opening")
    person.see('[data-do="chat-words"]', note="private words one tap away")
    person.see(STATUS, SAY("chat.status.sent"), note="first words acknowledged")


def comes_back(person: Talker, words: str) -> None:
    """Another page, the same words: the chat is there."""
    person.ask("reload")
    person.start()
    person.tap("view", "back")
    person.fill("#receipt", words)
    person.tap("open")
    person.see("[data-resumed]", note="chat open again by its words")
    person.tap("chat-earlier")


def test_a_chat_goes_both_ways_where_the_browser_can_only_interpret(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    ana = arrives(browser, site, "ana")
    with talking(SAY, pictures, tmp_path) as person:
        comes_to_the_doors(person, site.source_url)
        begins(person)
        ana.take_next()
        ana.write(ASKED)
        person.see("#log .theirs", ASKED)
        write(person, ana, TOLD)
        words = words_of(person)
        assert len(words.split()) == 7
        assert person.read("#log [data-words]") == ana.transcript() == [FIRST, ASKED, TOLD]
        person.times["longest pause of the page"] = (person.ask("pause") / 1000, 0)
        comes_back(person, words)
        write(person, ana, AGAIN)
        assert person.read("#log [data-words]") == [FIRST, ASKED, TOLD, AGAIN]
        end(person, ana)
        note(person)


def end(person: Talker, ana: Advocate) -> None:
    """The person ends it; both have all that was said."""
    person.tap("chat-box", "end")
    person.tap("chat-end")
    person.see("[data-stands]", SAY("chat.ended"))
    ana.page.locator(".wrap-up").wait_for()
    assert ana.transcript() == [FIRST, ASKED, TOLD, AGAIN]
    ana.wrap_up("Done.")
    ana.leave()


def test_a_tip_goes_to_the_desk_and_back_where_the_browser_can_only_interpret(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    with talking(SAY, pictures, tmp_path) as person:
        comes_to_the_doors(person, site.source_url)
        person.tap("door", "ask_something")
        person.tap("next")
        person.see('[data-step="what"] textarea', note="ready to write")
        person.fill('[data-step="what"] textarea', SAW)
        person.tap("to-end")
        person.tap("send")
        person.see("ol.words li", note="tip acknowledged, words shown")
        person.picture("words")
        words = " ".join(person.read("ol.words li"))
        desk = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1])
        desk.open_waiting(SAW)
        desk.reply(ASKED)
        person.ask("reload")
        person.start()
        person.tap("view", "back")
        person.fill("#receipt", words)
        person.tap("open")
        person.see(".latest", ASKED, note="answer read by its words")
        person.picture("answered")
        removes_the_way_back(person, words)
        note(person)


def removes_the_way_back(person: Talker, words: str) -> None:
    """The words open nothing any more, and read like words that never did."""
    person.tap("remove-ask")
    person.tap("remove")
    person.see('[data-view="removed"]', note="way back removed")
    person.tap("view", "home")
    person.tap("view", "back")
    person.fill("#receipt", words)
    person.tap("open")
    person.see('[data-view="back"] .error', SAY("back.unknown"), note="words open nothing")


def test_a_photo_goes_clean_to_the_desk_where_the_browser_can_only_interpret(
    site: RunningSite, pictures: Path, tmp_path: Path
) -> None:
    with talking(SAY, pictures, tmp_path) as person:
        comes_to_the_doors(person, site.source_url)
        person.tap("door", "ask_something")
        person.tap("next")
        person.see('[data-step="what"] textarea')
        person.fill('[data-step="what"] textarea', PHOTO)
        person.tap("files")
        person.see('[data-view="files"]')
        person.choose(FOLDER / "baseline.jpg")
        person.see("#files-list .file", "baseline", note="photo looked at")
        person.tap("files-send")
        person.see("[data-files]", SAY("files.bar.waiting").format(n=1))
        person.tap("to-end")
        person.tap("send")
        person.see("[data-files]", SAY("files.bar.sent").format(n=1), note="photo at the desk")
        person.picture("photo")
        note(person)
    desk = an_advocate(site)
    (got,) = files_of(desk, conversation(desk, PHOTO))
    assert got.data == clean(golden("baseline.jpg"))[2]


def note(person: Talker) -> None:
    """The times, beside the pictures."""
    rounded = {name: [round(each, 1) for each in both] for name, both in person.times.items()}
    rounded["a million steps, ms"] = [round(person.ask("engine")["million"])]
    (person.pictures / "times.json").write_text(json.dumps(rounded, indent=2))
