"""`quietline certify`: names a new roster key on a machine without a network, from the root's words."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import click

from config import clock
from crypto.errors import CryptoError
from crypto.words import words_to_secret
from webapp.cli_paper import check_terminal, clear_screen
from webapp.client import certifying

FILE = click.Path(dir_okay=False, path_type=Path)
ROLES = {2: "supervisor", 3: "administrator who reads", 4: "administrator"}


@click.command()
@click.argument("request_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("answer_file", type=FILE)
def certify(request_file: Path, answer_file: Path) -> None:
    """Name a new key for the list of people: read REQUEST_FILE, write ANSWER_FILE. Needs no network."""
    check_terminal()
    try:
        request = certifying.read_request(request_file.read_text(encoding="utf-8"))
        typed: str = click.prompt("Root words (24)", hide_input=True)
        root_seed = words_to_secret(typed)
        clear_screen()
        signers = certifying.signers_of(request, root_seed)
        click.echo("The new key will be held by:")
        for signer in signers:
            click.echo(f"  {signer.display_name}, {ROLES[signer.member.role]}")
        if not click.confirm("Are all of them still with you, and nobody else?"):
            raise click.ClickException("Nothing was signed. Make them leave first, then ask anew.")
        now = clock.unix(clock.now())
        answer = certifying.make_answer(request, root_seed, now, secrets.token_bytes)
    except (CryptoError, UnicodeDecodeError) as error:
        raise click.ClickException(f"Nothing was signed: {error}") from error
    answer_file.write_text(json.dumps(answer), encoding="utf-8")
    click.echo(f"Signed. Bring {answer_file.name} back to the desk: Staff, A new key.")
