"""The `quietline` commands, for whoever runs the service."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from config import migrate
from config.database import Database
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from moderation import checker
from moderation.checker_files import bytes_of_files
from moderation.founding import the_site
from webapp.cli_audit import audit
from webapp.cli_backup import backup, backup_key, restore_command, verify
from webapp.cli_certify import certify
from webapp.cli_jobs import jobs
from webapp.cli_layout import line, pages
from webapp.cli_recover import recover
from webapp.cli_setup import setup
from webapp.demo.banner import addresses
from webapp.demo.guard import ANOTHER_FOLDER, NOT_PUBLIC, refuse_public_demo
from webapp.store import open_blobs, open_store


@click.group()
def quietline() -> None:
    """Quietline: a sealed tip line and crisis chat."""


@quietline.command()
def run() -> None:
    """Migrate, serve both sides, and make a demonstration desk where no site is set up."""
    settings, database = _ready_to_serve()
    here = _what_is_here(database)
    if here.demo or not here.founded:
        if not settings.loopback_only:
            raise click.ClickException(NOT_PUBLIC)
        if not here.founded:
            write_setup_code(settings)
        subprocess.Popen([sys.executable, "-m", "webapp.demo"])
    else:
        click.echo(addresses(settings))
    _serve(database)


@quietline.command()
def serve() -> None:
    """Migrate and serve both sides; makes nothing by itself."""
    settings, database = _ready_to_serve()
    _check_demo_is_private(settings, database)
    if not _what_is_here(database).founded:
        click.echo(f"No hotline is set up here yet. Open {settings.desk_url}/setup in a browser,")
        click.echo("or /setup at the address under which your desk is reached.")
        click.echo("The code that it asks for is printed by: ./quietline setup-code")
    _serve(database)


@quietline.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to the newest revision."""
    _, database = _opened()
    migrate.upgrade(database)
    click.echo(f"at revision {migrate.head()}")


@quietline.command(hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write a new revision file from what the models say (for developers)."""
    _, database = _opened()
    migrate.make_revision(database, message)


@quietline.command()
def check() -> None:
    """Look for anything in the store that is not as it must be; exit code 1 where there is."""
    settings, database = _opened()
    migrate.upgrade(database)
    with database.reading() as session:
        found = [*checker.check(session), *bytes_of_files(session, open_blobs(settings))]
    for finding in found:
        click.echo(f"broken: {finding.promise} ({finding.subject.hex()})")
    click.echo(f"{len(found)} broken promises" if found else "sound")
    sys.exit(1 if found else 0)


@quietline.command()
def setup_code() -> None:
    """Print a new one-time code with which a site can be set up."""
    settings, database = _opened()
    migrate.upgrade(database)
    with database.reading() as session:
        here = the_site(session)
    if here is not None:
        raise click.ClickException(ANOTHER_FOLDER if here.demo else "This site is set up already.")
    click.echo(write_setup_code(settings))


@quietline.command()
@click.option("--side", type=click.Choice(["source", "desk"]), required=True)
def routes(side: str) -> None:
    """List every route of one side: endpoint, methods, rule."""
    from config.logs import ErrorCounts  # noqa: PLC0415 - only this command builds an app
    from webapp import create_desk_app, create_source_app, share  # noqa: PLC0415
    from webapp.security import rule_of  # noqa: PLC0415

    settings, database = _opened()
    shared = share(settings, database, ErrorCounts())
    app = create_source_app(shared) if side == "source" else create_desk_app(shared)
    for route in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, sorted(r.methods or ()))):
        methods = ",".join(sorted((route.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{route.rule}\t{methods}\t{route.endpoint}\t{rule_of(app, route.endpoint)}")


def write_setup_code(settings: Settings) -> str:
    """A new code is in the data directory, readable by its owner only, and replaces an older one."""
    code = secrets.token_hex(16)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.setup_code_file.touch(mode=0o600)
    settings.setup_code_file.write_text(code + "\n")
    return code


def _ready_to_serve() -> tuple[Settings, Database]:
    """Settings and the migrated store, once both ports are known to be free."""
    settings, database = _opened()
    for port in (settings.source_port, settings.desk_port):
        _check_port(settings.bind, port)
    migrate.upgrade(database)
    with database.writing() as session:
        checker.remove_torn(session)
    return settings, database


def _check_port(bind: str, port: int) -> None:
    """Another site on our ports must stop us here: the demonstration's client would talk to it."""
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((bind, port))
            trial.listen()  # a port in use may let itself be bound; listened on it is but once
        except OSError as error:
            raise click.ClickException(
                f"Port {port} cannot be used: {error.strerror}. Another: QUIETLINE_PORT."
            ) from error


@dataclass(frozen=True)
class Here:
    """What the store holds."""

    founded: bool
    demo: bool


def _what_is_here(database: Database) -> Here:
    with database.reading() as session:
        site = the_site(session)
        return Here(founded=site is not None, demo=site is not None and site.demo)


def _check_demo_is_private(settings: Settings, database: Database) -> None:
    try:
        refuse_public_demo(settings, database)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _opened() -> tuple[Settings, Database]:
    try:
        settings = load_settings(os.environ)
        return settings, open_store(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _serve(database: Database) -> None:
    """Become the server: a fresh interpreter, since eventlet must patch before anything is imported."""
    database.engine.dispose()
    sys.stdout.flush()
    root = Path(__file__).parent.parent
    os.chdir(root)
    os.execv(sys.executable, [sys.executable, "-m", "config.deploy.embedded"])  # noqa: S606 - no shell is wanted


quietline.add_command(setup)
quietline.add_command(certify)
quietline.add_command(pages)
quietline.add_command(line)
quietline.add_command(jobs)
for command in (backup, verify, restore_command, backup_key, recover, audit):
    quietline.add_command(command)

if __name__ == "__main__":
    quietline(prog_name="./quietline")
