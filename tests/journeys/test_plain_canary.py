"""Without scripts what is typed is in the one request that carries it, and nowhere else on either database."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from psycopg import sql

from tests.databases import DATABASES, fresh_database, often_on
from tests.integration.line_town import line_town
from tests.journeys.canary import canary, found_in, found_under
from tests.journeys.test_plain import PATIENCE, PlainOutside
from tests.plain import Forms
from tests.server import ROOT, RunningSite, environ_of, served, wait_until

pytestmark = pytest.mark.journey

WRITTEN = ("what", "where", "when", "who_danger", "reach", "employer", "people")
HAND_OVER = {"demo-desk.json"}
"""The demonstration's own file of sign-in details."""

TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('keys', 'content')"
WAL = "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 2"


class Typing(PlainOutside):
    """Somebody whose every request body is kept."""

    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(browser, url, "en")
        self.bodies: list[bytes] = []
        self.page.on("request", lambda request: self.bodies.append(request.post_data_buffer or b""))

    def everything(self) -> tuple[list[str], str]:
        """A visit with a canary in every field; gives the canaries and the private words."""
        typed = {name: canary() for name in WRITTEN}
        more, late = canary(), canary()
        self.press("plain.way")
        self.door("need_help")
        self.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        self.page.locator('label:has([name="witness"][value="worker"])').click()
        for name, text in typed.items():
            self.page.locator(f'textarea[name="{name}"], input[name="{name}"]').fill(text)
        self.press("plain.send")
        shown = self.page.locator("ol.words li")
        expect(shown).to_have_count(7, timeout=PATIENCE)
        words = " ".join(shown.all_inner_texts())
        self.practise(words)
        self.write(more)
        self.page.locator("#more").fill(late)
        self.context.clear_cookies()
        self.press("plain.send")
        expect(self.page.locator("#more")).to_have_value(late)
        return [*typed.values(), more, late], words


def rows(url: str) -> Iterator[bytes]:
    """Every table of ours as PostgreSQL hands it out, and the newest of its log."""
    with psycopg.connect(url, autocommit=True) as line:
        for schema, table in line.execute(TABLES).fetchall():
            command = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, table))
            with line.cursor().copy(command) as copied:
                yield b"".join(bytes(part) for part in copied)
        line.execute("CHECKPOINT")
        for (log,) in line.execute(WAL).fetchall():
            yield bytes(log).rstrip(b"\0")


def given_away(site: RunningSite, url: str, texts: list[str]) -> dict[str, list[str]]:
    """Where any of the texts is: files, output, tables, log."""
    found = found_under(site.home, texts, besides=HAND_OVER)
    for part in rows(url) if url else ():
        if seen := found_in(part, texts):
            found["database"] = seen
    return found


@pytest.mark.parametrize("database", often_on("postgresql"))
def test_what_is_typed_without_scripts_is_in_one_request_and_nowhere_else(
    browser: Browser, tmp_path: Path, database: str
) -> None:
    with line_town(tmp_path, "eventlet", database) as (town, url):
        site = town.site
        person = Typing(browser, site.source_url)
        texts, words = person.everything()
        carried = Counter(text for body in person.bodies for text in found_in(body, texts))
        assert carried == Counter(texts)
        assert given_away(site, url, [*texts, words]) == {}
        person.context.close()


@pytest.mark.long  # the control of the search
@pytest.mark.parametrize("database", [kind for kind in DATABASES if kind == "postgresql"])
def test_the_search_would_find_a_text_in_a_table_and_in_the_log(database: str) -> None:
    text = canary()
    with fresh_database(database) as url, psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE SCHEMA content")
        line.execute("CREATE TABLE content.leak (said text)")
        line.execute("INSERT INTO content.leak VALUES (%s)", (text,))
        assert sum(bool(found_in(part, [text])) for part in rows(url)) >= 2


PATTERN = Path("/proc/sys/kernel/core_pattern").read_text().strip()
TO_FILES = [PATTERN] if not PATTERN.startswith("|") else []
"""Where the kernel hands dumps to a program, no file shows whether there was one."""

STARTS = {
    "guarded": ["-m", "config.deploy.embedded"],
    "control": [
        "-c",
        """import runpy; from config.deploy import no_dumps; no_dumps.forbid = lambda: None
runpy.run_module('config.deploy.embedded', run_name='__main__')""",
    ],
}
DUMPABLE = (
    "import ctypes, resource, config.deploy.embedded;"
    "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
)


@contextmanager
def dumps_allowed() -> Iterator[None]:
    """What we start may leave a dump of any size."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


def type_into(url: str, text: str) -> None:
    """Send a tip as a browser without scripts does."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("Sec-Fetch-Site", "same-origin"), ("Accept-Language", "en")]
    page = ""
    for form, more in (
        ("", {}),
        ("begin", {}),
        ("door", {"door": "need_help"}),
        ("tip", {}),
        ("tip", {"what": text}),
    ):
        parser = Forms()
        parser.feed(page)
        forms = {one.get("step") or one["do"]: one for one in parser.forms}
        data = urllib.parse.urlencode({**forms[form], **more}).encode() if form else None
        page = browser.open(url, data, timeout=20).read().decode()
    assert 'class="words"' in page


def crash(site: RunningSite, start: str, text: str) -> set[Path]:
    """Serve the site again, type, abort the server; gives the dumps that came of it."""
    cwd = site.home / "cwd"
    cwd.mkdir()
    folder = cwd / Path(PATTERN).parent if TO_FILES else cwd
    environ = {**os.environ, **environ_of(site), "PYTHONPATH": str(ROOT), "HOME": str(cwd)}
    before = set(folder.iterdir())
    with dumps_allowed(), (site.home / "output").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *STARTS[start]], cwd=cwd, env=environ, stdout=output, stderr=output
        )
    again = RunningSite(site.home, site.port, process)
    try:
        wait_until(lambda: b"serving" in again.output.encode() and answers(again), again)
        type_into(again.source_url, text)
        process.send_signal(signal.SIGABRT)
        assert process.wait(timeout=60) == -signal.SIGABRT
    finally:
        again.kill()
    return set(folder.iterdir()) - before


def answers(site: RunningSite) -> bool:
    """Whether the source side answers."""
    try:
        with urllib.request.urlopen(f"{site.source_url}/readyz", timeout=5) as answer:  # noqa: S310 - ours
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.long  # that a started server is not dumpable is looked at each time
def test_a_server_that_crashes_after_somebody_typed_leaves_no_dump(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        limits = Path(f"/proc/{site.process.pid}/limits").read_text().splitlines()
        assert next(line for line in limits if "core" in line).split()[4:6] == ["0", "0"]
    assert crash(site, "guarded", canary()) == set()


@pytest.mark.long  # the control
@pytest.mark.parametrize("pattern", TO_FILES)
def test_without_the_guard_the_same_crash_leaves_one(tmp_path: Path, pattern: str) -> None:
    with served(tmp_path) as site:
        pass
    dumps = crash(site, "control", canary())
    for dump in dumps:
        dump.unlink()
    assert len(dumps) == 1, pattern


def test_the_kernel_calls_a_started_server_not_dumpable() -> None:
    with dumps_allowed():
        told = subprocess.check_output([sys.executable, "-c", DUMPABLE], cwd=ROOT, text=True)
    assert told.strip() == "0 (0, 0)"
