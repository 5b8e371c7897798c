"""`quietline backup`, `verify`, `restore` and `backup-key`: exit code 0 done, 1 refused, 3 try later."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from sqlalchemy.exc import SQLAlchemyError

from chat.errors import NoRoom, StoreAway
from config import clock, migrate
from config.database import Database
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from crypto.age import new_identity
from crypto.words import fingerprint_words
from moderation.backup.choosing import Chosen, choose
from moderation.backup.inspecting import Inspected, inspect_both
from moderation.backup.refusal import BackupRefused, Busy
from moderation.backup.restoring import Restored, Sets, restore
from moderation.backup.taking import take
from moderation.backup.verifying import look_at, look_into
from webapp.store import empty_store, open_blobs, open_store

TRY_LATER = 3
A_MOMENT = 2.0
SHOWN = 20
"""Broken promises that are named at once."""

P = ParamSpec("P")
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """What is refused is said in plain words, without a trace."""

    @wraps(command)
    def said(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Busy as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(TRY_LATER)
        except (BackupRefused, SettingsError) as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            raise click.ClickException(
                "The database does not answer, or its disk is full."
            ) from error
        except (NoRoom, StoreAway) as error:
            raise click.ClickException(
                "The folder with the files cannot be written, or its disk is full."
            ) from error
        except OSError as error:
            raise click.ClickException(f"{error.strerror}: {error.filename or ''}") from error

    return said


@click.command()
@click.option("--to", "folder", type=FOLDER, required=True, help="The folder for backups.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    required=True,
    help="The age public key (age1…) that the backup is sealed to; may be given more than once.",
)
@plainly
def backup(folder: Path, recipients: tuple[str, ...]) -> None:
    """Back up keys and content, sealed to an age key, while the service runs."""
    settings = load_settings(os.environ)
    database = open_store(settings)
    _check_revision(database)
    taken = take(
        database, open_blobs(settings), folder, list(recipients), clock.day_of(clock.now())
    )
    click.echo(f"Backup {taken.serial} is whole:")
    for name in taken.names:
        click.echo(f"  {name}")
    if taken.files:
        click.echo(f"  {taken.files} files that were not there yet")
    for name in taken.removed:
        click.echo(f"  removed {name}")


@click.command()
@click.option("--from", "folder", type=FOLDER, required=True, help="The folder with the backups.")
@click.option("--identity", type=FILE, help="The file with the age private key.")
@plainly
def verify(folder: Path, identity: Path | None) -> None:
    """Check every backup in a folder; with the private key also what is inside."""
    today = clock.day_of(clock.now())
    for said in look_at(folder, today):
        click.echo(said)
    if identity is None:
        click.echo("Whole, as far as can be seen without the private key.")
        return
    for said in look_into(folder, read_identity(identity)):
        click.echo(said)
    click.echo("Whole.")


@click.command(name="restore")
@click.option("--from", "folder", type=FOLDER, required=True, help="The folder with the backups.")
@click.option("--identity", type=FILE, required=True, help="The file with the age private key.")
@click.option("--content", help="An older content set, by its file name; else the newest.")
@plainly
def restore_command(folder: Path, identity: Path, content: str | None) -> None:
    """Restore a backup into an empty data folder or database."""
    settings = load_settings(os.environ)
    check_stopped(settings)
    secret = read_identity(identity)
    with empty_store(settings) as database:
        sets = opened(choose(folder, content), secret)
        restored = restore(database, open_blobs(settings), sets, clock.now())
    say(restored, sets)


@click.command(name="backup-key")
@click.option("--out", type=FILE, required=True, help="Where the private key is written to.")
@plainly
def backup_key(out: Path) -> None:
    """Make an age key for backups. Do this on another machine than the server."""
    secret, public = new_identity()
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{secret}\n")
    click.echo(f"The private key is in {out}. Keep it away from the server, in two places.")
    click.echo(f"The public key, for ./quietline backup --recipient:\n{public}")


def check_stopped(settings: Settings) -> None:
    """Nothing is served on this site's ports, as far as this machine can see."""
    for port in (settings.source_port, settings.desk_port):
        with socket.socket() as line:
            line.settimeout(A_MOMENT)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                raise BackupRefused(f"Something is served on port {port}. Stop the service first.")


def opened(chosen: Chosen, identity: str) -> Sets:
    """Both sets, read whole; says so."""
    keys, content = inspect_both(chosen, identity)
    for each in (keys, content):
        click.echo(f"{each.file.path.name}: {_counted(each)}")
    return Sets(keys, content, identity)


def say(restored: Restored, sets: Sets) -> None:
    """Say what was done; exits with 1 where the store is not sound."""
    done = restored.replayed
    click.echo(f"Deleted since that content, and deleted here again: {done.erased} conversations.")
    if done.torn:
        click.echo(f"Newer than that content, and left out: {done.torn} keys.")
    if done.released:
        click.echo(f"Held by nobody who works here, and waiting again: {done.released} items.")
    click.echo("The fingerprint of the site's root. Compare it with a poster or with staff:")
    words = fingerprint_words(sets.keys.site["root_vk"])
    click.echo("  " + " ".join(words[:6]) + "\n  " + " ".join(words[6:]))
    for finding in restored.findings[:SHOWN]:
        click.echo(f"broken: {finding.promise} ({finding.subject.hex()})")
    if restored.findings:
        click.echo(f"{len(restored.findings)} broken promises; ./quietline check names them all.")
        click.echo("Restored, but what was backed up was not sound.")
        sys.exit(1)
    click.echo("Restored and sound.")


def _counted(each: Inspected) -> str:
    counts = each.whole.counts
    shown = {
        "conversations": "content.conversation",
        "messages": "content.envelope",
        "cases": "content.case",
        "keys of conversations": "keys.key_record",
        "people": "content.staff",
    }
    return ", ".join(f"{counts[table]} {what}" for what, table in shown.items() if table in counts)


def read_identity(identity: Path) -> str:
    """What is in the identity file."""
    try:
        return identity.read_text()
    except UnicodeError as error:
        raise BackupRefused(f"{identity} is not a file with an age private key.") from error


def _check_revision(database: Database) -> None:
    with database.engine.connect() as connection:
        current = migrate.current(connection)
    if current is None:
        raise BackupRefused("There is no site here yet, so there is nothing to back up.")
    if migrate.is_newer(current):
        raise BackupRefused(
            "The database is of a newer release, which alone can back all of it up: run its backup."
        )
    if current != migrate.head():
        raise BackupRefused("The database is at an older revision. Run: ./quietline migrate")
