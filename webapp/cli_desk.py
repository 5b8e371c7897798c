"""`quietline desk`: cases listed, exported and imported at a terminal, with the person's own keys.

What is sealed is opened here and nowhere else; the server gets what a browser would send it.
"""

from __future__ import annotations

import os
import secrets as randomness
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import click

from config import clock
from moderation.codes import CaseStatus
from moderation.referral_codes import Ground
from webapp.answers import CaseListed
from webapp.cli_desk_who import ask_secrets, ask_trust
from webapp.client.calls import CallFailed
from webapp.client.case_export import NothingToExport, Wanted, export
from webapp.client.case_formats import WRITERS
from webapp.client.case_import import LEFT_ALONE, OUTCOMES, Desk, bring
from webapp.client.case_records import title_of
from webapp.client.case_release import Purpose
from webapp.client.desk_calls import BadAddress, DeskCalls, about, begin, origin_of
from webapp.client.import_file import BrokenFile, read_file
from webapp.client.keyring import DeskDoesNotFit, Keyring
from webapp.client.pins import BadPin, Pin

REFUSED, NOT_OUR_DESK, NO_ANSWER, LEFT_OUT = 3, 4, 5, 6
"""Exit codes, beside 1 for what went wrong and 2 for how it was asked."""

WRONG_SECRETS, NOT_ALLOWED, WAIT = 401, 403, 429
FILE = click.Path(dir_okay=False, path_type=Path)

Opened = tuple[DeskCalls, Keyring]


class Ended(click.ClickException):
    """The command ends with this message and this exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """What the shell is told."""
        return self.code


@click.group()
@click.option("--url", required=True, help="The desk's address, such as https://desk.example.org")
@click.option("--name", required=True, help="Your login name.")
@click.option(
    "--pin",
    type=FILE,
    required=True,
    help="A file that keeps which desk is yours. It is made at the first visit.",
)
@click.option(
    "--secrets",
    "secrets_file",
    type=click.Path(path_type=Path),
    help="A file that only you can read: your passphrase, and below it your device key's words.",
)
@click.option(
    "--fingerprint", help="The twelve words of your hotline's poster, at the first visit."
)
@click.pass_context
def desk(context: click.Context, /, **asked: Any) -> None:  # noqa: ANN401 - click's own options
    """Cases at a terminal: listed, exported for another case system, imported.

    Everything is opened on this machine with your own keys. You are asked for your passphrase and
    for the words of your device key; neither is ever part of the command.
    """
    context.obj = asked


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Whatever ends a command is told in plain words, with an exit code of its own."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever the command takes
        try:
            command(*args, **kwargs)
        except (BadAddress, BadPin) as error:
            raise click.UsageError(str(error)) from error
        except DeskDoesNotFit as error:
            raise Ended(
                f"This is not the desk that you know ({error.what}). Nothing was opened and nothing"
                " sent. Tell an administrator, by another way than this desk.",
                NOT_OUR_DESK,
            ) from error
        except CallFailed as error:
            raise _ended(error) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error

    return run


def _ended(error: CallFailed) -> Ended:
    if error.status is None:
        return Ended("The desk does not answer. Nothing is half done; run it again.", NO_ANSWER)
    if error.status == WRONG_SECRETS:
        return Ended("Name, passphrase or device key is wrong, or you were signed out.", REFUSED)
    if error.status == NOT_ALLOWED:
        return Ended("Your role may not do this.", REFUSED)
    if error.status == WAIT:
        return Ended("Too many wrong attempts. Wait a while.", REFUSED)
    return Ended(_on_a_line(f"The desk refused: {error}"), 1)


@contextmanager
def _session(asked: dict[str, Any]) -> Iterator[Opened]:
    """The desk, checked and unlocked, for as long as the block lasts."""
    origin, path = origin_of(asked["url"]), asked["pin"]
    pin = Pin.read(path) or ask_trust(about(origin), asked["fingerprint"])
    secrets = ask_secrets(asked["name"], asked["secrets_file"])
    calls, keyring, seen = begin(origin, secrets, pin, clock.unix(clock.now()))
    with calls:
        seen.write(path)
        yield calls, keyring


STATUS = click.option(
    "--status", type=click.Choice(get_args(CaseStatus)), help="Only cases that stand so."
)


@desk.command(name="list")
@STATUS
@click.pass_obj
@_told
def list_cases(asked: dict[str, Any], status: str | None) -> None:
    """List cases: number, status, day, channel, category, language, title."""
    with _session(asked) as (calls, keyring):
        for case in calls.cases(status):
            title = title_of(case, keyring)
            shown = "?? fails a check" if title is None else _on_a_line(title)
            labels = (case.number, case.status, case.day, case.channel, case.category)
            click.echo("\t".join((*labels, case.language, shown)))


def _on_a_line(title: str) -> str:
    """The title without anything that a terminal obeys or that turns a line around."""
    return "".join(c if c.isprintable() else " " for c in title)


@desk.command(name="export")
@click.option("--format", "form", type=click.Choice(sorted(WRITERS)), required=True)
@click.option("--out", type=FILE, required=True, help="The file; an older one is replaced whole.")
@click.option("--case", "numbers", multiple=True, help="A case's number; may be given repeatedly.")
@STATUS
@click.option(
    "--ground",
    type=click.Choice(get_args(Ground)),
    required=True,
    help="On which ground the cases leave the desk: a consent, or a legal basis.",
)
@click.option("--why", help="What the copy is for; sealed with each case. Asked for if left out.")
@click.option("--history", is_flag=True, help="With earlier versions (json and ndjson).")
@click.pass_obj
@_told
def export_cases(asked: dict[str, Any], **chosen: Any) -> None:  # noqa: ANN401 - click's own options
    """Export cases into one file, each by a release that stays on record.

    A copy leaves the desk, and what protects it from then on is you. Each case gets a release
    for your own records: what leaves, on which ground, what for. Cases whose consent was withdrawn
    or whose records fail a check are left out, by number, and the exit code is 6 then.
    """
    form, history = chosen["form"], chosen["history"]
    if history and form == "csv":
        raise click.UsageError("A table has no room for earlier versions: json or ndjson.")
    why = (chosen["why"] or click.prompt("What is this copy for", err=True)).strip()
    if not why:
        raise click.UsageError("Say what the copy is for.")
    wanted = Wanted(Purpose(chosen["ground"], why, history), form, chosen["out"])
    _check_place(wanted.path)
    with _session(asked) as (calls, keyring):
        # Not by the server's filter: a case that changes its status between two pages moves others.
        standing = [c for c in calls.cases() if chosen["status"] in {None, c.status}]
        listed = _chosen(standing, chosen["numbers"])
        try:
            done, left_out = export(
                calls,
                keyring,
                listed,
                wanted,
                _tell,
                now=clock.now(),
                draw=randomness.token_bytes,
            )
        except NothingToExport:
            raise Ended("No case is left to export; no file was written.", LEFT_OUT) from None
    _tell(f"{done} cases in {wanted.path}. It is not sealed: keep it as you keep paper files.")
    if left_out:
        sys.exit(LEFT_OUT)


@desk.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--system",
    default="import",
    show_default=True,
    help="What the other system is called, where the file does not say it. Keep to one name.",
)
@click.option("--check", "only_check", is_flag=True, help="Only say what is wrong with the file.")
@click.pass_obj
@_told
def import_cases(asked: dict[str, Any], file: Path, system: str, *, only_check: bool) -> None:
    """Import cases from a file: .json, .ndjson or .csv.

    The whole file is checked first; where a line is wrong, nothing of it is imported. Each case is
    sealed here with your keys. The same file again changes nothing, and one that was interrupted
    goes on where it stopped.
    """
    try:
        cases = read_file(file, system)
    except BrokenFile as error:
        for finding in error.findings:
            _tell(f"{finding.where}: {finding.why}")
        raise Ended("Something in the file is wrong. Nothing was imported.", 1) from error
    if only_check:
        _tell(f"{len(cases)} cases, nothing wrong")
        return
    with _session(asked) as (calls, keyring):
        told = bring(Desk(calls, keyring, clock.now(), randomness.token_bytes), cases, _tell)
    _tell(", ".join(f"{told[name]} {name}" for name in OUTCOMES))
    if told[LEFT_ALONE]:
        sys.exit(LEFT_OUT)


def _check_place(path: Path) -> None:
    """There is room for the file's name, before anything is on record as leaving."""
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise click.UsageError(f"No file can be written in {path.parent}.")


def _chosen(listed: list[CaseListed], numbers: tuple[str, ...]) -> list[CaseListed]:
    wanted = {number.replace(" ", "") for number in numbers}
    unknown = wanted - {case.number for case in listed}
    if unknown:
        raise click.UsageError(f"No such case here: {', '.join(sorted(unknown))}")
    return [case for case in listed if not wanted or case.number in wanted]


def _tell(said: str) -> None:
    click.echo(said, err=True)
