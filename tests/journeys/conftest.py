"""What every journey starts from: the real server, and a real browser in another process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.violations import Violations
from tests.server import RunningSite, start_site

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A demonstration site of this module's own."""
    running = start_site(tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def violations() -> Violations:
    """What the content policy stopped in windows of the browser below."""
    return Violations()


@pytest.fixture(scope="session")
def browser(violations: Violations) -> Iterator[Browser]:
    """Debian's Chromium, without a sandbox because CI runs as root, with its back/forward cache on."""
    executable = shutil.which("chromium")
    assert executable, "tests/debian-packages installs Chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=CHROMIUM_ARGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        violations.watch(chromium)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def nothing_is_stopped(request: pytest.FixtureRequest, violations: Violations) -> Iterator[None]:
    """No page of ours ever tries what its own content policy forbids, whatever a journey does there."""
    yield
    told = violations.taken()
    if not request.node.get_closest_marker("against_policy"):
        assert told == []


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where a journey leaves its screenshots (ignored by git)."""
    folder = Path("test-results") / str(request.node.name)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
