"""The way without scripts, form by form: sealed on arrival, stored once, nothing kept of what was typed."""

from __future__ import annotations

import json
import re
import secrets
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation, Envelope
from chat.visit import SLOT, SLOTS_TO_LIVE, Visit, forget_ended
from config import clock
from crypto.envelope import Header, open_envelope, parse_header, seal_envelope
from crypto.keys import open_desk_wrap
from tests.integration.conftest import Town
from tests.plain import Plain, words_on
from webapp.schemas import b64
from webapp.source.plain import acts, stretching

WHAT = "They keep our papers in a box."


def visitor(town: Town) -> Plain:
    """Somebody who chose the less private way."""
    person = Plain(town.source_app)
    person.begin()
    return person


def opened(town: Town) -> list[tuple[int, bytes]]:
    """Flags and words of every envelope, opened with the desk's key."""
    found = []
    with town.store.reading() as session:
        for talk in session.scalars(select(Conversation)):
            record = conversations.key_records(session, talk)[0]
            key, _ = open_desk_wrap(town.office.site, record, town.office.epoch_seed)
            for sealed in session.scalars(
                select(Envelope.sealed).where(Envelope.conv == talk.conv)
            ):
                inner = open_envelope(key, town.office.site, record.commit, sealed)
                found.append((parse_header(sealed).flags, inner))
    return found


def test_a_page_sets_no_cookie_before_a_person_acts_and_then_a_strict_one(town: Town) -> None:
    person = Plain(town.source_app)
    assert "Set-Cookie" not in person.page.headers
    cookie = person.send("begin").headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert "Expires" not in cookie


def test_on_a_public_name_the_cookie_travels_only_over_tls(town: Town) -> None:
    town.settings.__dict__["hosts"] = ("tips.example",)
    answer = Plain(town.source_app).post({"do": "begin"}, Host="tips.example")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_tip_is_sealed_on_arrival_says_so_and_opens_at_the_desk(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT, danger_now="yes", how_known="self")
    assert len(words) == 7
    [(flags, inner)] = opened(town)
    assert (flags, WHAT.encode() in inner) == (1, True)
    item = town.ana.call("GET", "/api/v1/queue?view=waiting").body["items"][0]
    assert (item["server_opened"], item["priority"], item["category"]) == (True, "urgent", "crisis")


def test_every_answer_to_a_form_is_a_redirect_to_the_one_address(town: Town) -> None:
    person = Plain(town.source_app)
    answers = [
        person.send("begin"),
        person.door("need_help"),
        person.send("tip", what=WHAT),
    ]
    answers += [person.send("thread"), person.send("write", more="More.")]
    assert {(a.status_code, a.headers["Location"]) for a in answers} == {(303, "/")}


def test_the_words_bring_somebody_back_in_another_browser(town: Town) -> None:
    words = visitor(town).tip(WHAT)
    again = visitor(town)
    again.send("back")
    again.send("open", words=" ".join(words).upper())
    assert WHAT in again.text


def answer_from_the_desk(town: Town, body: str) -> None:
    """The advocate claims the only conversation and answers it."""
    with town.store.reading() as session:
        talk = session.scalars(select(Conversation)).one()
        record = conversations.key_records(session, talk)[0]
        state = delivery.state_of(talk)
    key, _ = open_desk_wrap(town.office.site, record, town.office.epoch_seed)
    header = Header(
        flags=0,
        direction="D",
        conv=talk.conv,
        gen=1,
        seq=state.d.seq + 1,
        prev=state.d.hash,
        ack_seq=state.s.seq,
        ack=state.s.hash,
        nonce=secrets.token_bytes(24),
    )
    inner = json.dumps({"t": "text", "body": body, "low": [1, 1]}).encode()
    sealed = seal_envelope(key, town.office.site, record.commit, header, inner)
    town.ana.call("POST", f"/api/v1/items/{b64(talk.conv)}/claim", {})
    path = f"/api/v1/conversations/{b64(talk.conv)}/envelopes"
    assert town.ana.call("POST", path, {"envelope": b64(sealed)}).status == 201


def test_what_the_desk_answers_is_read_and_answered(town: Town) -> None:
    person = visitor(town)
    person.tip(WHAT)
    person.send("thread")
    assert "No answer yet" in person.text
    answer_from_the_desk(town, "Are you safe <b>now</b>?")
    person.page = person.get()
    assert "Are you safe &lt;b&gt;now&lt;/b&gt;?" in person.text
    person.send("write", more="They locked the gate.")
    with town.store.reading() as session:
        state = delivery.state_of(session.scalars(select(Conversation)).one())
    assert (state.s.seq, state.d.seq) == (2, 1)
    assert [flags for flags, inner in opened(town) if b"locked the gate" in inner] == [1]


def test_the_words_are_shown_until_somebody_goes_on_and_then_never_again(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT)
    person.page = person.get()
    assert words[0] in person.text
    person.send("practice")
    person.send("practise", words="wrong words")
    assert "“words” is not one of the words. Did you mean “" in person.text
    person.send("practise", words=" ".join(words[:6]))
    assert "You typed 6." in person.text
    person.send("practise", words=" ".join([words[1], words[0], *words[2:]]))
    assert ("Word 1 is" in person.text, "Word 3 is" in person.text) == (True, False)
    person.send("practise", words=" ".join(words))
    assert 'class="words"' not in person.text
    person.post({**person.forms["thread"], "step": "words"})
    assert 'class="words"' not in person.get().get_data(as_text=True)


def test_a_form_sent_twice_is_one_tip_and_one_message(town: Town) -> None:
    person = visitor(town)
    person.door("need_help")
    form = {**person.forms["tip"], "what": WHAT}
    assert [person.post(form).status_code for _ in range(3)] == [303] * 3
    person.page = person.get()
    person.send("thread")
    more = {**person.forms["write"], "more": "More."}
    assert [person.post(more).status_code for _ in range(3)] == [303] * 3
    assert len(opened(town)) == 2


def test_a_sent_form_that_comes_back_with_another_text_offers_it_and_loses_nothing(
    town: Town,
) -> None:
    person = visitor(town)
    person.door("need_help")
    form = {**person.forms["tip"], "what": WHAT}
    person.post(form)
    person.page = person.post({**form, "what": "Another text."})
    assert words_on(person.text)  # the way back is shown first
    person.send("thread")
    assert "Another text." in person.forms["write"]["more"]
    person.send("write")
    assert sorted(WHAT.encode() in inner for _, inner in opened(town)) == [False, True]


@pytest.mark.parametrize(
    "bad", ["missing", "forged", "of another form", "of another visit", "from another site"]
)
def test_without_a_token_of_this_form_nothing_is_done_and_the_text_comes_back_once(
    town: Town, bad: str
) -> None:
    person, other = visitor(town), visitor(town)
    for visit in (person, other):
        visit.door("need_help")
    form = {**person.forms["tip"], "what": WHAT}
    token = {
        "missing": "",
        "forged": b64(bytes(32)),
        "of another form": person.forms["exit"]["token"][:-2] + "AA",
        "of another visit": other.forms["tip"]["token"],
        "from another site": form["token"],
    }[bad]
    site = {"Sec-Fetch-Site": "cross-site"} if bad == "from another site" else {}
    answer = person.post({**form, "token": token}, **site)
    assert (answer.status_code, WHAT in answer.get_data(as_text=True)) == (403, True)
    assert opened(town) == []


def test_a_visit_that_ended_while_somebody_wrote_gives_the_text_back_to_begin_with(
    town: Town,
) -> None:
    person = visitor(town)
    person.door("need_help")
    with town.store.writing() as session:
        session.get_one(Visit, session.scalars(select(Visit.visit_id)).one()).last_slot = 0
    assert person.send("tip", what=WHAT).status_code == 403
    person.send("begin")
    assert WHAT in person.forms["tip"]["what"]
    person.send("tip")
    assert len(opened(town)) == 1


def test_wrong_unknown_and_removed_words_get_the_same_page(town: Town) -> None:
    gone = visitor(town)
    removed = gone.tip(WHAT)
    gone.send("thread")
    gone.send("remove")
    assert "Your way back is gone" in gone.text
    pages = []
    for words in (" ".join(removed), "these words were never drawn at all", "x"):
        person = visitor(town)
        person.send("back")
        person.send("open", words=words)
        pages.append(re.sub(r'value="[\w-]{22,}"', "", person.text))
    assert len(set(pages)) == 1


def test_coming_back_without_scripts_marks_the_conversation_for_the_desk(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT)
    with town.store.writing() as session:
        session.execute(text("UPDATE content.conversation SET server_opened = false"))
    again = visitor(town)
    again.send("back")
    again.send("open", words=" ".join(words))
    with town.store.reading() as session:
        assert session.scalar(select(Conversation.server_opened)) is True
        rows = session.scalars(
            text("SELECT action FROM content.audit WHERE action = 'opened_by_server'")
        )
        assert len(rows.all()) == 1


def test_leaving_ends_the_visit_on_the_server_and_leads_to_the_exit_page(town: Town) -> None:
    person = visitor(town)
    person.tip(WHAT)
    answer = person.post(person.forms["exit"])
    assert (answer.status_code, answer.headers["Location"]) == (303, town.settings.exit_url)
    assert answer.headers["Clear-Site-Data"] == '"cache","cookies","storage"'
    assert "visit=;" in answer.headers["Set-Cookie"]
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM keys.visit")) == 0


def test_nobody_s_visit_lives_on_unused(town: Town) -> None:
    visitor(town)
    later = clock.unix(clock.now()) + SLOT * (SLOTS_TO_LIVE + 1)
    with town.store.writing() as session:
        forget_ended(session, later)
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM keys.visit")) == 0


def test_nothing_that_was_typed_is_in_a_visit_s_row(town: Town) -> None:
    person = visitor(town)
    words = person.tip(WHAT)
    with town.store.reading() as session:
        row = repr(session.execute(text("SELECT * FROM keys.visit")).one())
    assert WHAT not in row
    assert not [word for word in words if word in row]


@pytest.mark.parametrize("body", [b"{}", b"--x\r\n"])
def test_other_kinds_of_bodies_are_refused_before_they_are_parsed(town: Town, body: bytes) -> None:
    client = town.source_app.test_client()
    for kind in ("application/json", "text/plain"):
        got = client.post("/", data=body, content_type=kind, headers={"Host": "localhost"})
        assert got.status_code == 415


@pytest.mark.parametrize("boundary", ["", "; boundary=x", '; boundary=""'])
def test_a_form_with_a_file_that_is_none_is_refused(town: Town, boundary: str) -> None:
    client, kind = town.source_app.test_client(), f"multipart/form-data{boundary}"
    for body in (b"--x\r\n", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: x\r\n\r\na"):
        got = client.post("/", data=body, content_type=kind, headers={"Host": "localhost"})
        assert got.status_code == 400


def test_too_many_at_once_are_asked_to_try_again_and_keep_their_text(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretching, "_in_line", threading.BoundedSemaphore(1))
    person = visitor(town)
    person.door("need_help")
    with stretching._in_line:
        answer = person.send("tip", what=WHAT, minor="yes")
    assert (answer.status_code, person.forms["tip"]["what"].strip()) == (503, WHAT)
    assert opened(town) == []
    person.send("tip")
    assert [b'"minor": "yes"' in inner for _, inner in opened(town)] == [True]


def test_a_database_that_goes_away_gives_a_page_with_the_text_and_nothing_is_stored(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = visitor(town)
    person.door("need_help")

    def away(*_: object, **_more: object) -> None:
        raise OperationalError("COMMIT", None, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(acts, "store_tip", away)
        answer = person.send("tip", what=WHAT)
    assert (answer.status_code, WHAT in person.text) == (503, True)
    assert opened(town) == []
    person.send("tip")
    assert len(opened(town)) == 1
