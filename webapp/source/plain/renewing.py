"""New private words for a conversation that the server has opened: it goes on as a new one.

The key of the old one was in the server's memory, and so were its words. A new conversation has
a key, words and a source's signature of its own; the old way back is closed in the same
transaction, and each of the two says to the desk, sealed, that it belongs to the other.
"""

from __future__ import annotations

from flask import Response
from flask_babel import format_date, gettext
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat.models import Conversation
from config import clock
from crypto.receipt import Receipt
from crypto.session import form_nonce, words_for_form
from moderation import founding, intake
from moderation.review_queue import find_item
from webapp.services import database, services
from webapp.source.plain import show
from webapp.source.plain.acts import Form, hold, locked_visit
from webapp.source.plain.stretching import stretched
from webapp.source.plain.telling import Written, tell
from webapp.source.plain.writing import More, store_text, store_tip
from webapp.tips import Tip


def renew(form: Form) -> Response | None:
    """The conversation goes on under new words, shown once; the old words open nothing any more."""
    words = " ".join(words_for_form(form.cookie.key, form.form_id, form.visit.language))
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
    master = stretched(words, site)
    with database().writing() as session:
        visit = locked_visit(session, form)
        if visit.step != "thread":
            return None  # sent twice: the new words are on the screen already
        old = show.receipt_of(form.cookie, visit, site)
        talk = conversations.find_by_receipt(session, old.auth, to_write=True)
        written = _move_on(session, form, talk, old, Receipt.from_master(master))
        hold(visit, form, master, site)
        visit.step, visit.last_form, visit.last_mark = "words", form.form_id, None
    tell(written)
    services().news.queue_changed()
    database().erase_traces()
    return None


def _move_on(
    session: Session, form: Form, talk: Conversation, old: Receipt, new: Receipt
) -> Written:
    moment, moved = clock.now(), gettext("plain.moved")
    nonce = form_nonce(form.cookie.key, form.form_id, moved.encode())
    written = store_text(session, talk, More(moved, moment, nonce), old)
    item = find_item(session, talk.conv)
    begun = gettext("plain.continues").replace("{day}", format_date(talk.day, "long"))
    labels = intake.QueueLabels(item.category, item.urgency, item.priority)
    tip = Tip(form.visit.language, talk.door, {"what": begun})
    store_tip(session, tip, new, moment, labels)
    conversations.remove_way_back(session, talk)
    return written
