"""`quietline audit`: is the audit whole, and everything that it says, for whoever runs the service."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import migrate
from config.refusal import SettingsError
from config.settings import load_settings
from crypto.words import fingerprint_words
from moderation import audit_check, audit_log, founding
from moderation.audit import head_of
from moderation.audit_models import AuditAnchorRow
from moderation.errors import NotSetUp
from moderation.staff_models import Site, Staff
from webapp.store import open_store


@click.group()
def audit() -> None:
    """Check or export what was done at the desk: who did what to which item, never content."""


@audit.command()
@click.option("--root", metavar="WORDS", help="The twelve words of the root on paper, to compare.")
def verify(root: str | None) -> None:
    """Find rows that were removed, changed or moved, and anchors that do not hold; exit code 1 then.

    Anchors are checked against the signed rosters, and those against the site's root. Somebody who
    owns the database could swap the root too: compare its words with those on paper.
    """
    with _reading() as (session, site):
        found = audit_check.faults(session, site)
        words = fingerprint_words(site.root_vk)
        told = _summary(session)
    for fault in found:
        click.echo(f"row {fault.number} {fault.what}")
    if root is not None and root.lower().split() != words:
        found.append(audit_check.Fault(0, "root"))
        click.echo("the root is not the one on paper")
    if root is None:
        click.echo(f"checked from the root whose words are: {' '.join(words)}")
    click.echo(told if not found else f"{len(found)} faults")
    sys.exit(1 if found else 0)


@audit.command()
@click.option(
    "--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
def export(out: Path) -> None:
    """Write all rows, newest first: JSON lines where FILE ends in .jsonl, else CSV."""
    form = audit_log.as_json_lines if out.suffix == ".jsonl" else audit_log.as_csv
    with _reading() as (session, _), _own_file(out) as number:
        file = os.fdopen(number, "w", encoding="utf-8", newline="")
        with file:
            file.writelines(form(audit_log.lines(session, audit_log.Wanted())))
    click.echo(f"written: {out}")


@contextmanager
def _own_file(path: Path) -> Iterator[int]:
    """A new file that only its owner reads; what was there before is left alone."""
    try:
        yield os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise click.ClickException(f"{path} exists already.") from error


@contextmanager
def _reading() -> Iterator[tuple[Session, Site]]:
    try:
        database = open_store(load_settings(os.environ))
        migrate.upgrade(database)
        with database.reading() as session:
            yield session, founding.site_or_refuse(session)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except NotSetUp as error:
        raise click.ClickException("No site is set up here.") from error


def _summary(session: Session) -> str:
    head = head_of(session)
    anchors = session.scalar(select(func.count()).select_from(AuditAnchorRow)) or 0
    chosen = select(AuditAnchorRow).order_by(AuditAnchorRow.number.desc()).limit(1)
    newest = session.scalars(chosen).first()
    whole = f"whole: rows {head.start_number + 1} to {head.number}, {anchors} anchors"
    if newest is None:
        return whole
    signer = session.get(Staff, newest.staff_id)
    name = signer.display_name if signer is not None else newest.staff_id.hex()
    return f"{whole}, the newest at row {newest.number} on {newest.day} by {name}"
