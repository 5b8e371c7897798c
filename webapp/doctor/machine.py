"""The machine: who may read the data folder, how much room there is, whether the clock is set."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from config.settings import Settings
from webapp.doctor.finding import Found, look, well, wrong

OTHERS = 0o077
MOST = 20_000
"""Files that are looked at; more only take longer."""

SECONDS = 5
"""How long the machine may take to say whether its clock is set."""

TIMEDATECTL = ("timedatectl", "show", "--property=NTPSynchronized", "--value")


def machine(settings: Settings) -> Iterator[Found]:
    """Everything about the machine."""
    yield _folder(settings.data_dir)
    if settings.data_dir.is_dir():
        yield _room(settings)
    yield _clock()


def _folder(folder: Path) -> Found:
    if not folder.is_dir():
        return wrong(f"there is no folder {folder}", "Set QUIETLINE_DATA_DIR to the site's folder.")
    files = islice(folder.rglob("*"), MOST)
    open_ones = [path for path in (folder, *files) if _is_open(path)]
    if open_ones:
        return wrong(
            f"others on this machine may reach {len(open_ones)} things in {folder},"
            f" one of them {open_ones[0]}",
            f"chmod -R go= {folder}",
        )
    return well("only the service's own account reaches the data folder")


def _is_open(path: Path) -> bool:
    """Inside a folder that is shut nothing is reached; but a backup may copy the mode."""
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False  # it was there a moment ago


def _room(settings: Settings) -> Found:
    free, kept = shutil.disk_usage(settings.data_dir).free, settings.files.keep_free
    told = f"{free // 1024**2} MB are free where the data is"
    if free < kept:
        return wrong(told, "Make room: files are refused already, words still fit.")
    if free < 2 * kept:
        return look(told, f"Make room soon: below {kept // 1024**2} MB files are refused.")
    return well(told)


def _clock() -> Found:
    """Rosters, schedules and alerts go by the clock."""
    try:
        said = subprocess.run(  # noqa: S603 - fixed words
            TIMEDATECTL, capture_output=True, text=True, timeout=SECONDS, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        said = ""
    if said == "yes":
        return well("the clock is set by the network")
    if said == "no":
        return wrong("nothing sets the clock", "timedatectl set-ntp true")
    return look("this machine does not say whether its clock is set", "Compare it with another.")
