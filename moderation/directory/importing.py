"""An import: what it would change, and the change itself, all of it or nothing.

The file is brought twice: to look, and to import. In between nothing is kept here. Whoever imports
says which state of the directory they looked at; where it is another one by now, they look again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Date, String, bindparam, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from moderation import founding
from moderation.audit import Act, record
from moderation.directory.cards import card_of, lot_of
from moderation.directory.errors import DirectoryChanged, ImportRefused
from moderation.directory.findings import Report
from moderation.directory.models import LooseRow, Organisation
from moderation.directory.ours import OTHER
from moderation.directory.packing import packed, unpacked
from moderation.directory.reading import Incoming, Read
from moderation.directory.state import advance, serial_of

NAMED = 200
"""Organisations that a preview names in each group; the rest is counted."""

COMPARED = 100
"""Changed organisations of which a preview says what changes."""

LOT = 500
"""Rows that are written, or asked for, at once."""


@dataclass
class Group:
    """Some organisations of a preview: how many, and the first of them."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)

    def add(self, org_id: str, name: str, **more: object) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append({"id": org_id, "name": name, **more})


@dataclass
class Plan:
    """What an import of this file would do to this state of the directory."""

    serial: int
    found: Read
    report: Report
    added: Group = field(default_factory=Group)
    changed: Group = field(default_factory=Group)
    unchanged: int = 0
    missing: Group = field(default_factory=Group)
    new: list[Incoming] = field(default_factory=list)
    other: list[Incoming] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def plan_of(session: Session, found: Read, report: Report) -> Plan:
    """What an import of this would do; nothing is kept."""
    plan = Plan(serial_of(session), found, report)
    columns = (Organisation.name, Organisation.kind, Organisation.verified_on)
    chosen = select(Organisation.org_id, Organisation.digest, Organisation.removed, *columns)
    there = {row.org_id: row for row in session.execute(chosen)}
    for each in found.organisations:
        row = there.pop(each.org_id, None)
        if row is None:
            plan.added.add(each.org_id, each.name)
            plan.new.append(each)
        elif _differs(each, row):
            plan.changed.add(each.org_id, each.name)
            plan.other.append(each)
        else:
            plan.unchanged += 1
    for org_id, row in there.items():
        if not row.removed:
            plan.missing.add(org_id, row.name)
            plan.gone.append(org_id)
    _say_what_changes(session, plan)
    return plan


def _differs(each: Incoming, row: Any) -> bool:  # noqa: ANN401 - SQLAlchemy's row of some columns
    kind, day = each.kind or row.kind, each.verified_on or row.verified_on
    told = (each.digest, kind, day, False)
    return told != (bytes(row.digest), row.kind, row.verified_on, row.removed)


def _say_what_changes(session: Session, plan: Plan) -> None:
    before = documents_of(session, [each.org_id for each in plan.other[:COMPARED]])
    for line, each in zip(plan.changed.first, plan.other[:COMPARED], strict=False):
        old, new = json.loads(before[each.org_id]), json.loads(each.text)
        line["fields"] = sorted(
            name for name in old.keys() | new.keys() if old.get(name) != new.get(name)
        )


def documents_of(session: Session, ids: list[str]) -> dict[str, str]:
    """The documents of these organisations, as far as there are."""
    found: dict[str, str] = {}
    for lot in _lots(ids):
        chosen = select(Organisation.org_id, Organisation.doc).where(Organisation.org_id.in_(lot))
        found |= {row.org_id: unpacked(row.doc) for row in session.execute(chosen)}
    return found


@dataclass(frozen=True)
class Choices:
    """What whoever imports decided: the state they looked at, and what they agreed to."""

    serial: int
    remove_missing: bool
    keep_loose: bool


@dataclass(frozen=True)
class Rows:
    """What is written: the rows of new organisations, and what changes of others."""

    new: list[dict[str, Any]]
    other: list[dict[str, Any]]


def rows_of(plan: Plan) -> Rows:
    """The rows, made before anything is locked."""
    serial = plan.serial + 1
    return Rows(
        [_new_row(each, serial) for each in plan.new],
        [_changed_row(each, serial) for each in plan.other],
    )


def carry_out(session: Session, plan: Plan, rows: Rows, choices: Choices, act: Act) -> int:
    """The directory is as the plan says; gives its new serial.

    Raises ImportRefused where the file is wrong, or refers to nothing and nobody agreed to that;
    DirectoryChanged where this is not the state that was looked at.
    """
    if plan.report.stops or (plan.report.loose and not choices.keep_loose):
        raise ImportRefused
    serial = advance(session)
    if not plan.serial == choices.serial == serial - 1:
        raise DirectoryChanged(serial - 1)
    for lot in _lots(rows.new):
        session.execute(insert(_TABLE), lot)  # type: ignore[arg-type] # a mapped class has a table
    connection = session.connection()  # past the session, which wants whole keys of what it updates
    for lot in _lots(rows.other):
        connection.execute(_CHANGE, lot)
    for ids in _lots(plan.gone if choices.remove_missing else []):
        of_these = update(Organisation).where(Organisation.org_id.in_(ids))
        version = Organisation.version + 1
        session.execute(of_these.values(removed=True, changed=serial, version=version))
    _keep_loose(session, plan.found.loose)
    site = founding.site_or_refuse(session).site
    record(session, act, "import_directory", site, str(choices.serial), str(serial))
    return serial


_TABLE = Organisation.__table__
_DAY = bindparam("of_day", type_=Date)
_CHANGE = (
    update(_TABLE)  # type: ignore[arg-type] # a mapped class has a table
    .where(_TABLE.c.org_id == bindparam("of_id"))
    .values(
        name=bindparam("of_name"),
        doc=bindparam("of_doc"),
        digest=bindparam("of_digest"),
        card=bindparam("of_card"),
        changed=bindparam("of_serial"),
        version=_TABLE.c.version + 1,
        removed=False,
        kind=func.coalesce(bindparam("of_kind", type_=String), _TABLE.c.kind),
        verified_on=func.coalesce(_DAY, _TABLE.c.verified_on),
        # Who looked last is known only of a check that was made here.
        verified_by=case(
            (or_(_DAY.is_(None), _TABLE.c.verified_on == _DAY), _TABLE.c.verified_by),
            else_=None,
        ),
    )
)


def _new_row(each: Incoming, serial: int) -> dict[str, Any]:
    return {
        "org_id": each.org_id,
        "name": each.name,
        "kind": each.kind or OTHER,
        "lot": lot_of(each.org_id),
        "version": 1,
        "changed": serial,
        "removed": False,
        "verified_on": each.verified_on,
        "verified_by": None,
        "age_recipient": None,
        "digest": each.digest,
        "doc": packed(each.text),
        "card": card_of(json.loads(each.text)),
    }


def _changed_row(each: Incoming, serial: int) -> dict[str, Any]:
    row = _new_row(each, serial)
    names = {"id": "org_id", "name": "name", "doc": "doc", "digest": "digest", "card": "card"}
    return {
        **{f"of_{short}": row[name] for short, name in names.items()},
        "of_serial": serial,
        "of_kind": each.kind,
        "of_day": each.verified_on,
    }


def _keep_loose(session: Session, rows: list[tuple[str, str, str]]) -> None:
    for kind, row_id, text in rows:
        session.merge(LooseRow(kind=kind, row_id=row_id, doc=text))


def _lots(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while lot := list(islice(left, LOT)):
        yield lot
