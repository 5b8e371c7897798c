"""What people read and type at a terminal once: their name, their passphrase, words for paper.

Used where a site is founded and where a desk begins anew; nothing of it is kept in any file.
"""

from __future__ import annotations

import re
import secrets
import sys

import click

from crypto.roster import Role
from crypto.words import secret_to_words
from webapp.client import ceremony

LOGIN_NAME = re.compile(r"[a-z0-9._-]{2,32}")
LONGEST_DISPLAY_NAME = 80
FEWEST_WORDS = 6
FEWEST_CHARACTERS = 20
WORDS_IN_A_LINE = 4
WORDS_ASKED = 2
FORGET_SCROLLED_LINES = "\033[3J"

DEVICE_ADVICE = (
    "You need it with your passphrase whenever you sign in on a new device. Keep the card apart"
    " from the passphrase."
)


def check_terminal() -> None:
    """A file or another program at either end would keep the words that are shown once."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException("Run this at a terminal: what it shows must stay in no file.")


def ask_who(taken: frozenset[str] = frozenset()) -> ceremony.Newcomer:
    """The administrator: a name that nobody had, a passphrase, a device key drawn at random."""
    name = click.prompt("Your login name", value_proc=lambda typed: _login_name(typed, taken))
    display_name = click.prompt("Your name as others see it", value_proc=_display_name)
    click.echo(f"A passphrase: {FEWEST_WORDS} words, or {FEWEST_CHARACTERS} characters, at least.")
    passphrase = click.prompt(
        "Your passphrase", hide_input=True, confirmation_prompt="Once more", value_proc=_passphrase
    )
    role = Role.READING_ADMINISTRATOR
    return ceremony.Newcomer(name, display_name, role, passphrase, secrets.token_bytes(32))


def _login_name(typed: str, taken: frozenset[str]) -> str:
    if not LOGIN_NAME.fullmatch(typed):
        raise click.BadParameter("2 to 32 of: a-z 0-9 . _ -")
    if typed in taken:
        raise click.BadParameter("somebody on staff had this name; choose another")
    return typed


def _display_name(typed: str) -> str:
    if not 1 <= len(typed.strip()) <= LONGEST_DISPLAY_NAME:
        raise click.BadParameter(f"1 to {LONGEST_DISPLAY_NAME} characters")
    return typed.strip()


def _passphrase(typed: str) -> str:
    if typed != typed.strip():
        raise click.BadParameter("no space at the beginning or the end, please")
    if len(typed.split()) < FEWEST_WORDS and len(typed) < FEWEST_CHARACTERS:
        raise click.BadParameter(f"{FEWEST_WORDS} words or {FEWEST_CHARACTERS} characters at least")
    return typed


def hand_over(title: str, secret: bytes, advice: str) -> None:
    """The secret has been on screen, its words were written down, and the screen is clear again."""
    words = secret_to_words(secret)
    written = False
    while not written:
        click.echo(f"\n{title}, {len(words)} words. They are shown this once. {advice}\n")
        click.echo(in_columns(words))
        click.prompt(
            "\nWrite them down by hand, then press Enter",
            default="",
            show_default=False,
            prompt_suffix=" ",
        )
        clear_screen()
        written = _were_written_down(title, words)
        clear_screen()
        if not written:
            click.echo("That was not the word. Here they are once more.")


def _were_written_down(title: str, words: list[str]) -> bool:
    """Whether two words, asked for at random places, come back from the paper."""
    places = sorted(secrets.SystemRandom().sample(range(len(words)), WORDS_ASKED))
    for place in places:
        typed = click.prompt(f"{title}: word {place + 1}", value_proc=str)
        if typed.strip().lower() != words[place]:
            return False
    return True


def in_columns(words: list[str]) -> str:
    """The words with their places, four in a line."""
    numbered = [f"{place:>2} {word:<9}" for place, word in enumerate(words, 1)]
    lines = range(0, len(numbered), WORDS_IN_A_LINE)
    return "\n".join("  ".join(numbered[at : at + WORDS_IN_A_LINE]).rstrip() for at in lines)


def clear_screen() -> None:
    """Nothing is on the screen, nor above it."""
    click.clear()
    # click leaves the lines that have scrolled away, where anybody could scroll back to them
    click.echo(FORGET_SCROLLED_LINES, nl=False)
