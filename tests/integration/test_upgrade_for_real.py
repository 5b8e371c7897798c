"""An upgrade of whole releases beside a service that runs, and back: every tip of before and after is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto.age import new_identity
from tests.actors import Office, Person, Source
from tests.databases import DATABASES, fresh_database
from tests.real_releases import laid, started, typed
from tests.server import RunningSite, free_pair, patiently
from tests.set_up import set_up_by

pytestmark = pytest.mark.long


@dataclass
class Installed:
    """Two releases, the link to the older one, and where their data is."""

    home: Path
    port: int
    environ: dict[str, str]

    def __post_init__(self) -> None:
        laid(self.home / "releases" / "1.0")
        laid(self.home / "releases" / "1.1", more=True)
        self.link = self.home / "current"
        self.link.symlink_to(self.home / "releases" / "1.0")
        self.key = new_identity()[1]

    def serve(self) -> RunningSite:
        """The release that the link leads to, once it answers."""
        site = started(self.link, self.home, self.port, self.environ)
        patiently(lambda: site.process.poll() is not None or is_up(site))
        assert site.process.poll() is None, site.output
        return site

    def upgrade(self, *options: str) -> str:
        """`./quietline upgrade`, done; gives what it said."""
        where = ["--backups", str(self.home / "backups"), "--recipient", self.key, "--anyway"]
        done = typed(self.link, self.environ, "upgrade", *options, *where)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
        return done.stdout


def is_up(site: RunningSite) -> bool:
    try:
        return Source(site.source_url).call("GET", "/readyz").status == 200
    except OSError:
        return False


@pytest.fixture(params=DATABASES)
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installed]:
    port = free_pair()
    with fresh_database(request.param) as url:
        environ = {
            "QUIETLINE_PORT": str(port),
            "QUIETLINE_DATA_DIR": str(tmp_path / "data"),
            "QUIETLINE_DATABASE_URL": url,
            "PYTHONDONTWRITEBYTECODE": "",  # what is compiled once is kept
        }
        yield Installed(tmp_path, port, environ)


def tells(site: RunningSite, office: Office) -> Source:
    """Somebody whose tip is accepted."""
    source = Source(site.source_url, office=office)
    assert source.send_tip().status == 201
    return source


def reads(source: Source) -> int:
    """The status with which they come back to their tip."""
    return source.call("GET", "/api/v1/conversation").status


@pytest.mark.timeout(900)
def test_forward_beside_a_service_and_back_without_losing_a_tip(installed: Installed) -> None:
    site = installed.serve()
    try:
        office = set_up_by(site, Person(site.desk_url))
        people = [tells(site, office)]
        said = installed.upgrade("--to", str(installed.home / "releases" / "1.1"))
        assert "1.0 goes on meanwhile" in said
        assert Path(f"/proc/{site.process.pid}/cwd").resolve().name == "1.0"
        people.append(tells(site, office))  # the older one, on the newer one's database
    finally:
        site.stop()
    for release, options in (("1.1", None), ("1.0", ["--back"])):
        if options:
            installed.upgrade(*options)
        assert installed.link.resolve().name == release
        site = installed.serve()
        try:
            people.append(tells(site, office))
            assert [reads(each) for each in people] == [200] * len(people)
        finally:
            site.stop()
    assert typed(installed.link, installed.environ, "check").stdout == "sound\n"
    assert len(people) == 4


@pytest.mark.timeout(900)
def test_back_from_a_release_whose_database_the_older_one_does_not_know(
    installed: Installed,
) -> None:
    versions = installed.home / "releases" / "1.1" / "config" / "migrations" / "versions"
    more = versions / "9999_more.py"
    more.write_text(more.read_text().replace("additive = True", "additive = False"))
    site = installed.serve()
    office = set_up_by(site, Person(site.desk_url))
    people = [tells(site, office)]
    site.stop()
    installed.upgrade("--to", str(installed.home / "releases" / "1.1"))
    site = installed.serve()
    people.append(tells(site, office))
    site.stop()
    old = installed.home / "releases" / "1.0"
    refused = typed(old, installed.environ, "serve")
    assert (refused.returncode, "a newer release has migrated it" in refused.stderr) == (1, True)
    installed.upgrade("--back", "--give-up")
    site = installed.serve()
    assert [reads(each) for each in people] == [200, 200]
    site.stop()
