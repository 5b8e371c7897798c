"""Cases out of the desk into one file: all that were asked for, or the file stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from webapp.answers import CaseListed
from webapp.client import case_release
from webapp.client.case_formats import WRITERS
from webapp.client.case_records import OpenedCase, open_case
from webapp.client.case_release import NotReleased, Purpose
from webapp.client.ceremony import Draw
from webapp.client.desk_calls import DeskCalls
from webapp.client.keyring import Keyring
from webapp.client.whole_file import write_whole

Tell = Callable[[str], None]
"""Says to the person how far it is; never what a case says."""


@dataclass(frozen=True)
class Wanted:
    """What is exported, and into what."""

    purpose: Purpose
    form: str
    path: Path


class NothingToExport(Exception):
    """No case is left that may leave."""


def export(
    calls: DeskCalls,
    keyring: Keyring,
    listed: Iterable[CaseListed],
    wanted: Wanted,
    tell: Tell,
    *,
    now: datetime,
    draw: Draw,
) -> tuple[int, int]:
    """The file holds every case that may leave; gives how many those are, and how many may not.

    Raises NothingToExport, CallFailed and OSError, and then the file is what it was before. Cases
    whose leaving was on record by then stay so: it is never the other way round.
    """
    cases = list(listed)
    opened = [each for each in (_opened(calls, keyring, c, wanted, tell) for c in cases) if each]
    if not opened:
        raise NothingToExport
    released = []
    for at, each in enumerate(opened, 1):
        made = case_release.release(calls, keyring, each, wanted.purpose, now=now, draw=draw)
        released.append(made)
        tell(f"released {at} of {len(opened)}")
    file = WRITERS[wanted.form](released, keyring.site)
    for each_released in released:
        case_release.leaves(calls, each_released, file)
    tell("on record")
    write_whole(wanted.path, file)
    return len(released), len(cases) - len(released)


def _opened(
    calls: DeskCalls, keyring: Keyring, listed: CaseListed, wanted: Wanted, tell: Tell
) -> OpenedCase | None:
    found = open_case(calls.case(listed.case_id), keyring)
    try:
        case_release.check(found, wanted.purpose)
    except NotReleased as why:
        tell(f"case {listed.number} is left out: {why}")
        return None
    left = sum(1 for record in found.sections if record.problems)
    if left:
        tell(f"case {listed.number}: {left} sections fail a check and are left out")
    return found
