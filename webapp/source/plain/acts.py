"""What each form does. An act gives a page where something is wrong, and None where all is done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import get_args

from flask import Response
from flask_babel import gettext
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat.errors import ConversationExists, UnknownReceipt
from chat.models import Conversation
from chat.visit import Visit, living_visit
from config import clock
from crypto.hashes import digest
from crypto.receipt import Receipt, normalise
from crypto.session import form_nonce, seal_session, text_mark, words_for_form
from crypto.words import numbers_to_words
from moderation import audit, founding
from moderation.codes import Door
from moderation.intake import AT_ONCE, How
from webapp import pages
from webapp.errors import Problem
from webapp.floods import Shape
from webapp.schemas import unb64
from webapp.services import database, services
from webapp.source import gate
from webapp.source.plain import show
from webapp.source.plain.answering import answers_of, any_typed, asked_by
from webapp.source.plain.cookie import VisitCookie
from webapp.source.plain.practising import complaints
from webapp.source.plain.stretching import stretched
from webapp.source.plain.telling import tell
from webapp.source.plain.writing import More, store_text, store_tip
from webapp.tips import Tip

GO = {
    "doors": ("safe", "unsafe", "tip", "back", "removed", "doors", "thread", "chat", "know"),
    "know": ("doors",),
    "safe": ("unsafe",),
    "unsafe": ("safe",),
    "tip": ("safe", "unsafe"),
    "back": ("doors",),
    "practice": ("words",),
    "words": ("practice",),
    "chat": ("chat_words", "thread"),
    "thread": ("words", "practice", "thread", "chat"),
}
"""Where a visit may go by itself, and from where."""

TRAP = "subject"
"""A field that no person sees; it is said beside it to leave it empty, for those whom that is read to."""

A_BUCKET = 256
"""Bytes in which the sizes of tips are told apart."""

WORDS_SHOWN = ("words", "practice", "chat_words")


@dataclass(frozen=True)
class Form:
    """One form as it arrived: whose visit, which form, which fields."""

    cookie: VisitCookie
    visit: Visit
    form_id: bytes
    fields: dict[str, str]

    def text(self, name: str) -> str:
        """One field without the white space around it."""
        return self.fields.get(name, "").strip()


def choose_language(form: Form) -> Response | None:
    """The visit goes on in this language, with what was typed in this one answer.

    Not while the private words are shown: they are drawn from the list of a language.
    """
    language = form.text("language")
    with database().writing() as session:
        visit = locked_visit(session, form)
        if language not in pages.LANGUAGES or visit.step in WORDS_SHOWN:
            return None
        visit.language = language
    if not any_typed(form.fields):
        return None
    return show.show_step(form.cookie, visit, given=form.fields)


def choose_door(form: Form) -> Response | None:
    """The visit is behind this door, where it is asked first whether it is safe to talk."""
    with database().writing() as session:
        visit = locked_visit(session, form)
        visit.step, visit.door = "safe", door_of(form.text("door"))
    return None


def go_to(form: Form) -> Response | None:
    """The visit goes to the step named, if that is next to where it is."""
    wanted = form.text("step")
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.step not in GO.get(wanted, ()):
            return None
        visit.step = wanted
        if wanted == "doors":
            visit.sealed, visit.last_form, visit.last_mark = None, None, None
    if wanted in {"thread", "chat"} and form.text("more"):
        return show.show_step(form.cookie, visit, given=form.fields)
    return None


def send_tip(form: Form) -> Response | None:
    """The tip is stored once, however often its form is sent; then its words are shown."""
    asked = asked_by(form.fields)
    answers = answers_of(form.fields, asked)
    if "what" not in answers:
        return show.show_step(
            form.cookie, form.visit, given=form.fields, problem=gettext("review.empty")
        )
    tip = Tip(form.visit.language, form.visit.door or "need_help", answers, asked.name)
    mark = text_mark(form.cookie.key, repr(sorted(answers.items())).encode())
    moment, how = clock.now(), _how_it_comes(form, tip)
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
    words = " ".join(words_for_form(form.cookie.key, form.form_id, form.visit.language))
    master = stretched(words, site)
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.last_form == form.form_id:
            return None if visit.last_mark == mark else _was_sent(form, visit, answers["what"])
        try:
            store_tip(session, tip, Receipt.from_master(master), moment, how=how)
        except ConversationExists:  # an older form of this visit, sent again after later ones
            return _was_sent(form, visit, answers["what"])
        hold(visit, form, master, site)
        visit.step, visit.last_form, visit.last_mark = "words", form.form_id, mark
    services().floods.use(_place(form))
    services().news.queue_changed()
    return None


def _how_it_comes(form: Form, tip: Tip) -> How:
    """How the tip comes in; raises Problem where it is not its turn yet.

    A form that was carried out before is let in: nothing is stored of it again.
    """
    if form.visit.last_form == form.form_id:
        return AT_ONCE
    labels = tip.labels()
    size = len(tip.inner(clock.now())) // A_BUCKET * A_BUCKET
    shape = Shape(size, labels["door"], labels["language"], labels["priority"])
    bound, filled = digest(b"plain" + form.visit.visit_id), form.text(TRAP) != ""
    return gate.plain_comes(services(), bound, _place(form), shape, filled=filled)


def _place(form: Form) -> bytes:
    """The turn that the form shows; empty where it shows none."""
    try:
        return unb64(form.text("place"))
    except ValueError:
        return b""


def practise(form: Form) -> Response | None:
    """The words are right and the visit goes on, or the page says so and nothing is kept."""
    if form.visit.last_form is None:
        return None
    right = words_for_form(form.cookie.key, form.visit.last_form, form.visit.language)
    typed = numbers_to_words(form.text("words"))
    if normalise(typed) != normalise(" ".join(right)):
        wrong = complaints(right, typed, form.visit.language)
        return show.show_step(form.cookie, form.visit, problem=" ".join(dict.fromkeys(wrong)))
    with database().writing() as session:
        locked_visit(session, form).step = "thread"
    return None


def come_back(form: Form) -> Response | None:
    """The thread of these words is open; wrong, unknown and removed words get the same page."""
    words = numbers_to_words(form.text("words"))
    if not normalise(words):
        return show.show_step(form.cookie, form.visit, problem=gettext("back.empty"))
    if not services().floods.doors.take("words"):
        raise Problem(503, "busy")
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
    master = stretched(words, site)
    try:
        with database().writing() as session:
            visit = locked_visit(session, form)
            auth = Receipt.from_master(master).auth
            talk = conversations.find_by_receipt(session, auth, to_write=True)
            _mark_opened(session, talk)
            hold(visit, form, master, site)
            visit.step = "chat" if talk.channel == "chat" else "thread"
            visit.last_form, visit.last_mark = None, None
    except UnknownReceipt:
        return show.show_step(form.cookie, form.visit, problem=gettext("back.unknown"))
    return None


def write_more(form: Form) -> Response | None:
    """The text is stored once, however often its form is sent."""
    text = form.text("more")
    if not text:
        return show.show_step(form.cookie, form.visit, problem=gettext("thread.empty"))
    mark = text_mark(form.cookie.key, text.encode())
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.last_form == form.form_id:
            return None if visit.last_mark == mark else _was_sent(form, visit, text)
        receipt = show.receipt_of(form.cookie, visit, founding.site_or_refuse(session).site)
        talk = conversations.find_by_receipt(session, receipt.auth, to_write=True)
        nonce = form_nonce(form.cookie.key, form.form_id, text.encode())
        written = store_text(session, talk, More(text, clock.now(), nonce), receipt)
        visit.last_form, visit.last_mark = form.form_id, mark
    tell(written)
    return None


def remove_way_back(form: Form) -> Response | None:
    """The words open nothing any more; the desk keeps what was sent."""
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.step == "removed":
            return None
        receipt = show.receipt_of(form.cookie, visit, founding.site_or_refuse(session).site)
        talk = conversations.find_by_receipt(session, receipt.auth, to_write=True)
        conversations.remove_way_back(session, talk)
        visit.step, visit.sealed, visit.last_form = "removed", None, None
    database().erase_traces()
    return None


def door_of(text: str) -> str:
    """The door, or the one for people in need where the text names none."""
    return text if text in get_args(Door) else "need_help"


def locked_visit(session: Session, form: Form) -> Visit:
    """The visit, and nobody else's to change; raises UnknownReceipt where it has ended meanwhile."""
    now = clock.unix(clock.now())
    visit = living_visit(session, form.cookie.visit_id, now, to_write=True)
    if visit is None:
        raise UnknownReceipt
    return visit


def hold(visit: Visit, form: Form, master: bytes, site: bytes) -> None:
    """The visit holds the receipt's master, sealed under the key in the cookie."""
    nonce = secrets.token_bytes(24)
    visit.sealed = seal_session(form.cookie.key, site, visit.visit_id, master, nonce)


def _mark_opened(session: Session, talk: Conversation) -> None:
    """The desk and the person see from now on that the server has opened this conversation."""
    if not talk.server_opened:
        talk.server_opened = True
        act = audit.Act(None, clock.hour_of(clock.now()))
        audit.record(session, act, "opened_by_server", talk.conv)


def _was_sent(form: Form, visit: Visit, text: str) -> Response:
    """A form that was sent before comes with another text: it is offered as a further message.

    The visit stays where it is: if its private words are on the screen, they are shown first.
    """
    return show.show_step(
        form.cookie, visit, given={"more": text}, problem=gettext("plain.was_sent")
    )
