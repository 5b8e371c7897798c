"""`quietline doctor`: is this installation well, and what is to be done where it is not."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator

import click

from config import clock
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from webapp.doctor.finding import Found, look, wrong
from webapp.doctor.machine import machine
from webapp.doctor.newer import newer
from webapp.doctor.outside import Side, onion, outside
from webapp.doctor.store import store
from webapp.release.newest import Seen, makers_keys
from webapp.store import FILES, open_store

SIGNS = {"well": "  well ", "look": "! look ", "wrong": "X wrong"}


@click.command()
@click.option("--source", metavar="URL", help="The public address for people outside.")
@click.option("--desk", metavar="URL", help="The public address for staff.")
@click.option("--tor", default="127.0.0.1:9050", show_default=True, help="Where Tor's SOCKS is.")
@click.option("--json", "as_json", is_flag=True, help="For another program.")
def doctor(source: str | None, desk: str | None, tor: str, as_json: bool) -> None:
    """Look at settings, folder, disk, clock, database, jobs, backups, signatures, TLS, headers, onion.

    Changes nothing. Exit code 1 where something is wrong.
    """
    try:
        settings = load_settings(os.environ)
        found = list(_everything(settings, {"source": source, "desk": desk}, tor))
    except SettingsError as error:
        found = [wrong(str(error), "docs/running.md lists the settings.")]
    if as_json:
        click.echo(json.dumps([each._asdict() for each in found], indent=2))
    else:
        for each in found:
            click.echo(
                f"{SIGNS[each.level]}  {each.what}" + (f"\n         → {each.do}" if each.do else "")
            )
    sys.exit(1 if any(each.level == "wrong" for each in found) else 0)


def _everything(settings: Settings, urls: dict[Side, str | None], tor: str) -> Iterator[Found]:
    moment = clock.now()
    yield from machine(settings)
    yield from newer(Seen(settings.releases_file, makers_keys()), clock.day_of(moment))
    if settings.database_url is None and not (settings.data_dir / FILES[1]).exists():
        yield look(f"there is no database in {settings.data_dir}", "./quietline serve makes one.")
    else:
        yield from store(open_store(settings), moment)
    for side, url in urls.items():
        if url is None:
            yield look(
                f"TLS and headers of the {side} side were not looked at", f"--{side} https://…"
            )
        else:
            yield from outside(url, side, moment)
    if settings.onion is not None:
        host, _, port = tor.rpartition(":")
        yield onion(settings.onion, (host, int(port) if port.isdigit() else 9050))
