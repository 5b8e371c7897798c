"""Somebody without scripts and without a mouse, in Debian's Firefox on a phone-sized screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.texts import Texts

DRIVER = Path(__file__).parent / "driver.mjs"
WIDTH = 320
MOST_STOPS = 100
"""No page has as many controls; a walk that takes more steps goes in a circle."""


@dataclass
class Walker:
    """A person at the keyboard; `seen` says what was wrong with each page that was toured."""

    driver: subprocess.Popen[str]
    say: Texts
    pictures: Path
    seen: dict[str, list[Any]] = field(default_factory=dict)

    def ask(self, do: str, **given: object) -> Any:
        """One command of the driver; it answers every one in time."""
        assert self.driver.stdin
        self.driver.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.driver.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        """The driver's next line; an error there is one here."""
        assert self.driver.stdout
        got = json.loads(self.driver.stdout.readline() or '{"error": "the driver is gone"}')
        assert "error" not in got, got["error"]
        return got["ok"]

    def tour(self, name: str, texts: dict[str, str] | None = None, choose: str = "") -> None:
        """Every control of a page by Tab: opens what can be opened, types, chooses; notes what is wrong.

        `texts` goes by the id of a field's label, `choose` is the label of the answer to take.
        """
        self.ask("picture", path=str(self.pictures / f"{name}.png"))
        typed = {self.say(key): text for key, text in (texts or {}).items()}
        last = max(control["place"] for control in self.ask("layout")["controls"])
        stops: list[dict[str, Any]] = []
        while (not stops or stops[-1]["place"] < last) and len(stops) < MOST_STOPS:
            self.ask("press", key="Tab")
            here = self._arrived()
            assert here, f"{name}: the keyboard left the page after {[s['name'] for s in stops]}"
            stops.append(here)
            if here["tag"] == "summary" or (choose and here["name"] == choose):
                self.ask("press", key=" ")
                self._arrived()  # what opened is laid out, as a person sees it before they go on
            if here["tag"] in {"textarea", "input"} and here["name"] in typed:
                self.ask("type", text=typed.pop(here["name"]))
        assert not typed, f"{name}: no field for {list(typed)}"
        self.seen[name] = [*faults(self.ask("layout"), stops), *self._exit_not_first(stops)]

    def act(self, key: str, *, whole: bool = False) -> str:
        """Go back to the button with this text, press Enter, and be on the next page; gives its address.

        More may stand behind the text, unless it is to be the `whole` name.
        """
        text = self.say(key)
        for _ in range(MOST_STOPS):
            here = self.ask("focus")
            assert here, f"no way back to {text!r}"
            if here["name"] == text or (not whole and here["name"].startswith(f"{text} ")):
                return str(self.ask("go", key="Enter"))
            self.ask("before")
        raise AssertionError(f"{text!r} is not on the page")

    def read(self, selector: str) -> list[str]:
        """What can be read of everything that the selector finds."""
        return list(self.ask("read", selector=selector))

    def _arrived(self) -> Any:
        """What has the focus, once the browser has scrolled to it; what is still out of sight stays so."""
        end = time.monotonic() + 10
        here = self.ask("focus")
        while here and not here["visible"] and time.monotonic() < end:
            here = self.ask("focus")
        return here

    def _exit_not_first(self, stops: list[dict[str, Any]]) -> list[str]:
        exits = {self.say("bar.exit"), self.say("bar.exit_first")}
        return [] if stops[0]["name"] in exits else [f"begins with {stops[0]['name']!r}"]


def faults(layout: dict[str, Any], stops: list[dict[str, Any]]) -> list[Any]:
    """What is wrong with a page: too wide, out of order, or hidden from the keyboard."""
    found: list[Any] = []
    if layout["screen"] != WIDTH or layout["beyond"] or layout["wide"]:
        found.append(("scrolls sideways", layout["beyond"], layout["wide"]))
    if len(layout["headings"]) != 1:
        found.append(("headings", layout["headings"]))
    order = layout["order"]
    said = order[: order.index("control")] if "control" in order else order
    if said[0] != "heading" or not {"text", "label"} & set(said):
        found.append(("not heading, text, controls", order))
    if [stop["place"] for stop in stops] != expected(layout["controls"], stops):
        found.append(("another order than that of reading", [stop["name"] for stop in stops]))
    inside = [stop["top"] for stop in stops if stop["inside"]]
    if inside != sorted(inside):
        found.append(("not from top to bottom", inside))
    for fault in ("name", "visible", "ringed"):
        found += [(f"no {fault}", stop) for stop in stops if not stop[fault]]
    return found


def expected(controls: list[dict[str, Any]], stops: list[dict[str, Any]]) -> list[int]:
    """The stops in the order of reading: every control, and of a group of answers the one that was met."""
    met = {stop["place"] for stop in stops}
    groups: dict[str, list[int]] = {}
    for control in controls:
        group = control["group"] or str(control["place"])
        groups.setdefault(group, []).append(control["place"])
    return [next((place for place in group if place in met), group[0]) for group in groups.values()]


@contextmanager
def walking(say: Texts, pictures: Path, temporary: Path, *, scripts: bool) -> Iterator[Walker]:
    """A browser of one's own, gone when the block ends; what it writes is under `temporary`."""
    with firefox(temporary, {"javascript.enabled": scripts}) as driver:
        yield Walker(driver, say, pictures)


@contextmanager
def firefox(
    temporary: Path, preferences: dict[str, bool], patience: int = 20
) -> Iterator[subprocess.Popen[str]]:
    """The driver of a Firefox that has started; it has so many seconds for every command."""
    browser, node = shutil.which("firefox-esr"), shutil.which("node")
    assert browser, "tests/debian-packages installs firefox-esr"
    assert node
    temporary.mkdir(parents=True, exist_ok=True)
    driver = subprocess.Popen(
        [node, DRIVER, browser, json.dumps(preferences), str(patience * 1000)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary)},
    )
    try:
        assert driver.stdout
        assert "ok" in json.loads(driver.stdout.readline() or "{}")
        yield driver
    finally:
        _end(driver)


def _end(driver: subprocess.Popen[str]) -> None:
    """The end of its input closes the browser; a driver that hangs is told to end, and closes it too."""
    assert driver.stdin
    driver.stdin.close()
    try:
        driver.wait(timeout=15)
    except subprocess.TimeoutExpired:
        driver.terminate()
        driver.wait(timeout=15)
