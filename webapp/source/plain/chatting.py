"""What the forms of a live chat do: open it, write, and the one-tap answers beside the composer.

Every button of the page belongs to the composer's form, so that whatever is being written comes
along and stands in the next page again; only the button for sending sends it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import datetime

from flask import Response
from flask_babel import gettext
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat.errors import ConversationExists
from chat.models import Conversation
from chat.visit import Visit
from config import clock
from crypto.receipt import Receipt
from crypto.session import form_nonce, words_for_form
from moderation import chats, founding, intake, live
from moderation.errors import NotAllowed
from webapp.services import database, services
from webapp.source import gate
from webapp.source.plain import pace, show, standing
from webapp.source.plain.acts import Form, hold, locked_visit
from webapp.source.plain.questions import NO_NAME, QUESTIONS, WEIGHTY
from webapp.source.plain.reading import read_messages
from webapp.source.plain.stretching import stretched
from webapp.source.plain.telling import Written, tell
from webapp.source.plain.writing import More, Said, store, store_text, store_tip, store_words
from webapp.tips import Tip

Work = Callable[[Session, Conversation, Receipt], Written]

BEFORE = ("safe", "unsafe")
"""Steps from which a chat is opened."""


class Opening(Tip):
    """The first envelope of a chat; `answers` are those of the waiting room, once there are any."""

    def inner(self, moment: datetime) -> bytes:
        """What is sealed: no words yet, only that somebody wants to talk."""
        said = {
            "t": "chat",
            "low": [1, 1],
            "at": clock.hour_of(moment),
            "safe": True,
            "lang": self.language,
            "door": self.door,
        }
        return json.dumps(said, ensure_ascii=False).encode()

    def labels(self) -> dict[str, str]:
        """A chat's labels: never routine, since somebody waits."""
        urgent = self.answers.get("danger_now") == "yes"
        high = self.answers.get("minor") == "yes" or self.door == "need_help"
        return {
            **super().labels(),
            "channel": "chat",
            "urgency": "immediate" if urgent else "soon",
            "priority": "urgent" if urgent else "high" if high else "medium",
        }


def open_chat(form: Form) -> Response | None:
    """The chat is stored once, however often its form is sent, and waits for an advocate."""
    if form.visit.step not in BEFORE:
        return None  # sent twice: the chat is open
    gate.chat_comes(services())
    moment, language = clock.now(), form.visit.language
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
    words = " ".join(words_for_form(form.cookie.key, form.form_id, language))
    master = stretched(words, site, chat=True)
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.step not in BEFORE:
            return None
        opening = Opening(language, visit.door or "need_help", {})
        try:
            talk = store_tip(session, opening, Receipt.from_master(master), moment)
        except ConversationExists:  # an older form of this visit
            return None
        hold(visit, form, master, site)
        visit.step, visit.last_form = "chat", form.form_id
        visit.last_mark = show.mark_of_language(language)
    services().news.chat_waiting(talk.conv)
    return None


def say(form: Form) -> Response | None:
    """The text is stored once, or what was tapped is done and the text comes back once."""
    tap, _, value = form.text("tap").partition(".")
    if not tap:
        return _write(form)
    visit = TAPS[tap](form, value) if tap in TAPS else form.visit
    return show.show_step(form.cookie, visit, given=form.fields) if form.text("more") else None


def _write(form: Form) -> Response | None:
    text = form.text("more")
    if not text:
        return show.show_step(form.cookie, form.visit, problem=gettext("thread.empty"))
    resumed = speaks_again(form.visit)
    nonce = form_nonce(form.cookie.key, form.form_id, text.encode())
    more = More(text, clock.now(), nonce, resumed)
    _carry_out(form, lambda session, talk, receipt: store_text(session, talk, more, receipt))
    if resumed:
        _was_said(form)
    return None


def speaks_again(visit: Visit) -> bool:
    """Whether a chat's next message is the first since somebody came back with their words."""
    return visit.last_form is None and visit.last_mark is None


def _was_said(form: Form) -> None:
    """After somebody came back with their words, their first message has told the desk so."""
    with database().writing() as session:
        locked_visit(session, form).last_mark = form.form_id


def _carry_out(form: Form, work: Work) -> Visit:
    """Do this with the visit's conversation, tell the screens, and give the visit."""
    with database().writing() as session:
        visit = locked_visit(session, form)
        receipt = show.receipt_of(form.cookie, visit, founding.site_or_refuse(session).site)
        talk = conversations.find_by_receipt(session, receipt.auth, to_write=True)
        written = work(session, talk, receipt)
    tell(written)
    return visit


def _said(form: Form, inner: dict[str, str]) -> Said:
    nonce = form_nonce(form.cookie.key, form.form_id, repr(sorted(inner.items())).encode())
    return Said(inner, clock.now(), nonce)


def _answer(question: str) -> Callable[[Form, str], Visit]:
    """The waiting room's answer is stored, and moves the place in the queue while nobody has it."""

    def tapped(form: Form, value: str) -> Visit:
        if value not in QUESTIONS[question]:
            return form.visit
        said = _said(form, {"t": "answer", "q": question, "a": value})

        def work(session: Session, talk: Conversation, receipt: Receipt) -> Written:
            written = store_words(session, talk, said, receipt)
            weighs = written.envelopes != () and question in WEIGHTY
            moved = weighs and _moved(session, talk, receipt, said.moment)
            return written._replace(changed=written.changed or moved)

        return _carry_out(form, work)

    return tapped


def _reply(form: Form, value: str) -> Visit:
    """An advocate's question is answered, if it was asked and still is open."""
    answer, _, question = value.partition(".")
    if answer not in {"yes", "no"}:
        return form.visit
    said = _said(form, {"t": "answer", "q": question, "a": answer})

    def work(session: Session, talk: Conversation, receipt: Receipt) -> Written:
        site = founding.site_or_refuse(session).site
        asked = standing.open_questions(read_messages(session, site, talk, receipt))
        if question not in {each.question for each in asked}:
            return Written(talk.conv)
        return store_words(session, talk, said, receipt)

    return _carry_out(form, work)


def _moved(session: Session, talk: Conversation, receipt: Receipt, moment: datetime) -> bool:
    site = founding.site_or_refuse(session).site
    answers: dict[str, str] = {}
    for message in read_messages(session, site, talk, receipt):
        if message.mine and message.kind == "answer":
            answers |= message.answers
    language = answers.get("language", talk.language)
    labels = Opening(language, talk.door, answers).labels()
    queue = intake.QueueLabels(labels["category"], labels["urgency"], labels["priority"])
    with contextlib.suppress(NotAllowed):  # somebody has it: the desk's own judgement stands
        spoken = NO_NAME.get(language, language)
        return chats.relabel_by_source(session, talk, queue, spoken, moment)
    return False


def _stay(form: Form, _value: str) -> Visit:
    """The person is here: a resting chat goes on; one that was ended stays so until they write."""

    def work(session: Session, talk: Conversation, _receipt: Receipt) -> Written:
        return Written(talk.conv, changed=chats.stay(session, talk.conv, clock.now()))

    return _carry_out(form, work)


def _end(form: Form, _value: str) -> Visit:
    """The person's last envelope is stored and the live chat is over."""
    said = _said(form, {"t": "end"})

    def work(session: Session, talk: Conversation, receipt: Receipt) -> Written:
        chat = live.of(session, talk.conv)
        if chat is None or chat.phase == "ended":
            return Written(talk.conv)
        envelope = store(session, talk, said, receipt)
        changed = chats.source_ended(session, talk.conv, said.moment)
        return Written(talk.conv, (envelope,) if envelope else (), changed)

    return _carry_out(form, work)


def _helpful(form: Form, value: str) -> Visit:
    """Counted once, tied to nobody."""

    def work(session: Session, talk: Conversation, _receipt: Receipt) -> Written:
        if value in {"yes", "no"}:
            chats.was_helpful(session, talk.conv, value, clock.now())
        return Written(talk.conv)

    return _carry_out(form, work)


def _words(form: Form, _value: str) -> Visit:
    """The private words are on the screen, where this visit has them."""
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.step == "chat" and visit.last_form is not None:
            visit.step = "chat_words"
    return visit


def _pace(form: Form, value: str) -> Visit:
    """The frame looks for news this often from now on."""
    pace.choose(value)
    return _look(form, value)


def _look(form: Form, _value: str) -> Visit:
    """The page is drawn anew."""
    with database().writing() as session:
        return locked_visit(session, form)


TAPS: dict[str, Callable[[Form, str], Visit]] = {
    **{question: _answer(question) for question in QUESTIONS},
    "reply": _reply,
    "stay": _stay,
    "end": _end,
    "helpful": _helpful,
    "words": _words,
    "look": _look,
    "pace": _pace,
}
"""What each button beside the composer does."""
