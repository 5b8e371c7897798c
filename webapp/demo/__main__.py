"""Makes the demonstration desk, from outside, and says how to sign in. `./quietline run` starts it.

A process of its own: no key of staff, source or desk is ever in the memory of the server.
"""

from __future__ import annotations

import json
import os
import sys

import click

from config import clock
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from crypto.errors import CryptoError
from webapp.client.calls import CallFailed, call_again, wait_until_ready
from webapp.demo.banner import addresses, banner
from webapp.demo.made import DetailsLost, finish_demo, found_demo
from webapp.demo.year_load import bring_year
from webapp.store import open_store

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl+C ended."""


def main() -> int:
    """Print what a visitor needs; a second time nothing changes."""
    try:
        click.echo(
            text_for_visitors(
                load_settings(os.environ), os.getppid(), with_year="--year" in sys.argv[1:]
            )
        )
    except (CallFailed, CryptoError, OSError, SettingsError) as error:
        click.echo(f"The demonstration desk could not be made: {error}", err=True)
        return 1
    except DetailsLost:
        click.echo(
            "This demonstration desk is here, but the file with its sign-in details is gone."
            " Remove the data directory to get a new one.",
            err=True,
        )
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def text_for_visitors(settings: Settings, server: int, *, with_year: bool = False) -> str:
    """The banner of a complete demonstration, or only the addresses of a real site.

    `with_year` also puts a year of made-up contacts into it.

    `server` is the process that started this one; when it ends, there is nothing to wait for.
    """
    for url in (settings.desk_url, settings.source_url):
        wait_until_ready(url, still=lambda: os.getppid() == server)
    about = call_again("GET", f"{settings.desk_url}/api/v1/site")
    if about["set_up"] and not about["demo"]:
        return addresses(settings)
    if not about["set_up"]:
        found_demo(settings)
    if not about["set_up"] or not settings.demo_file.exists():
        finish_demo(settings)
    if with_year:
        bring_year(settings, open_store(settings), clock.day_of(clock.now()), _tell)
    return banner(json.loads(settings.demo_file.read_text()), settings)


def _tell(done: int, of: int) -> None:
    if done % 1000 == 0 or done == of:
        click.echo(f"A year of made-up contacts: {done} of {of}")


if __name__ == "__main__":
    sys.exit(main())
