"""A newer release takes over, and the way back; killed at any step, what the link leads to can run.

Where the newer release's revisions only add, the older one goes on serving while they are applied,
and goes on afterwards too: then the way back is the link alone, and no word is lost. Else the
service must be stopped, the link is changed first (the newer release migrates by itself at its
start), and the way back takes from the database what only the newer release has room for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webapp.release.switch import Link, Note
from webapp.release.tree import Schema, Tree, UpgradeRefused

Say = Callable[[str], None]

NO_DATA = (
    "There is no data at {}: type this with the settings of the service"
    " (set -a; . /etc/quietline/environment; set +a)."
)
STOP = "Stop the service first (systemctl stop 'quietline*'): {}"
BREAKS = "this release changes the database so that the older one does not go on working with it."


@dataclass(frozen=True)
class Place:
    """Where an upgrade takes place: the link, the data, whether something is served, who listens."""

    link: Link
    data_dir: Path
    owner: tuple[int, int] | None
    is_served: Callable[[], bool]
    say: Say

    def tree(self, folder: Path) -> Tree:
        """A release, whose commands run as the owner of the data; raises UpgradeRefused without any.

        Else nobody would own it, all of it would run as root, and a store of nothing be migrated.
        """
        if not self.data_dir.is_dir():
            raise UpgradeRefused(NO_DATA.format(self.data_dir))
        return Tree(folder, self.owner, self.data_dir)


def go_forward(place: Place, folder: Path, backup: list[str] | None, *, anyway: bool) -> None:
    """The link leads to this release and the database is as it needs it; raises UpgradeRefused.

    `backup` are the arguments of `./quietline backup`; None where there is no site yet.
    """
    new, old = place.tree(folder.resolve()), place.tree(place.link.release)
    if new.folder == old.folder:
        raise UpgradeRefused(f"{new.folder.name} runs already.")
    after, before = new.check_whole(), old.schema()
    if before.program not in after.revisions:
        raise UpgradeRefused(f"{new.folder.name} is older than what runs. Back is: --back")
    online = _goes_on(before, after)
    if not online and place.is_served():
        raise UpgradeRefused(STOP.format(BREAKS))
    if before.database is not None:
        _check_well(place, old, anyway=anyway)
        _back_up(place, before.database, [old, new, *_noted(place)], backup)
    place.link.write(Note(str(old.folder), str(new.folder), before.database))
    (_online if online else _stopped)(place, new, old)
    place.say(f"{new.folder.name} is the release now. Start it: systemctl restart 'quietline*'")
    place.say("The way back, without losing a word: ./quietline upgrade --back" if online else "")


def _goes_on(before: Schema, after: Schema) -> bool:
    """Whether the older release works with the newer one's database."""
    return after.revisions.index(after.works_from) <= after.revisions.index(before.program)


def _check_well(place: Place, old: Tree, *, anyway: bool) -> None:
    """The doctor finds nothing wrong but what is done now, and there is room."""
    seen_to = ("backup",) if place.is_served() else ("backup", "jobs")
    wrong = [what for what in old.wrongs() if not any(word in what for word in seen_to)]
    if wrong and not anyway:
        raise UpgradeRefused("The doctor finds something wrong (or: --anyway): " + "; ".join(wrong))
    stored = sum(path.stat().st_size for path in place.data_dir.glob("*.db*"))
    if shutil.disk_usage(place.data_dir).free < 2 * stored:
        raise UpgradeRefused(f"{2 * stored >> 20} MB must be free where the data is.")


def _noted(place: Place) -> list[Tree]:
    """The release that took over last, if any: after a way back it alone may know all tables."""
    try:
        return [place.tree(Path(place.link.read().after))]
    except UpgradeRefused:
        return []


def _back_up(place: Place, revision: str, trees: list[Tree], backup: list[str] | None) -> None:
    """A backup of everything, by the first of these releases that knows all of the database."""
    if backup is None:
        raise UpgradeRefused("Say where a backup goes: --backups FOLDER --recipient age1…")
    whole = next((tree for tree in trees if tree.schema().program == revision), None)
    if whole is None:
        raise UpgradeRefused("No release here knows all of the database. ./quietline migrate?")
    place.say(whole.done("backup", *backup).splitlines()[0])


def _online(place: Place, new: Tree, old: Tree) -> None:
    place.say(f"{new.done('migrate').strip()}; {old.folder.name} goes on meanwhile")
    place.say(f"the store is {new.done('check').strip()}")
    place.link.lead_to(new.folder)


def _stopped(place: Place, new: Tree, old: Tree) -> None:
    place.link.lead_to(new.folder)
    try:
        place.say(new.done("migrate").strip())
    except UpgradeRefused:
        if old.schema().fits:
            place.link.lead_to(old.folder)
        raise
    place.say(f"the store is {new.done('check').strip()}")


def go_back(place: Place, backup: list[str] | None, *, give_up: bool) -> None:
    """The link leads to the release from before the last upgrade, and that one can run."""
    note = place.link.read()
    old, new = place.tree(Path(note.before)), place.tree(Path(note.after))
    if not old.schema().fits:
        _make_older(place, new, note, backup, give_up=give_up)
    place.link.lead_to(old.folder)
    place.say(f"{old.folder.name} is the release again. Start it: systemctl restart 'quietline*'")
    found = old.schema()
    if found.database not in {None, found.program}:
        place.say(f"Until you go forward again, backups are made by {new.folder}/quietline backup")


def _make_older(
    place: Place, new: Tree, note: Note, backup: list[str] | None, *, give_up: bool
) -> None:
    """The database is as the older release knows it. What is killed here leaves the newer one."""
    if not give_up or note.revision is None:
        raise UpgradeRefused(
            f"{Path(note.before).name} does not work with the database as it is now. Every message"
            " stays, but what only the newer release has room for is lost (a backup keeps it):"
            " ./quietline upgrade --back --give-up --backups FOLDER --recipient age1…"
        )
    if place.is_served():
        raise UpgradeRefused(STOP.format("the database is changed back."))
    _back_up(place, new.schema().program, [new], backup)
    place.say(new.done("migrate", "--back-to", note.revision).strip())
