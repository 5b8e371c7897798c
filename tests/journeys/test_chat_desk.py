"""A live chat at the desk, both sides from one script: what is written arrives, in order, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.proxy import Line, proxied
from tests.journeys.chat_desk import Chatting, until
from tests.journeys.chat_desk_window import Advocate, Shifts, arrives, finish, through
from tests.journeys.desk_window import A_WHILE
from tests.server import RunningSite

pytestmark = pytest.mark.journey

FASTER_THAN_A_FRAME = """async () => {
  const dialog = document.querySelector("dialog");
  dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
  for (let turn = 0; turn < 100 && dialog.isConnected; turn += 1) await null;
  document.querySelector(".item-thread form.reply textarea").focus();
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  return document.activeElement.tagName;
}"""
"""Somebody closes a dialog and goes to the text box before the next frame; gives what has the focus then."""


@pytest.fixture(scope="module")
def shifts(site: RunningSite, browser: Browser) -> Iterator[Shifts]:
    """Who works at this site's desk."""
    people = Shifts(browser, site)
    yield people
    people.over()


@pytest.fixture
def ana(shifts: Shifts) -> Iterator[Advocate]:
    """Ana, on shift; whatever she still holds at the end is hers no more."""
    desk = shifts.on("ana")
    yield desk
    shifts.off(desk)


def test_a_chat_from_alert_to_wrap_up_with_both_transcripts_equal(
    site: RunningSite, ana: Advocate
) -> None:
    person = Chatting.arrive(site)
    person.answer("danger_now", "yes")
    person.text("Estoy en el baño.")
    expect(ana.page).to_have_title("(1) Quietline desk", timeout=A_WHILE)
    ana.page.locator(".live-waiting").first.wait_for()
    ana.take_next()
    assert "yes" in ana.page.locator(".strip-fact.grave").inner_text().lower()
    ana.reads("Estoy en el baño.")
    ana.write("Estoy aquí con usted.")
    person.hear("Estoy aquí con usted.")
    person.text("Gracias.")
    ana.reads("Gracias.")
    ours = ana.page.locator(".message.ours", has_text="Estoy aquí con usted.")
    expect(ours.locator(".message-state")).to_have_text("Seen")
    locked_meanwhile(ana, person)
    ana.write("Hasta pronto.")
    ana.sent("Hasta pronto.")
    assert ana.transcript() == [
        "Estoy en el baño.",
        "Estoy aquí con usted.",
        "Gracias.",
        "¿Sigue ahí?",
        "Hasta pronto.",
    ]
    assert person.heard() == ["Estoy aquí con usted.", "Hasta pronto."]
    ana.end_chat()
    assert person.news()[-1]["t"] == "end"
    ana.wrap_up("A worker who needs a lawyer.")
    ana.page.locator(".note", has_text="A worker who needs a lawyer.").wait_for()
    assert person.live is None or person.live["phase"] == "ended"


def locked_meanwhile(ana: Advocate, person: Chatting) -> None:
    """The desk is locked while the chat goes on: it tells that there is news, and nothing of it."""
    ana.box.fill("half a sentence")
    ana.page.keyboard.press("Control+Shift+KeyL")
    ana.page.get_by_role("heading", name="The desk is locked").wait_for()
    expect(ana.page).to_have_title("Quietline desk")
    person.text("¿Sigue ahí?")
    expect(ana.page).to_have_title("(1) Quietline desk", timeout=A_WHILE)
    expect(ana.page.locator("[role=status]", has_text="A new message")).to_be_attached()
    for words in ("¿Sigue", "Gracias.", "Estoy", "half a sentence"):
        assert words not in ana.page.content()
    ana.page.locator("main input[type=password]").fill(ana.account("ana")["passphrase"])
    ana.press("Unlock")
    ana.reads("¿Sigue ahí?")
    expect(ana.box).to_have_value("half a sentence")
    ana.box.fill("")


def test_a_long_text_and_many_messages_arrive_in_order(site: RunningSite, ana: Advocate) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    long = " ".join(f"word{n}" for n in range(400))
    ana.write(long)
    for n in range(12):
        ana.write(f"message {n}")
    ana.sent("message 11")
    heard = until(lambda: len(found := person.heard()) >= 15 and found, "all parts")
    assert isinstance(heard, list)
    parts = len(heard) - 12
    assert "".join(heard[:parts]) == long
    assert heard[parts:] == [f"message {n}" for n in range(12)]
    assert max(map(len, person.sent["D"])) == 118 + 16 + 1024
    assert ana.transcript() == [long, *(f"message {n}" for n in range(12))]


def test_a_question_is_answered_by_one_tap(site: RunningSite, ana: Advocate) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    ana.box.fill("Can you leave the house?")
    ana.press("Ask as yes or no")
    asked = person.hear("Can you leave the house?")
    assert (asked["t"], asked["choices"]) == ("question", ["yes", "no"])
    person.answer(asked["id"], "no")
    answer = ana.page.locator(".message.theirs", has_text="Can you leave the house?")
    expect(answer.locator("strong").last).to_have_text("No", timeout=A_WHILE)


def test_after_a_break_the_person_is_recognised_by_the_safe_word(
    site: RunningSite, ana: Advocate
) -> None:
    person = Chatting.arrive(site)
    person.say({"t": "safe_word", "word": "Girasol"})
    ana.take_next()
    expect(ana.page.locator(".safe-word strong")).to_have_text("Girasol")
    person.text("Ya estoy", resumed=True)
    doubt = ana.page.locator(".notice.warn", has_text="Identity not verified")
    doubt.wait_for(timeout=A_WHILE)
    person.text("girasol")
    doubt.wait_for(state="detached", timeout=A_WHILE)
    person.text("otra vez", resumed=True)
    doubt.wait_for(timeout=A_WHILE)
    ana.press("I am sure")
    doubt.wait_for(state="detached", timeout=A_WHILE)
    ana.page.locator(".note", has_text="Identity confirmed").wait_for()


def test_saved_replies_are_found_by_a_slash_and_sent_by_enter(
    site: RunningSite, ana: Advocate
) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    ana.press("Saved replies")
    for name, language, words in (
        ("Safe place", "en", "Are you in a safe place?"),
        ("Lugar seguro", "es", "¿Está en un lugar seguro?"),
    ):
        ana.press("New saved reply")
        dialog = ana.page.locator("dialog")
        dialog.get_by_label("Short name").fill(name)
        dialog.get_by_label("Language").select_option(language)
        dialog.get_by_label("Words").fill(words)
        dialog.get_by_role("button", name="Save").click()
        dialog.locator(".pick", has_text=name).wait_for()
    ana.page.keyboard.press("Escape")
    ana.press("Saved replies")
    ana.page.locator("dialog[open]").wait_for()
    assert ana.page.evaluate(FASTER_THAN_A_FRAME) == "TEXTAREA"
    ana.page.keyboard.type("/")
    ana.page.locator(".picker-option").nth(1).wait_for()
    assert ana.page.locator(".picker-option strong").first.inner_text() == "Lugar seguro"
    assert ana.axe() == []
    ana.page.keyboard.press("ArrowDown")
    ana.page.keyboard.press("ArrowUp")
    ana.page.keyboard.press("Enter")
    expect(ana.box).to_have_value("¿Está en un lugar seguro?")
    ana.page.keyboard.press("Enter")
    person.hear("¿Está en un lugar seguro?")


def test_a_session_that_ends_in_the_middle_loses_no_word(site: RunningSite, ana: Advocate) -> None:
    person = Chatting.arrive(site)
    ana.take_next()
    ana.box.fill("half a sentence")
    refused = '{"type": "urn:quietline:problem:not-signed-in", "status": 401}'
    ana.page.route("**/api/v1/queue*", lambda route: route.fulfill(status=401, body=refused))
    ana.page.get_by_text("Your session is over.").wait_for(timeout=A_WHILE)
    assert "half a sentence" not in ana.page.content()
    ana.page.unroute("**/api/v1/queue*")
    ana.sign_in_again("ana")
    ana.tab(1)
    ana.page.locator(".rows .row .row-open").first.click()
    expect(ana.box).to_have_value("half a sentence", timeout=A_WHILE)
    ana.box.press("Enter")
    person.hear("half a sentence")


def test_the_wrap_up_is_due_before_the_next_chat_and_waits_while_somebody_does(
    site: RunningSite, ana: Advocate
) -> None:
    Chatting.arrive(site)
    ana.take_next()
    ana.end_chat()
    Chatting.arrive(site)
    ana.page.keyboard.press("Alt+KeyN")
    ana.page.locator(".shift-bar .notice.bad", has_text="wrap-up").wait_for()
    later = ana.page.get_by_role("button", name="Do it later")
    expect(later).to_be_enabled(timeout=A_WHILE)
    later.click()
    later.wait_for(state="detached")
    ana.take_next()
    ana.end_chat()
    ana.wrap_up("Second.")
    ana.press("Wrap-up due")
    ana.page.locator(".wrap-up").wait_for()


def test_a_chat_becomes_a_case_from_its_wrap_up_and_its_words_stay(
    site: RunningSite, ana: Advocate
) -> None:
    person = Chatting.arrive(site)
    person.answer("region", "Oregon")
    person.text("They took my passport.")
    ana.take_next()
    ana.write("I am here.")
    ana.sent("I am here.")
    ana.end_chat()
    ana.press("Make a case")
    dialog = ana.page.locator("dialog")
    expect(dialog.get_by_label("Title")).to_have_value("They took my passport")
    ana.in_dialog("Open the case")
    timeline = ana.page.locator(".timeline")
    for words in ("safe to talk", "Region Oregon", "I am here.", "The desk ended the chat."):
        expect(timeline.get_by_text(words).first).to_be_visible(timeout=A_WHILE)
    ana.press("Wrap-up due")
    form = ana.page.locator(".wrap-up")
    form.locator(".notice", has_text="belongs to a case").wait_for(timeout=A_WHILE)
    form.get_by_label("Case created").check()
    form.get_by_label("Summary").fill("See the case.")
    form.get_by_role("button", name="Finish").click()
    form.wait_for(state="detached")
    ana.page.locator(".status-closed").first.wait_for()
    ana.reads("They took my passport.")


def test_back_leads_through_the_desk_s_own_screens(ana: Advocate) -> None:
    ana.go(1)
    ana.page.get_by_role("heading", name="Cases").wait_for()
    ana.page.go_back()
    ana.page.locator(".tabs").wait_for()
    ana.page.go_forward()
    ana.page.get_by_role("heading", name="Cases").wait_for()
    assert ana.page.evaluate("location.pathname + location.hash") == "/"


def test_what_is_written_in_airplane_mode_arrives_once_when_the_line_is_back(
    site: RunningSite, browser: Browser
) -> None:
    person = Chatting.arrive(site)
    with proxied(site.port + 1) as proxy:
        ana = arrives(browser, through(site, proxy), "ana")
        ana.take_next()
        proxy.down()
        for n in range(3):
            ana.write(f"offline {n}")
        ana.page.locator(".message.pending", has_text="Not confirmed").first.wait_for(
            timeout=A_WHILE
        )
        person.text("still here")
        proxy.up()
        ana.sent("offline 2")
        ana.reads("still here")
        assert person.heard() == [f"offline {n}" for n in range(3)]
        finish(ana)
        ana.context.close()


def test_a_blocked_live_line_is_said_and_changes_nothing_else(
    site: RunningSite, browser: Browser
) -> None:
    person = Chatting.arrive(site)
    with proxied(site.port + 1, Line(websocket=False)) as proxy:
        ana = arrives(browser, through(site, proxy), "ana")
        ana.page.locator(".line-note.away").wait_for(timeout=A_WHILE)
        ana.take_next()
        ana.write("by plain calls")
        person.hear("by plain calls")
        person.text("I hear you")
        ana.reads("I hear you")
        finish(ana)
        ana.context.close()
