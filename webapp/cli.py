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
from flask import Flask

from config import migrate
from config.database import Database
from config.deploy import no_dumps
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from moderation import checker
from moderation.checker_files import bytes_of_files
from moderation.founding import the_site
from webapp.cli_audit import audit
from webapp.cli_backup import backup, backup_key, restore_command, verify
from webapp.cli_certify import certify
from webapp.cli_components import bill_of_materials_command, licences_command
from webapp.cli_desk import desk
from webapp.cli_doctor import doctor
from webapp.cli_holdings import holdings_command
from webapp.cli_jobs import jobs
from webapp.cli_layout import line, pages
from webapp.cli_manifest import manifest
from webapp.cli_metrics import metrics
from webapp.cli_recover import recover
from webapp.cli_releases import releases, sign_releases_command
from webapp.cli_setup import setup
from webapp.cli_upgrade import schema, upgrade
from webapp.demo.banner import addresses
from webapp.demo.guard import ANOTHER_FOLDER, NOT_PUBLIC, refuse_public_demo
from webapp.store import open_blobs, open_store


class Plainly(click.Group):
    """Settings that cannot be used, and a store that is not for this release, are said in plain words."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Plainly)
def quietline() -> None:
    """Quietline: a sealed tip line and crisis chat."""


@quietline.command()
@click.option("--year", is_flag=True, help="With a year of made-up contacts.")
def run(year: bool) -> None:
    """Migrate, serve both sides, and make a demonstration desk where no site is set up."""
    settings, database = _ready_to_serve()
    here = _what_is_here(database)
    if here.demo or not here.founded:
        if not settings.loopback_only:
            raise click.ClickException(NOT_PUBLIC)
        if not here.founded:
            write_setup_code(settings)
        more = ["--year"] if year else []
        subprocess.Popen([sys.executable, "-m", "webapp.demo", *more])  # noqa: S603 - fixed words
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
@click.option("--back-to", metavar="REVISION", help="An older one; see ./quietline upgrade --back.")
def migrate_command(back_to: str | None) -> None:
    """Bring the database to the newest revision."""
    _, database = _opened()
    if back_to is None:
        migrate.upgrade(database)
    elif back_to not in migrate.revisions():
        raise click.ClickException(f"This release knows no revision {back_to}.")
    else:
        migrate.downgrade(database, back_to)
    click.echo(f"at revision {back_to or migrate.head()}")


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


SIDE = click.option("--side", type=click.Choice(["source", "desk"]), required=True)


@quietline.command()
@SIDE
def routes(side: str) -> None:
    """List every route of one side: endpoint, methods, rule."""
    from webapp.security import rule_of  # noqa: PLC0415 - as below

    app = _app_of(side)
    for route in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, sorted(r.methods or ()))):
        methods = ",".join(sorted((route.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{route.rule}\t{methods}\t{route.endpoint}\t{rule_of(app, route.endpoint)}")


@quietline.command(hidden=True)
@SIDE
def openapi(side: str) -> None:
    """Print the description of one side's calls, as docs/openapi keeps it (for developers)."""
    from webapp.openapi import written  # noqa: PLC0415 - as below

    click.echo(written(_app_of(side), side), nl=False)


def _app_of(side: str) -> Flask:
    from config.logs import ErrorCounts  # noqa: PLC0415 - only two commands build an app
    from webapp import create_desk_app, create_source_app, share  # noqa: PLC0415

    settings, database = _opened()
    shared = share(settings, database, ErrorCounts())
    return create_source_app(shared) if side == "source" else create_desk_app(shared)


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
quietline.add_command(holdings_command)
quietline.add_command(doctor)
quietline.add_command(manifest)
quietline.add_command(bill_of_materials_command)
quietline.add_command(licences_command)
quietline.add_command(metrics)
quietline.add_command(upgrade)
quietline.add_command(schema)
quietline.add_command(releases)
quietline.add_command(sign_releases_command)
for command in (backup, verify, restore_command, backup_key, recover, audit, desk):
    quietline.add_command(command)

if __name__ == "__main__":
    no_dumps.forbid()  # whatever the command is: some read words from paper
    quietline(prog_name="./quietline")
