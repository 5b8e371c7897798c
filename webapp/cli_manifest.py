"""`quietline manifest`: what this release serves, and whether a server serves that; for anybody with the release."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from urllib.parse import urlsplit

import click

from config.releases import ReleasesAt
from config.settings import LOOPBACK
from webapp.pages import STATIC, built_files
from webapp.release.fetch import Got, fetch
from webapp.release.served import PAGES, VISITORS, Difference, Side, differences, hashed

FOLDERS: dict[Side, str] = {"source": "source", "desk": "staff"}
SIDE = click.option(
    "--side",
    type=click.Choice(list(FOLDERS)),
    default="source",
    show_default=True,
    help="Which side.",
)


@click.group()
def manifest() -> None:
    """The files that browsers are given, with their hashes."""


@manifest.command(name="list")
@SIDE
def list_command(side: Side) -> None:
    """Print each file of one side with its hash, as the pages name both."""
    for address, built in sorted(built_files(FOLDERS[side]).items()):
        click.echo(f"{built['integrity']}  {address}")


@manifest.command()
@click.argument("url")
@SIDE
@click.option("--tor", metavar="HOST:PORT", help="Ask through Tor's SOCKS, often 127.0.0.1:9050.")
def verify(url: str, side: Side, tor: str | None) -> None:
    """Compare what the server at URL gives several browsers with this release, file by file.

    Says what differs, is missing or is more. Exit code 0 all as in this release, 1 not so.
    A server may give you the release and the next person something else: ask often, and through
    Tor, so that it cannot tell you from the people whom it serves.
    """
    at = _address(url, tor)
    built = built_files(FOLDERS[side])
    _whole_here(side)

    def ask(path: str, sent: dict[str, str]) -> Got:
        return fetch(at, path, sent)

    found = list(differences(ask, side, built))
    for path, what, visitors in _together(found):
        click.echo(f"differs: {path}: {what} (to {visitors})")
    asked = f"{len(PAGES[side])} pages and {len(built)} files, as {len(VISITORS)} visitors"
    click.echo(f"{asked}: " + (f"{len(found)} differences" if found else "all as in this release"))
    sys.exit(1 if found else 0)


def _address(url: str, tor: str | None) -> ReleasesAt:
    """Where to ask; on an open line somebody between could answer for the server."""
    parts, host = urlsplit(url), urlsplit(url).hostname or ""
    sealed = parts.scheme == "https" or host.endswith(".onion") or host in LOOPBACK
    if parts.scheme not in {"http", "https"} or not host or not sealed:
        raise click.UsageError("URL must be https://… or http://….onion")
    if parts.path.strip("/") or parts.query:
        raise click.UsageError("URL must be the site's own address, without a path")
    if tor is None:
        if host.endswith(".onion"):
            raise click.UsageError("an onion address needs --tor")
        return ReleasesAt(url, None)
    name, _, port = tor.rpartition(":")
    if not name or not port.isascii() or not port.isdigit():
        raise click.UsageError("--tor must be a host and a port: 127.0.0.1:9050")
    return ReleasesAt(url, (name, int(port)))


def _whole_here(side: Side) -> None:
    """The tree at hand holds what its own manifest says; else nothing can be compared with it."""
    folder = FOLDERS[side]
    for address, built in built_files(folder).items():
        file = STATIC / folder / address.rpartition("/")[2]
        if not file.is_file() or hashed(file.read_bytes()) != built["integrity"]:
            raise click.ClickException(f"{file} is not what this tree was built to: `make build`")


def _together(found: Iterable[Difference]) -> list[tuple[str, str, str]]:
    """One line for what several visitors saw alike."""
    seen: dict[tuple[str, str], list[str]] = {}
    for each in found:
        seen.setdefault((each.path, each.what), []).append(each.visitor)
    return [
        (path, what, "everybody" if len(set(who)) == len(VISITORS) else ", ".join(who))
        for (path, what), who in seen.items()
    ]
