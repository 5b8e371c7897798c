"""What fails beside the hub is raised to whoever asked for it, and printed nowhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

FAILING = """
import importlib
hub = importlib.import_module("webapp.hub_{name}")
def work(said):
    raise ValueError(said)
try:
    hub.off_loop(work, "secret")
except ValueError as error:
    print(error)
print(hub.off_loop(lambda number: number + 1, 4))
"""


@pytest.mark.parametrize("name", ["eventlet", "gevent"])
def test_what_fails_beside_the_hub_is_raised_and_printed_nowhere(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FAILING.format(name=name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (ran.stdout, ran.stderr) == ("secret\n5\n", "")
