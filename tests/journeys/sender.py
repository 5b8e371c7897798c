"""A person outside who sends photos and files, in a real browser: every step goes through the shipped page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.golden.opened import FOLDER
from tests.journeys.chat_outside import Chatter
from tests.journeys.outside import PATIENCE


class Sender(Chatter):
    """Somebody who has files to send."""

    @property
    def cards(self) -> Locator:
        """The chosen files."""
        return self.page.locator("#files-list .file")

    @property
    def bar(self) -> Locator:
        """The line over every other view that says how far the files are."""
        return self.page.locator("[data-files]")

    def chosen(self, name: str) -> Locator:
        """The chosen file of this name."""
        return self.cards.filter(has_text=name)

    def choose(self, *files: str | Path) -> None:
        """Choose these (golden ones by their names), and wait until each was looked at."""
        if not self.page.locator('[data-view="files"]').is_visible():
            self.do("files")
        paths = [FOLDER / file if isinstance(file, str) else file for file in files]
        with self.page.expect_file_chooser(timeout=PATIENCE) as chooser:
            self.do("files-choose")
        chooser.value.set_files(paths)
        for path in paths:
            looking = self.chosen(path.name).get_by_text(self.say("files.looking"))
            expect(looking).to_have_count(0, timeout=PATIENCE)

    def press(self, name: str, file: str) -> None:
        """Press the button with this action of this file."""
        self.chosen(file).locator(f'[data-do="{name}"]').click()

    def arrive_at_desk(self, count: int) -> None:
        """So many files have arrived, says the line."""
        expect(self.bar).to_contain_text(
            self.say("files.bar.sent").format(n=count), timeout=PATIENCE
        )
