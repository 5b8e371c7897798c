"""`quietline releases`: is there a newer release; asks nobody by itself, and nobody learns what runs here."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import click

from config import clock
from config.settings import Settings, load_settings
from crypto.release import makers_key, sign_releases
from webapp.release.ask import LONGEST, NotTold, ask
from webapp.release.newest import Newest, NoList, Seen, makers_keys, version

FILE = click.Path(dir_okay=False, path_type=Path)
NOT_ASKED = "Nothing is asked: set QUIETLINE_RELEASES_URL, or give a list with --file."


@click.command()
@click.option("--file", type=FILE, help="A list that came another way; nobody is asked.")
@click.option("--key", help="The makers' public key in hex, instead of those of this tree.")
def releases(file: Path | None, key: str | None) -> None:
    """Say whether there is a newer release. Exit code 0 this is the newest, 4 there is a newer one.

    Asks the address in QUIETLINE_RELEASES_URL, through QUIETLINE_RELEASES_PROXY where that is set,
    with the same words whoever asks. Exit code 1 where no list came that is to be believed.
    """
    settings = load_settings(os.environ)
    try:
        keys = [bytes.fromhex(key)] if key else makers_keys()
        seen = Seen(settings.releases_file, keys)
        said = _list(settings, file)
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = seen.take(said, clock.day_of(clock.now()))
    except (NotTold, NoList, ValueError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename or ''}") from error
    if not found.is_newer:
        click.echo(f"{version()} is the newest release (list {found.serial} of {found.issued})")
        return
    urgent = ", and this one can be attacked: upgrade today" if found.urgent else ""
    click.echo(f"{found.newest} is out{urgent}. Its archive has the SHA-256 {found.sha256}")
    sys.exit(4)


def _list(settings: Settings, file: Path | None) -> bytes:
    if file is not None:
        with file.open("rb") as opened:
            return opened.read(LONGEST)
    if settings.releases is None:
        raise NotTold(NOT_ASKED)
    return ask(settings.releases)


@click.command(name="sign-releases", hidden=True)
@click.option("--new-key", type=FILE, help="Make a key, write it there, and print its public half.")
@click.option("--key-file", type=FILE)
@click.option("--serial", type=int)
@click.option("--newest")
@click.option("--archive", type=FILE, help="The release's archive, whose SHA-256 the list names.")
@click.option("--urgent", is_flag=True)
@click.option("--days", type=click.IntRange(1, 366), default=90)
def sign_releases_command(
    new_key: Path | None,
    key_file: Path | None,
    serial: int | None,
    newest: str | None,
    archive: Path | None,
    urgent: bool,
    days: int,
) -> None:
    """Print a signed list of releases (for the makers, on a machine without a line)."""
    if new_key is not None:
        seed = secrets.token_bytes(32)
        with os.fdopen(os.open(new_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(seed.hex() + "\n")
        click.echo(makers_key(seed).hex())
        return
    if key_file is None or serial is None or newest is None or archive is None:
        raise click.UsageError("Needs --key-file, --serial, --newest and --archive, or --new-key.")
    import hashlib  # noqa: PLC0415 - only here, and of a public file

    today = clock.day_of(clock.now())
    with archive.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    said = Newest(
        serial=serial,
        newest=newest,
        sha256=sha256,
        urgent=urgent,
        issued=today,
        expires=today + timedelta(days=days),
    ).model_dump_json()
    seed = bytes.fromhex(key_file.read_text().strip())
    click.echo(f"{said}\n{sign_releases(seed, said.encode()).hex()}")
