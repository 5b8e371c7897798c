"""`quietline holdings`: everything that exists about one case, for answering a court."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.blobs import BlobStore
from chat.file_models import File
from config import clock, migrate
from config.refusal import SettingsError
from config.settings import load_settings
from moderation import holdings
from moderation.audit import Act, record
from moderation.backup.folder import sets_in
from moderation.backup.refusal import BackupRefused
from moderation.holdings import Holding, Names
from moderation.models import Case
from moderation.staff_models import Staff
from webapp.store import open_blobs, open_store

NEVER_KEPT = (
    "No network address, no name of a browser or device, no cookie and no request of anybody outside.",
    "No word that anybody wrote, in a form that this server can read: it has no key to sealed bytes.",
    "Of when somebody outside wrote the day; the minute only while a contact waits or is worked on.",
)
"""What is in no table and no log of this service (docs/safety-outside.md says how that is tested)."""

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(name="holdings")
@click.argument("digits", metavar="NUMBER", nargs=-1, required=True)
@click.option("--backups", type=FOLDER, help="A folder of backups, to name those that may have it.")
@click.option("--json", "as_json", is_flag=True, help="For another program.")
def holdings_command(digits: tuple[str, ...], backups: Path | None, as_json: bool) -> None:
    """List all that exists about the case NUMBER. Sealed bytes are counted, not shown.

    NUMBER may be written as the desk shows it, in two groups. The audit says that it was asked.
    To read what is sealed, a reader exports the case at the desk.
    """
    number = "".join("".join(digits).split())
    try:
        settings = load_settings(os.environ)
        database, blobs = open_store(settings), open_blobs(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    migrate.upgrade(database)
    with database.writing() as session:
        case = _the_case(session, number)
        record(session, Act(None, clock.hour_of(clock.now())), "list_holdings", case.case_id)
    with database.reading() as session:
        case = _the_case(session, number)
        names = holdings.names_of(session, case)
        people = {row.staff_id: row.display_name for row in session.scalars(select(Staff))}
        found = list(holdings.holdings(session, names, people))
        found += _bytes_of_files(session, blobs, names)
        found += _in_backups(backups, case)
    click.echo(_as_json(number, found) if as_json else "\n".join(_as_text(number, found)))


def _the_case(session: Session, number: str) -> Case:
    case = holdings.find(session, number)
    if case is None:
        raise click.ClickException(
            f"No case has the number {number}. One that was deleted left its id in the audit only."
        )
    return case


def _bytes_of_files(session: Session, blobs: BlobStore, names: Names) -> list[Holding]:
    """What the store of files has, by the names there."""
    rows = []
    for file in session.scalars(select(File).where(File.conv.in_(names.convs))):
        address = file.address()
        size = blobs.size(address) if address is not None else None
        there = f"{size} bytes" if size is not None else "no whole file"
        rows.append({"file_id": file.file_id.hex(), "upload": file.upload.hex(), "there": there})
    return [Holding("files", "sealed bytes in the store of files", rows)] if rows else []


def _in_backups(folder: Path | None, case: Case) -> list[Holding]:
    """Sets that were made since the case was opened; only the operator's key opens them."""
    if folder is None:
        return []
    try:
        sets = [each for each in sets_in(folder) if each.day >= case.day]
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error
    rows = [{"set": each.path.name, "day": each.day.isoformat()} for each in sets]
    return [Holding("backups", "sealed sets that may hold it", rows)] if rows else []


def _as_json(number: str, found: list[Holding]) -> str:
    told: dict[str, Any] = {
        "case": number,
        "holdings": [{"table": h.table, "what": h.what, "rows": h.rows} for h in found],
        "never_kept": list(NEVER_KEPT),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_text(number: str, found: list[Holding]) -> Iterator[str]:
    yield f"Everything that exists about case {number}"
    for holding in found:
        yield ""
        yield f"{holding.what} ({holding.table}): {len(holding.rows)}"
        for row in holding.rows:
            yield "  " + "  ".join(f"{name}={value}" for name, value in row.items())
    yield ""
    yield "What is kept nowhere:"
    yield from (f"  {line}" for line in NEVER_KEPT)
