"""A visit without scripts when people wander: other languages, old forms, new words, a store that is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from chat.models import Conversation
from config import clock
from config.database import Database
from crypto.errors import CryptoError, Refused
from tests.integration.conftest import Town
from tests.integration.test_plain_forms import WHAT, answer_from_the_desk, opened, visitor
from tests.plain import Plain, words_on
from webapp.source.plain import writing


def away(*_: object, **__: object) -> None:
    """Stands for every way to a database that has gone away."""
    raise OperationalError("BEGIN", None, Exception())


def refused(*_: object) -> None:
    """What a desk that cannot be proved does to whoever wants to seal to it."""
    raise Refused("roster")


def take_the_database_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Database, "reading", away)
    patch.setattr(Database, "writing", away)


def test_another_language_takes_along_what_was_typed_in_this_one_answer(town: Town) -> None:
    person = visitor(town)
    person.door("saw_something")
    answer = person.send("tip", what=WHAT, minor="yes", language="es")
    assert (answer.status_code, person.forms["tip"]["what"].strip()) == (200, WHAT)
    assert '<html lang="es"' in person.text
    assert opened(town) == []
    assert WHAT not in person.get().get_data(as_text=True)
    person.send("tip")
    assert [b'"lang": "es"' in inner for _, inner in opened(town)] == [True]


def test_the_language_cannot_change_while_words_of_a_language_are_shown(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT)
    assert "language" not in person.forms
    person.post({**person.forms["practice"], "do": "language", "language": "es"})
    assert words_on(person.get().get_data(as_text=True)) == words


def test_the_start_page_is_a_tap_away_and_closes_the_messages(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT)
    person.send("thread")
    person.send("doors")
    assert "door" in person.forms
    person.send("back")
    assert WHAT not in person.text
    person.send("open", words=" ".join(words))
    assert WHAT in person.text


def test_an_old_form_sent_again_after_later_ones_stores_nothing(town: Town) -> None:
    person = visitor(town)
    person.door("need_help")
    tip = {**person.forms["tip"], "what": WHAT}
    person.send("tip", what=WHAT)
    person.send("thread")
    first = {**person.forms["write"], "more": "One."}
    person.send("write", more="One.")
    person.send("write", more="Two.")
    assert person.post(first).status_code == 303
    assert person.post(tip).status_code == 200
    assert len(opened(town)) == 3


def test_new_words_continue_the_conversation_and_close_the_old_way_back(town: Town) -> None:
    person = visitor(town)
    old = person.tip(WHAT, minor="yes")
    person.send("thread")
    answer_from_the_desk(town, "Where are you?")
    person.page = person.get()
    again = person.forms["renew"]
    assert [person.post(again).status_code for _ in range(2)] == [303] * 2
    person.page = person.get()
    new = words_on(person.text)
    assert new != old
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM keys.way_back")) == 1
        assert len(session.scalars(select(Conversation)).all()) == 2
        assert (
            session.scalars(text("SELECT priority FROM content.queue_item")).all() == ["high"] * 2
        )
    for words, opens in ((old, False), (new, True)):
        back = visitor(town)
        back.send("back")
        back.send("open", words=" ".join(words))
        assert ("write" in back.forms) is opens
    inner = b"".join(said for _, said in opened(town))
    assert (b"earlier conversation" in inner, b"in a new conversation" in inner) == (True, True)


@pytest.mark.parametrize("form", ["remove", "renew", "write"])
def test_a_form_of_messages_that_were_closed_meanwhile_does_nothing(town: Town, form: str) -> None:
    person = visitor(town)
    person.tip(WHAT)
    person.send("thread")
    late = {**person.forms[form], **({"more": "Late."} if form == "write" else {})}
    person.send("remove")
    answer = person.post(late)
    assert answer.status_code in {303, 403}
    assert len(opened(town)) == 1
    assert (form == "write") == ("Late." in answer.get_data(as_text=True))


def test_whoever_leaves_leaves_also_while_the_database_is_away(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = visitor(town)
    with monkeypatch.context() as patch:
        take_the_database_away(patch)
        answer = person.post(person.forms["exit"])
    assert (answer.status_code, answer.headers["Location"]) == (303, town.settings.exit_url)
    assert "visit=;" in answer.headers["Set-Cookie"]


def test_an_exit_needs_no_token_and_no_visit(town: Town) -> None:
    answer = Plain(town.source_app).post({"do": "exit"})
    assert (answer.status_code, answer.headers["Location"]) == (303, town.settings.exit_url)


def test_while_the_database_is_away_the_numbers_are_shown_and_every_text_comes_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = visitor(town)
    person.door("need_help")
    with monkeypatch.context() as patch:
        take_the_database_away(patch)
        page, answer = person.get(), person.send("tip", what=WHAT)
    assert (page.status_code, 'href="tel:911"' in page.get_data(as_text=True)) == (200, True)
    assert (answer.status_code, WHAT in person.text) == (503, True)
    person.send("tip")
    assert len(opened(town)) == 1


def test_a_roster_that_ran_out_stops_this_way_too(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = visitor(town)
    person.door("need_help")
    with monkeypatch.context() as patch:
        patch.setattr(writing, "desk_now", refused)
        answer = person.send("tip", what=WHAT)
    assert (answer.status_code, WHAT in person.text) == (503, True)
    assert opened(town) == []
    with town.store.reading() as session, pytest.raises(CryptoError):
        writing.desk_now(session, clock.now() + timedelta(days=200))
