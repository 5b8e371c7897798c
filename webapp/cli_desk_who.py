"""Who asks at `quietline desk`, and which desk they trust.

Secrets come from a terminal or a file, never from the command line, where other people of the
machine could read them.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import click

from crypto.errors import Malformed
from crypto.words import fingerprint_words, words_to_secret
from webapp.answers import AboutSite
from webapp.cli_paper import in_columns
from webapp.client.desk_calls import Secrets
from webapp.client.keyring import DeskDoesNotFit
from webapp.client.pins import Pin

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def ask_secrets(name: str, file: Path | None) -> Secrets:
    """What the person signs in with; from the file if one is named, else typed without echo."""
    if file is not None:
        passphrase, words = _from_file(file)
    elif sys.stdin.isatty():
        passphrase = click.prompt("Your passphrase", hide_input=True, err=True)
        words = click.prompt("Your device key, 24 words", hide_input=True, err=True)
    else:
        raise click.UsageError("Run this at a terminal, or name a file with --secrets.")
    try:
        return Secrets(name, passphrase, words_to_secret(words))
    except Malformed as error:
        raise click.UsageError("These words are no device key.") from error


def _from_file(file: Path) -> tuple[str, str]:
    if file.stat().st_mode & OTHERS:
        raise click.UsageError(f"Others can read {file}. Make it yours alone: chmod 600 {file}")
    lines = [line for line in file.read_text().splitlines() if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - a passphrase, and words below it
        raise click.UsageError("The file holds a passphrase, and below it the device key's words.")
    return lines[0], " ".join(lines[1:])


def ask_trust(said: AboutSite, fingerprint: str | None) -> Pin:
    """The pin of a desk whose words the person has compared with those on paper."""
    if said.site is None or said.root_vk is None:
        raise click.UsageError("No hotline is set up there.")
    words = fingerprint_words(said.root_vk)
    if fingerprint is not None:
        if fingerprint.lower().split() != words:
            raise DeskDoesNotFit("root")
    elif not sys.stdin.isatty():
        raise click.UsageError("The first visit is at a terminal, or with --fingerprint.")
    else:
        click.echo("You are here for the first time. Take the poster or ask a colleague:", err=True)
        click.echo(in_columns(words), err=True)
        if not click.confirm("Are these the twelve words of your hotline", err=True):
            raise DeskDoesNotFit("root")
    return Pin(said.site, said.root_vk)
