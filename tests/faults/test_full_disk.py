"""A disk that is full: nothing is acknowledged, nothing is half there, and later all is well."""

from __future__ import annotations

import resource
import secrets
from pathlib import Path

import pytest
from sqlalchemy import select

from chat.live_models import JobRow
from config import clock
from config.settings import load_settings
from crypto.receipt import Receipt
from tests.actors import Office, Person, Source
from tests.server import RunningSite, environ_of, patiently, served
from tests.set_up import set_up_by
from webapp.store import open_store

pytestmark = pytest.mark.long


def limit_files_of(site: RunningSite, size: int) -> None:
    """From now on no file of the server may grow beyond this size."""
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def has_laid_anew(site: RunningSite) -> bool:
    """Whether the files were written anew since the start, which empties the logs that a test measures."""
    with open_store(load_settings(environ_of(site))).reading() as session:
        due = session.scalar(select(JobRow.due).where(JobRow.name == "laying"))
    return due is not None and due > clock.unix(clock.now())


def founded(site: RunningSite) -> Office:
    """A site set up on this server, whose files and logs are left alone from now on."""
    patiently(lambda: has_laid_anew(site))
    return set_up_by(site, Person(site.desk_url))


@pytest.mark.parametrize("which", ["keys", "content"])
def test_a_tip_that_finds_the_disk_full_is_refused_and_can_be_sent_again(
    tmp_path: Path, which: str
) -> None:
    with served(tmp_path, "serve") as site:
        office = founded(site)
        logs = {
            name: (site.data_dir / f"{name}.db-wal").stat().st_size for name in ("keys", "content")
        }
        limit_files_of(site, logs[which] + 1 if which == "keys" else max(logs.values()) + 1)
        person = Source(
            site.source_url,
            office=office,
            receipt=Receipt.from_master(secrets.token_bytes(32)),
        )
        body = person.tip()
        refused = person.call("POST", "/api/v1/conversations", body)
        assert (refused.status, refused.slug) == (503, "unavailable")
        assert person.call("GET", "/api/v1/conversation").status == 401  # nothing can be found
        limit_files_of(site, resource.RLIM_INFINITY)
        assert person.call("POST", "/api/v1/conversations", body).status == 201
        assert len(person.call("GET", "/api/v1/conversation").body["envelopes"]) == 1
