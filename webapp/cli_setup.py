"""`quietline setup`: founds a real site. Keys are made in this process; the server gets none of them.

The server is a process of its own, and what opens the site leaves here on paper only.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

import click

from config import clock
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from crypto.words import fingerprint_words
from webapp import cli_offline
from webapp.cli_paper import DEVICE_ADVICE, ask_who, check_terminal, hand_over, in_columns
from webapp.client import ceremony
from webapp.client.calls import CallFailed, call, call_again
from webapp.demo.guard import ANOTHER_FOLDER
from webapp.schemas import unb64

CODE = re.compile(r"[0-9a-f]{32}")
WRONG_CODE = 403

ROOT_ADVICE = (
    "They name the desk that people outside trust. Seal them in an envelope, keep it in a safe,"
    " and never type them into a computer that is online, but for a new roster key."
)
RECOVERY_ADVICE = (
    "They open everything when all staff keys are lost. Write two copies, seal both, and keep them"
    " in two places with two people."
)


FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--offline", type=FOLDER, help="Make the keys here, without a server, into a folder.")
@click.option("--from", "source", type=FOLDER, help="Found the site with what lies in a folder.")
def setup(offline: Path | None, source: Path | None) -> None:
    """Found a site on a running server (`./quietline serve`), with you as its administrator.

    With --offline on a machine that has no line; what is written there goes to the server by hand,
    and is sent with --from, or from the desk's page /setup.
    """
    if offline is not None and source is not None:
        raise click.UsageError("--offline and --from are for two machines.")
    if offline is not None:
        _make_offline(offline)
        return
    settings = _settings()
    _check_empty(settings)
    if source is not None:
        body = _read(source)
        _show_fingerprint(body)  # before the code: is this the site of our papers?
    else:
        body = _ceremony()
    _found(settings, body)
    name = body["staff"][0]["name"]
    click.echo(f"\nThe site is set up. Sign in at {settings.desk_url} as {name}.")
    if source is None:
        _show_fingerprint(body)


def _ceremony() -> dict[str, Any]:
    """What founds a site, once its secrets are on paper."""
    check_terminal()
    administrator = ask_who()
    office = ceremony.Office.drawn(secrets.token_bytes)
    hand_over("Device key", administrator.device_key, DEVICE_ADVICE)
    hand_over("Root words", office.root_seed, ROOT_ADVICE)
    hand_over("Recovery words", office.recovery_seed, RECOVERY_ADVICE)
    now = clock.unix(clock.now())
    return ceremony.found_site(office, [administrator], now, secrets.token_bytes, demo=False)


def _make_offline(folder: Path) -> None:
    if (folder / cli_offline.NAME).exists():
        raise click.ClickException(f"{folder / cli_offline.NAME} is there already.")
    body = _ceremony()
    path = cli_offline.write_file(folder, body)
    click.echo(f"\nWritten: {path}. Nothing in it opens anything.")
    _show_fingerprint(body)
    click.echo(
        "Take the file to the server, within 80 days. There: ./quietline setup --from FOLDER"
    )
    click.echo("or choose it on the page /setup of the desk.")


def _read(folder: Path) -> dict[str, Any]:
    try:
        return cli_offline.read_file(folder)
    except cli_offline.NoSetupFile as error:
        raise click.ClickException(
            f"{folder} holds no {cli_offline.NAME} that founds a site."
        ) from error


def _show_fingerprint(body: dict[str, Any]) -> None:
    click.echo("\nThe fingerprint of the site's root, for posters and for staff to compare:")
    click.echo(in_columns(fingerprint_words(unb64(body["root_vk"]))))


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
        told = ANOTHER_FOLDER if about["demo"] else "This site is set up already."
        raise click.ClickException(told)


def _found(settings: Settings, body: dict[str, Any]) -> None:
    """The site exists and is the one whose words were written down."""
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
