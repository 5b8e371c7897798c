"""Puts the made-up year into the demonstration's store, by the same steps that real contacts take.

It writes beside the running server, in a process of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chat import conversation as conversations
from config import clock
from config.database import Database
from config.settings import Settings
from crypto.receipt import Receipt
from crypto.roster import Roster
from moderation import intake, live, trainings, waits
from moderation.audit import Act
from moderation.models import QueueItem
from moderation.site_settings import SiteNow
from moderation.staff_models import Staff
from moderation.trainings import REQUESTED, Standing
from moderation.transitions import move_item
from webapp.demo.year import Contact, year_before
from webapp.source.plain.writing import desk_now
from webapp.tips import seal_tip

AT_ONCE = 20
"""Contacts of one transaction: the server beside it waits no longer than for these."""

MASTER_LENGTH = 32


def bring_year(
    settings: Settings, database: Database, today: date, tell: Callable[[int, int], object]
) -> list[Contact]:
    """The year before the day of the first call is in the store, once; gives its contacts.

    Broken off, it goes on where it was: each time the same contacts are drawn, and those that are
    there are counted. `tell` hears how many of how many are in.
    """
    day = _first_day(settings, today)
    with database.reading() as session:
        zone = SiteNow(settings).current(session).hours.zone
        desk = desk_now(session, clock.now())
        before = (
            select(func.count()).select_from(QueueItem).where(QueueItem.day < day.replace(day=1))
        )
        loaded = session.scalar(before) or 0
    contacts = year_before(day, zone)
    for start in range(loaded, len(contacts), AT_ONCE):
        with database.writing() as session:
            ana = session.scalars(select(Staff).where(Staff.name == "ana")).one()
            for contact in contacts[start : start + AT_ONCE]:
                _one(session, desk, contact, ana, zone)
        tell(min(start + AT_ONCE, len(contacts)), len(contacts))
    return contacts


def _first_day(settings: Settings, today: date) -> date:
    file = settings.data_dir / "demonstration-year"
    if not file.exists():
        file.write_text(today.isoformat())
    return date.fromisoformat(file.read_text())


def _one(session: Session, desk: Roster, contact: Contact, ana: Staff, zone: str) -> None:
    tip, moment = contact.tip(), contact.moment
    receipt = Receipt.from_master(secrets.token_bytes(MASTER_LENGTH))
    record, envelope = seal_tip(tip, receipt, desk, moment, secrets.token_bytes, by_server=False)
    said = tip.labels()
    talk, _ = conversations.open_conversation(
        session,
        receipt.auth,
        record,
        envelope,
        conversations.RoutingLabels(contact.channel, said["door"], contact.language),
        clock.day_of(moment),
    )
    labels = intake.QueueLabels(contact.category, said["urgency"], said["priority"])
    item = intake.admit(session, talk, labels, moment, zone)
    if contact.channel == "chat":
        waits.record(session, clock.minute_of(moment), moment + timedelta(minutes=contact.wait))
        live.forget(session, item.conv)
    if contact.training == REQUESTED:
        return  # nobody has looked at it yet
    act = Act(ana.staff_id, clock.hour_of(moment))
    move_item(session, item, "claim", act)
    if contact.training is not None:
        _train(session, item, contact.training, act)
    if contact.outcome is not None:
        move_item(session, item, "close", act, disposition=contact.outcome)


def _train(session: Session, item: QueueItem, standing: Standing, act: Act) -> None:
    """The training stands as it does today, by the steps that lead there."""
    was = REQUESTED
    if standing.status == "held":
        was = Standing("scheduled", standing.day)
        trainings.move(session, item, REQUESTED, was, standing.day or date.min, act)
    trainings.move(session, item, was, standing, standing.day or date.min, act)
