"""`quietline upgrade`: another release takes over, and the way back; `schema` is what it asks each of them."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import click

from config import migrate
from config.settings import Settings, load_settings
from webapp.cli_backup import plainly
from webapp.release.switch import Link
from webapp.release.tree import UpgradeRefused, owner_of
from webapp.release.upgrade import Place, go_back, go_forward
from webapp.store import FILES, open_store

ROOT = Path(__file__).resolve().parent.parent
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--to", "folder", type=FOLDER, help="The folder of the release that takes over.")
@click.option("--back", is_flag=True, help="The release from before the last upgrade again.")
@click.option("--backups", type=FOLDER, help="Where the backup goes that is made before.")
@click.option("--recipient", help="The age public key (age1…) that it is sealed to.")
@click.option("--link", type=FOLDER, help="The link to the release that runs; else ../../current.")
@click.option("--anyway", is_flag=True, help="Although the doctor finds something wrong.")
@click.option("--give-up", is_flag=True, help="With --back: what only the newer one has room for.")
def upgrade(
    folder: Path | None,
    back: bool,
    backups: Path | None,
    recipient: str | None,
    link: Path | None,
    anyway: bool,
    give_up: bool,
) -> None:
    """Look, back up, migrate, check, and let another release take over; or go back.

    Nothing is stopped where the older release works with the newer one's database.
    """
    if back == (folder is not None):
        raise click.UsageError("Say either --to FOLDER or --back.")
    settings = load_settings(os.environ)
    backup = None
    if backups and recipient:
        backup = ["--to", str(backups.absolute()), "--recipient", recipient]
    where = Link((link or ROOT.parent.parent / "current").absolute())
    data = settings.data_dir
    place = Place(where, data, owner_of(data), lambda: _is_served(settings), click.echo)
    try:
        with where.alone():
            if folder is None:
                go_back(place, backup, give_up=give_up)
            else:
                go_forward(place, folder, backup, anyway=anyway)
    except UpgradeRefused as error:
        raise click.ClickException(str(error)) from error


@click.command(hidden=True)
@plainly
def schema() -> None:
    """What this release knows of the database, for an upgrade."""
    settings = load_settings(os.environ)
    database, fits = _of_database(settings)
    known = {
        "program": migrate.head(),
        "works_from": migrate.oldest_program(migrate.head()),
        "revisions": migrate.revisions(),
        "database": database,
        "fits": fits,
    }
    click.echo(json.dumps(known))


def _of_database(settings: Settings) -> tuple[str | None, bool]:
    if settings.database_url is None and not (settings.data_dir / FILES[1]).exists():
        return None, True
    store = open_store(settings)
    with store.engine.connect() as connection:
        return migrate.current(connection), migrate.fits(connection)


def _is_served(settings: Settings) -> bool:
    """Whether anything answers on this site's ports, as far as this machine can see."""
    ports = [settings.source_port, settings.desk_port, settings.line_port]
    for port in filter(None, ports):
        with socket.socket() as line:
            line.settimeout(2.0)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return True
    return False
