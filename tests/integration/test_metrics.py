"""Metrics say how the service stands, and not when anybody outside wrote."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config import clock
from config.logs import ErrorCounts
from config.postgresql import open_postgresql
from config.settings import load_settings
from tests.actors import Source
from tests.integration.conftest import Town
from webapp import cli_metrics
from webapp.cli_metrics import AN_HOUR, KEPT, Told, server_of
from webapp.services import Services, services_of
from webapp.standing import facts, measured
from webapp.standing.exposition import text_of
from webapp.standing.measured import Grown
from webapp.standing.processes import Process, processes

NOW = clock.now()
LATER = (timedelta(0), timedelta(minutes=1), timedelta(hours=1), timedelta(hours=13))
DOCS = Path("docs/metrics.md").read_text()


@pytest.fixture
def made(town: Town, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The service as the metrics see it; nobody is asked over the network."""
    monkeypatch.setattr(measured, "_wait_for", lambda _url: 0.0)
    return services_of(town.source_app)


def scraped(made: Services) -> list[str]:
    """The text at each of some later moments."""
    running = {"line": [Process(64 << 20, 64, 0.1)]}
    grown = Grown(running, facts.free_share(made))
    return [text_of(measured.gauges(made, NOW + wait, running, grown)) for wait in LATER]


def a_visit(town: Town) -> None:
    """One person: the page, wrong words, a tip, a message, and leaves."""
    person = town.source()
    assert person.call("GET", "/").status == 200
    assert (
        Source(town.source_app, office=town.office).call("GET", "/api/v1/conversation").status
        == 401
    )
    assert person.send_tip(category="crisis", urgency="immediate").status == 201
    assert person.write().status == 201
    assert person.call("DELETE", "/api/v1/conversation/way-back").status == 204
    services_of(town.source_app).counts._folder = town.settings.errors_dir
    services_of(town.source_app).counts.flush()


def test_two_histories_that_differ_in_one_visit_give_the_same_metrics_at_any_moment(
    town: Town, made: Services
) -> None:
    before = scraped(made)
    a_visit(town)
    assert scraped(made) == before


def test_what_goes_wrong_with_the_service_itself_is_seen_in_them(
    town: Town, made: Services
) -> None:
    """The control: the same comparison finds a difference where there is one."""
    before = scraped(made)
    counts = ErrorCounts(town.settings.errors_dir)
    for _ in range(measured.STEPS[-1]):
        counts.add("source", "server-error")
        counts.add("source", "receipt-unknown")  # which is what somebody typed
    counts.flush()
    after = scraped(made)
    assert [text.count("server-error") for text in after] == [1] * len(LATER)
    assert after != before
    assert "receipt" not in "".join(after)


def test_what_somebody_mistyped_is_in_no_file(town: Town) -> None:
    counts = ErrorCounts(town.settings.errors_dir)
    for kind in ("receipt-unknown", "server-error", "OperationalError"):
        counts.add("source", kind)
    counts.add("alerts", "TimeoutError")  # which says that somebody waited
    counts.flush()
    (left,) = town.settings.errors_dir.iterdir()
    assert json.loads(left.read_text()) == [
        ["source", "OperationalError", 1],
        ["source", "server-error", 1],
    ]


def test_whoever_fills_a_step_is_not_seen_coming(
    made: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, files, free = 0.0, 64, 0.5
    monkeypatch.setattr(facts, "free_share", lambda _made: free)
    monkeypatch.setattr(cli_metrics, "processes", lambda: {"line": [Process(64 << 20, files, 0.1)]})
    told = Told(made, lambda: now)
    before = told.text()
    now, files, free = AN_HOUR - 1, 128, 0.49
    assert told.text() == before
    now = AN_HOUR + KEPT
    after = told.text()
    assert b'files{role="line"} 128' in after
    assert b"free_ratio 0.45" in after


def test_a_few_errors_are_told_as_none(town: Town, made: Services) -> None:
    counts = ErrorCounts(town.settings.errors_dir)
    counts.add("source", "server-error")
    counts.flush()
    assert "server-error" not in "".join(scraped(made))


def test_a_database_that_is_away_is_told_and_everything_else_still_is(made: Services) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nowhere"

    away = replace(made, database=open_postgresql(url))
    (text, *_) = scraped(away)
    assert "quietline_database_up 0" in text
    assert "quietline_disk_free_ratio" in text


def test_every_metric_stands_in_the_docs_with_what_an_observer_learns(made: Services) -> None:
    for each in measured.gauges(made, NOW, processes(), Grown(processes(), 1.0)):
        assert f"| `{each.name}` |" in DOCS, each.name


@contextmanager
def served(made: Services) -> Iterator[str]:
    with server_of(made, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "http://{}:{}".format(*server.server_address)
        server.shutdown()
        thread.join()


def test_they_are_served_on_this_machine_alone_and_off_unless_a_port_is_set(made: Services) -> None:
    assert load_settings({}).metrics_port is None
    with served(made) as url:
        assert url.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{url}/metrics") as answer:  # noqa: S310 - ours
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            assert b"\nquietline_database_up 1\n" in answer.read()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}/")  # noqa: S310 - ours
