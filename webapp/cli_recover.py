"""`quietline recover`: a desk anew from a backup and words on paper, when all staff keys are lost.

Keys are made in this process, offline; what opens the new desk leaves here on paper only.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.orm import Session

from config import clock
from config.settings import load_settings
from crypto.errors import CryptoError, Malformed
from crypto.words import words_to_secret
from moderation.backup.choosing import choose
from moderation.backup.restoring import restore
from moderation.recovery import begin_anew, lost_desk, names_taken
from webapp.cli_backup import FILE, FOLDER, check_stopped, opened, plainly, read_identity, say
from webapp.cli_paper import DEVICE_ADVICE, ask_who, check_terminal, clear_screen, hand_over
from webapp.client.recovery import Papers, check_recovery, check_root, make_desk
from webapp.store import empty_store, open_blobs

ANOTHER_SITE = "These are words, but of another site. Take the other envelope."
NO_WORDS = "These are not the 24 words: one is wrong, missing or in another place."


@click.command()
@click.option("--from", "folder", type=FOLDER, required=True, help="The folder with the backups.")
@click.option("--identity", type=FILE, required=True, help="The file with the age private key.")
@plainly
def recover(folder: Path, identity: Path) -> None:
    """Restore a backup and begin the desk anew, with you as its administrator."""
    settings = load_settings(os.environ)
    check_stopped(settings)
    check_terminal()
    secret = read_identity(identity)
    with empty_store(settings) as database:
        sets = opened(choose(folder, None), secret)
        restored = restore(database, open_blobs(settings), sets, clock.now(), _begin_anew)
    say(restored, sets)
    click.echo("The desk begins anew. Start it with ./quietline serve and sign in.")


def _begin_anew(session: Session) -> None:
    """Ask for the words and the new administrator, and make the desk theirs."""
    lost = lost_desk(session)
    papers = Papers(
        root_seed=_ask_words("Root words", lambda seed: check_root(lost, seed)),
        recovery_seed=_ask_words("Recovery words", lambda seed: check_recovery(lost, seed)),
    )
    administrator = ask_who(frozenset(names_taken(session)))
    hand_over("Device key", administrator.device_key, DEVICE_ADVICE)
    moment = clock.now()
    desk = make_desk(lost, papers, administrator, clock.unix(moment), secrets.token_bytes)
    begin_anew(session, desk, moment)


def _ask_words(title: str, check: Callable[[bytes], None]) -> bytes:
    """The 32 bytes that the words on paper stand for; asked again until they are this site's."""

    def read(typed: str) -> bytes:
        try:
            seed = words_to_secret(typed)
            check(seed)
        except Malformed as error:
            raise click.BadParameter(NO_WORDS) from error
        except CryptoError as error:
            raise click.BadParameter(ANOTHER_SITE) from error
        return seed

    seed: bytes = click.prompt(f"{title}, all 24 in one line", value_proc=read)
    clear_screen()
    return seed
