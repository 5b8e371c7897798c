"""A real server whose system clock jumps: by libfaketime, under everything that asks the kernel for the time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.actors import Caller, Office, Person, Source
from tests.faults.test_clocks import WAYS
from tests.integration.conftest import item_id
from tests.server import ROOT, RunningSite, environ_of, patiently, served
from tests.set_up import set_up_by

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


class Faked:
    """A system clock that a file sets; monotonic clocks go on as they are, as when an operator sets it."""

    def __init__(self, home: Path) -> None:
        found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        assert found, "tests/debian-packages installs libfaketime"
        self.file = home / "clock"
        self.environ = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
            "TZ": "UTC",
        }

    def says(self, moment: datetime) -> None:
        """It is this moment now, and goes on from there."""
        ahead = int((moment - datetime.now(UTC)).total_seconds())
        new = self.file.with_suffix(".new")
        new.write_text(f"{ahead:+d}\n")
        new.rename(self.file)


@contextmanager
def founded(
    home: Path, faked: Faked, moment: datetime
) -> Iterator[tuple[RunningSite, Person, Office]]:
    """A served site that was founded at this moment, and its advocate."""
    faked.says(moment)
    with served(home, "serve", **faked.environ) as site:
        ana = Person(site.desk_url)
        yield site, ana, set_up_by(site, ana, moment=moment)


def checked(site: RunningSite, faked: Faked) -> str:
    """What `quietline check` says at that time."""
    command = [sys.executable, "-m", "webapp.cli", "check"]
    environ = {**os.environ, **environ_of(site), **faked.environ}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_a_server_whose_clock_jumps_takes_and_shows_what_people_write(
    tmp_path: Path, way: str
) -> None:
    faked = Faked(tmp_path)
    with founded(tmp_path / "site", faked, WAYS[way][0]) as (site, ana, office):
        people = []
        for moment in WAYS[way]:
            faked.says(moment)
            person = Source(site.source_url, office=office)
            assert person.send_tip().status == 201
            people.append(person)
            assert ana.sign_in().status == 201
            assert ana.call("POST", f"/api/v1/items/{item_id(person)}/claim", {}).status == 200
            patiently(lambda: Caller(site.source_url).call("GET", "/readyz").status == 200)
            assert checked(site, faked) == "sound\n"
        for person in people:
            assert len(person.call("GET", "/api/v1/conversation").body["envelopes"]) == 1
        assert "Traceback" not in site.output
        assert f'"hour": "{WAYS[way][0]:%Y-%m-%dT%H}"' in site.output  # it did believe the clock
