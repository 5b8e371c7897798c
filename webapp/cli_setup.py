"""`quietline setup`: founds a real site. Keys are made in this process; the server gets none of them.

The server is a process of its own, and what opens the site leaves here on paper only.
"""

from __future__ import annotations

import os
import re
import secrets
import sys

import click

from config import clock
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from crypto.roster import Role
from crypto.words import fingerprint_words, secret_to_words
from webapp.client import ceremony
from webapp.client.calls import CallFailed, call, call_again

LOGIN_NAME = re.compile(r"[a-z0-9._-]{2,32}")
CODE = re.compile(r"[0-9a-f]{32}")
LONGEST_DISPLAY_NAME = 80
FEWEST_WORDS = 6
FEWEST_CHARACTERS = 20
WORDS_IN_A_LINE = 4
WORDS_ASKED = 2
WRONG_CODE = 403
FORGET_SCROLLED_LINES = "\033[3J"

DEVICE_ADVICE = (
    "You need it with your passphrase whenever you sign in on a new device. Keep the card apart"
    " from the passphrase."
)
ROOT_ADVICE = (
    "They name the desk that people outside trust. Seal them in an envelope, keep it in a safe,"
    " and never type them into a computer that is online, but for a new roster key."
)
RECOVERY_ADVICE = (
    "They open everything when all staff keys are lost. Write two copies, seal both, and keep them"
    " in two places with two people."
)


@click.command()
def setup() -> None:
    """Found a site on a running server (`./quietline serve`), with you as its administrator."""
    settings = _settings()
    _check_empty(settings)
    _check_terminal()
    administrator = _ask_who()
    office = ceremony.Office.drawn(secrets.token_bytes)
    _hand_over("Device key", administrator.device_key, DEVICE_ADVICE)
    _hand_over("Root words", office.root_seed, ROOT_ADVICE)
    _hand_over("Recovery words", office.recovery_seed, RECOVERY_ADVICE)
    _found(settings, office, administrator)
    click.echo(f"\nThe site is set up. Sign in at {settings.desk_url} as {administrator.name}.")
    click.echo("The fingerprint of its root, for posters and for staff to compare:")
    click.echo(_in_columns(fingerprint_words(office.root_vk)))


def _settings() -> Settings:
    try:
        return load_settings(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _check_empty(settings: Settings) -> None:
    try:
        about = call("GET", f"{settings.desk_url}/api/v1/site")
    except CallFailed as error:
        raise click.ClickException(
            f"The desk does not answer at {settings.desk_url}. Start it with: ./quietline serve"
        ) from error
    if about["set_up"]:
        raise click.ClickException("This site is set up already.")


def _check_terminal() -> None:
    """A file or another program at either end would keep the words that are shown once."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException("Run this at a terminal: what it shows must stay in no file.")


def _ask_who() -> ceremony.Newcomer:
    name = click.prompt("Your login name", value_proc=_login_name)
    display_name = click.prompt("Your name as others see it", value_proc=_display_name)
    click.echo(f"A passphrase: {FEWEST_WORDS} words, or {FEWEST_CHARACTERS} characters, at least.")
    passphrase = click.prompt(
        "Your passphrase", hide_input=True, confirmation_prompt="Once more", value_proc=_passphrase
    )
    role = Role.READING_ADMINISTRATOR
    return ceremony.Newcomer(name, display_name, role, passphrase, secrets.token_bytes(32))


def _login_name(typed: str) -> str:
    if not LOGIN_NAME.fullmatch(typed):
        raise click.BadParameter("2 to 32 of: a-z 0-9 . _ -")
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


def _hand_over(title: str, secret: bytes, advice: str) -> None:
    """The secret has been on screen, its words were written down, and the screen is clear again."""
    words = secret_to_words(secret)
    written = False
    while not written:
        click.echo(f"\n{title}, {len(words)} words. They are shown this once. {advice}\n")
        click.echo(_in_columns(words))
        click.prompt(
            "\nWrite them down by hand, then press Enter",
            default="",
            show_default=False,
            prompt_suffix=" ",
        )
        _clear_screen()
        written = _were_written_down(title, words)
        _clear_screen()
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


def _in_columns(words: list[str]) -> str:
    numbered = [f"{place:>2} {word:<9}" for place, word in enumerate(words, 1)]
    lines = range(0, len(numbered), WORDS_IN_A_LINE)
    return "\n".join("  ".join(numbered[at : at + WORDS_IN_A_LINE]).rstrip() for at in lines)


def _clear_screen() -> None:
    click.clear()
    # click leaves the lines that have scrolled away, where anybody could scroll back to them
    click.echo(FORGET_SCROLLED_LINES, nl=False)


def _found(settings: Settings, office: ceremony.Office, administrator: ceremony.Newcomer) -> None:
    """The site exists and is the one whose words were just written down."""
    now = clock.unix(clock.now())
    body = ceremony.found_site(office, [administrator], now, secrets.token_bytes, demo=False)
    while True:
        code = click.prompt(
            "The one-time code (./quietline setup-code prints one)", value_proc=_code
        )
        try:
            call("POST", f"{settings.desk_url}/api/v1/setup", {**body, "code": code})
        except CallFailed as error:
            if _is_ours(settings, body["root_vk"]):
                return  # the answer was lost, the site was not
            _explain(error)
        else:
            return


def _code(typed: str) -> str:
    if not CODE.fullmatch(typed.strip()):
        raise click.BadParameter("32 of: 0-9 a-f")
    return typed.strip()


def _is_ours(settings: Settings, root_vk: str) -> bool:
    try:
        about = call_again("GET", f"{settings.desk_url}/api/v1/site")
    except CallFailed:
        return False
    if about["set_up"] and about["root_vk"] != root_vk:
        raise click.ClickException(
            "Somebody else has set this site up meanwhile. Destroy the words that you wrote down."
        )
    return bool(about["set_up"])


def _explain(error: CallFailed) -> None:
    if error.status == WRONG_CODE:
        click.echo("This is not the code, or it was used.")
    elif error.status is None:
        click.echo("The desk does not answer just now; your words stay good. Try again.")
    else:
        raise click.ClickException(
            f"The site was not set up ({error}). Destroy the words that you wrote down."
        )
