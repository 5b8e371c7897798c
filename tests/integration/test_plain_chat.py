"""A live chat without scripts, form by form, on both databases: stored once, told at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from chat.live_models import LiveChat
from chat.models import Envelope
from crypto.envelope import parse_header
from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, desk_says, frame_of, item, said, taken
from tests.integration.test_plain_forms import opened, visitor
from tests.plain import words_on
from webapp.schemas import b64
from webapp.services import services_of


@pytest.mark.parametrize(
    ("door", "category", "priority"),
    [
        ("need_help", "tip", "high"),
        ("saw_something", "tip", "medium"),
        ("ask_something", "information", "medium"),
    ],
)
def test_a_yes_opens_a_chat_that_waits_and_says_that_the_server_sealed_it(
    town: Town, door: str, category: str, priority: str
) -> None:
    chatting(town, door)
    assert said(town) == [{"t": "chat", "safe": True, "lang": "en", "door": door}]
    assert [flags for flags, _ in opened(town)] == [1]
    got = item(town)
    assert (got["category"], got["urgency"], got["priority"]) == (category, "soon", priority)
    assert (got["live"]["phase"], got["server_opened"]) == ("waiting", True)


def test_it_opens_once_however_often_the_form_is_sent(town: Town) -> None:
    person = visitor(town)
    person.send("door", door="need_help")
    form = person.forms["chat"]
    assert [person.post(form).status_code for _ in range(3)] == [303] * 3
    person.page = person.get()
    assert person.post(form).status_code == 303
    assert len(opened(town)) == 1


def test_a_no_offers_to_leave_or_to_write_and_a_second_thought_is_free(town: Town) -> None:
    person = visitor(town)
    person.send("door", door="need_help")
    person.send("unsafe")
    assert {"exit", "tip", "safe"} <= person.forms.keys()
    person.send("safe")
    person.send("tip")
    assert "what" in person.forms["tip"]
    assert opened(town) == []


def test_one_tap_answers_move_the_place_in_line_and_keep_what_is_being_written(town: Town) -> None:
    person = chatting(town, "saw_something")
    assert person.text.index("law may say") < person.text.index("under 18?")
    answer = person.send("say", tap="minor.yes", more="half a sent")
    assert (answer.status_code, person.forms["say"]["more"].strip()) == (200, "half a sent")
    assert "under 18?" not in person.text
    assert item(town)["priority"] == "high"
    assert person.send("say", tap="danger_now.yes", more="").status_code == 303
    got = item(town)
    assert (got["category"], got["urgency"], got["priority"]) == ("crisis", "immediate", "urgent")
    asked = [(each["q"], each["a"]) for each in said(town) if each["t"] == "answer"]
    assert asked == [("minor", "yes"), ("danger_now", "yes")]
    assert "half a sent" not in person.get().get_data(as_text=True)


def test_an_answer_that_comes_late_is_stored_and_leaves_the_desk_s_judgement(town: Town) -> None:
    person = chatting(town)
    taken(town)
    assert person.send("say", tap="danger_now.yes").status_code == 303
    assert item(town)["priority"] == "high"
    assert said(town)[-1]["a"] == "yes"


@pytest.mark.parametrize("tap", ["nothing", "minor.maybe", "helpful.maybe"])
def test_other_taps_do_nothing(town: Town, tap: str) -> None:
    person = chatting(town)
    assert person.send("say", tap=tap).status_code == 303
    assert len(opened(town)) == 1


def test_somebody_who_is_still_here_stops_the_warning_and_the_rest(town: Town) -> None:
    person = chatting(town)
    taken(town)
    for change in ("warned = true", "phase = 'resting'"):
        with town.store.writing() as session:
            session.execute(text(f"UPDATE content.live_chat SET {change}"))  # noqa: S608 - ours
        person.send("say", tap="stay")
        with town.store.reading() as session:
            chat = session.scalars(select(LiveChat)).one()
        assert (chat.phase, chat.warned) == ("live", False)


def test_the_end_is_said_once_and_asks_whether_it_helped(town: Town) -> None:
    person = chatting(town)
    taken(town)
    form = {**person.forms["say"], "tap": "end"}
    assert [person.post(form).status_code for _ in range(2)] == [303] * 2
    person.page = person.get()
    assert [each["t"] for each in said(town)] == ["chat", "end"]
    assert item(town)["live"]["phase"] == "ended"
    person.send("say", tap="stay")
    assert item(town)["live"]["phase"] == "ended"
    for _ in range(2):
        person.send("say", tap="helpful.yes")
    with town.store.reading() as session:
        counted = session.execute(text("SELECT n FROM content.counter WHERE name = 'helpful'"))
        assert counted.scalars().all() == [1]
    assert "Thank you." in person.text
    assert "Was this helpful?" not in person.text


def test_whoever_ends_it_while_waiting_reads_that_it_has_ended_until_they_write_again(
    town: Town,
) -> None:
    person = chatting(town)
    person.send("say", tap="end")
    assert "The chat has ended. An advocate may still read" in frame_of(person)
    person.send("say", more=HELLO)
    shown = frame_of(person)
    assert ("The chat has ended." in shown, "This goes on as messages" in shown) == (False, True)


def test_the_advocate_ends_it_and_the_page_offers_the_words_and_the_thread(town: Town) -> None:
    person = chatting(town)
    taken(town)
    desk_says(town, "items/{}/end", t="end")
    assert "The advocate ended the chat" in frame_of(person)
    person.send("say", tap="look")
    assert "Was this helpful?" in person.text
    assert "before you go" in person.text
    person.send("thread")
    assert "remove" in person.forms


def test_a_chat_that_nobody_had_goes_on_as_messages_and_can_be_live_again(town: Town) -> None:
    person = chatting(town)
    person.send("say", tap="end")
    person.send("say", more=HELLO)
    assert "goes on as messages" in frame_of(person)
    assert item(town)["live"] is None
    person.send("say", tap="stay")
    assert item(town)["live"]["phase"] == "waiting"


def test_the_words_are_a_tap_away_in_their_own_language_and_open_the_chat_again(
    town: Town,
) -> None:
    person = chatting(town)
    answer = person.send("say", tap="words", more="half")
    words = words_on(person.text)
    assert (answer.status_code, len(words)) == (200, 7)
    assert person.forms["chat"]["more"].strip() == "half"
    person.send("chat")
    assert person.forms["say"]["more"].strip() == "half"
    person.send("say", language="es")
    person.page = person.get()
    assert '<html lang="es"' in person.text
    person.send("say", tap="words")
    assert words_on(person.text) == words
    again = visitor(town)
    again.send("back")
    again.send("open", words=" ".join(words))
    assert "say" in again.forms
    again.send("say", tap="words")
    assert 'class="words"' not in again.text
    for message in ("One.", "Two."):
        again.send("say", more=message)
    assert [each.get("resumed") for each in said(town) if each["t"] == "text"] == [True, None]
    assert "One." in frame_of(person)


def test_a_text_that_cannot_be_sent_comes_back_once(town: Town) -> None:
    person = chatting(town)
    form = {**person.forms["say"], "more": HELLO}
    forged = person.post({**form, "token": b64(bytes(32))})
    assert (forged.status_code, HELLO in forged.get_data(as_text=True)) == (403, True)
    assert len(opened(town)) == 1


def test_screens_are_told_of_what_a_form_stored(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = services_of(town.source_app).news
    heard: list[str] = []
    for name in ("envelope", "chat_changed", "queue_changed", "chat_waiting"):
        monkeypatch.setattr(news, name, lambda *_, name=name: heard.append(name))
    person = chatting(town, "saw_something")
    person.send("say", tap="minor.yes")
    person.send("say", more=HELLO)
    person.send("say", tap="end")
    told = ["envelope", "chat_changed", "queue_changed"]
    assert heard == ["chat_waiting", *told, "envelope", *told]
    with town.store.reading() as session:
        sealed = session.scalars(select(Envelope.sealed)).all()
    assert {parse_header(each).flags for each in sealed} == {1}
