"""`./quietline desk` against a served site: cases come in, are listed, and go out on record."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config import clock
from crypto import staff
from crypto.hashes import digest
from crypto.words import words_to_secret
from tests.at_desk import Terminal, case_named
from tests.killed import killed_at
from tests.server import RunningSite, start_site
from webapp.client import case_export, desk_calls, whole_file
from webapp.client.calls import CallFailed, call
from webapp.client.case_import import COMPLETED, UNCHANGED, Desk, bring
from webapp.client.case_release import Purpose
from webapp.client.desk_calls import DeskCalls, Secrets, begin
from webapp.client.import_file import read_file
from webapp.client.keyring import Keyring
from webapp.client.pins import Pin
from webapp.schemas import b64, unb64

NAMES = ("王芳", "مريم", "Łucja Ñandú", "=HYPERLINK(1)")
OLD = b"the older export"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    running = start_site(tmp_path_factory.mktemp("desk-command"))
    yield running
    running.stop()


@pytest.fixture
def ana(site: RunningSite, tmp_path: Path) -> Terminal:
    return Terminal(site, tmp_path)


@pytest.fixture(scope="module")
def session(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Ana's session and keys, as the command has them."""
    who = Terminal(site, tmp_path_factory.mktemp("session"))
    known = Secrets("ana", who.who["passphrase"], words_to_secret(who.who["device_key"]))
    calls, keyring, _ = begin(site.desk_url, known, who.root, clock.unix(clock.now()))
    with calls:
        yield calls, keyring


@pytest.fixture(scope="module", autouse=True)
def stretched_once() -> Iterator[None]:
    """The passphrase is stretched for real, and each only once for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff, "stretch_passphrase", cache(staff.stretch_passphrase))
        yield


def of(cases: list[dict[str, Any]], system: str) -> list[dict[str, Any]]:
    """The cases that came from a system, by the note that says so."""
    return [case for case in cases if any(s["title"] == system for s in case["sections"])]


def words(case: dict[str, Any]) -> dict[str, Any]:
    """What a case says, without where it lies, how it left, and the note of where it came from."""
    said = ("title", "summary", "category", "language", "fields")
    sections = [{k: v for k, v in s.items() if k != "id"} for s in case["sections"]]
    mine = [s for s in sections if "id: " not in s["text"]]
    return {
        **{name: case[name] for name in said},
        "sections": sorted(mine, key=lambda section: str(section["kind"])),
    }


def test_cases_come_in_are_listed_and_go_out_with_every_name(ana: Terminal) -> None:
    cases = [case_named(name, "round") for name in NAMES]
    assert "4 new" in ana.desk("import", ana.file("in.ndjson", cases)).stderr
    listed = ana.desk("list").stdout
    assert all(f"\topen\t{clock.day_of(clock.now())}" in line for line in listed.splitlines())
    assert all(f"{name} on a flight" in listed for name in NAMES)
    assert ana.export("ndjson").exit_code == 0
    out, given = ([words(c) for c in each] for each in (of(ana.exported(), "round"), cases))
    assert sorted(out, key=str) == sorted(given, key=str)


def test_a_table_has_no_formula_and_comes_back_as_the_same_words(ana: Terminal) -> None:
    ana.desk("import", ana.file("in.ndjson", [case_named(name, "table") for name in NAMES]))
    assert ana.export("csv").exit_code == 0
    table = (ana.home / "out.csv").read_bytes().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    again = read_file(ana.home / "out.csv", "unused")
    assert {f"{name} on a flight" for name in NAMES} <= {case.title for case in again}
    assert ana.export("ndjson").exit_code == 0
    by_id = {case["id"]: case for case in ana.exported()}
    for case in again:
        there = by_id[case.id]
        assert (case.title, case.summary, case.fields) == (
            there["title"],
            there["summary"],
            there["fields"],
        )
        assert len(case.sections) == len(there["sections"])


def test_what_leaves_is_on_record_and_the_file_is_the_one_that_was_named(
    ana: Terminal, session: tuple[DeskCalls, Keyring]
) -> None:
    ana.desk("import", ana.file("in.ndjson", [case_named("one", "record")]))
    ana.export("ndjson")
    (number,) = (case["number"] for case in of(ana.exported(), "record"))
    assert ana.export("json", "--case", number, "--history").exit_code == 0
    file = (ana.home / "out.json").read_bytes()
    (case,) = json.loads(file)["cases"]
    calls, _ = session
    rows = calls.case(unb64(case["id"])).releases
    row = next(row for row in rows if b64(row.release_id) == case["release"]["id"])
    assert (row.mode, row.organisation, row.ground) == ("export", "own_records", "court_order")
    assert (row.is_out, row.way, row.digest) == (True, "file", digest(file))
    assert (ana.home / "out.json").stat().st_mode & 0o777 == 0o600


def test_an_import_twice_changes_nothing_and_says_so(ana: Terminal) -> None:
    file = ana.file("in.ndjson", [case_named(name, "twice") for name in NAMES])
    assert "4 new, 0 completed, 0 unchanged" in ana.desk("import", file).stderr
    before = ana.desk("list").stdout
    assert "0 new, 0 completed, 4 unchanged" in ana.desk("import", file).stderr
    ana.export("ndjson")
    ours = ana.file("ours.ndjson", ana.exported())
    assert "0 new, 0 completed" in ana.desk("import", ours).stderr
    assert sorted(ana.desk("list").stdout.splitlines()) == sorted(before.splitlines())


def test_a_broken_line_is_told_and_nothing_of_the_file_is_imported(ana: Terminal) -> None:
    before = ana.desk("list").stdout
    cases = [case_named("good", "broken"), {**case_named("bad", "broken"), "category": "none"}]
    told = ana.desk("import", ana.file("in.ndjson", cases))
    assert (told.exit_code, "line 2: category" in told.stderr) == (1, True)
    assert ana.desk("list").stdout == before


def test_an_import_that_breaks_off_anywhere_is_carried_on(
    ana: Terminal, session: tuple[DeskCalls, Keyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = read_file(
        Path(ana.file("in.ndjson", [case_named("a", "cut"), case_named("b", "cut")])), ""
    )
    desk = Desk(*session, clock.now(), secrets.token_bytes)
    for _ in range(2 * (1 + 3) - 1):  # each time one step further: a case, and its three sections
        with monkeypatch.context() as patch:
            patch.setattr(desk_calls, "call", failing_at(1))
            with pytest.raises(CallFailed):
                bring(desk, cases, lambda _: None)
    assert bring(desk, cases, lambda _: None) == {UNCHANGED: 1, COMPLETED: 1}
    assert bring(desk, cases, lambda _: None) == {UNCHANGED: 2}


def failing_at(post: int) -> Any:
    """`call`, whose answers to POSTs are lost after this many: some are carried out all the same."""
    left = [post]

    def lossy(method: str, url: str, *rest: Any) -> dict[str, Any]:
        if method == "POST":
            if left[0] == 0:
                raise CallFailed(f"{method} {url}", "no answer")
            left[0] -= 1
        return call(method, url, *rest)

    return lossy


def test_an_export_that_breaks_off_anywhere_leaves_the_older_file(
    ana: Terminal, session: tuple[DeskCalls, Keyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.desk("import", ana.file("in.ndjson", [case_named("x", "off"), case_named("y", "off")]))
    calls, keyring = session
    listed = list(calls.cases())[:2]
    path = ana.home / "out.json"
    path.write_bytes(OLD)
    wanted = case_export.Wanted(Purpose("court_order", "for the court"), "json", path)

    def run() -> object:
        now, draw = clock.now(), secrets.token_bytes
        return case_export.export(
            calls, keyring, listed, wanted, lambda _: None, now=now, draw=draw
        )

    for posts in range(4):  # a release and a hand-over of each
        with monkeypatch.context() as patch:
            patch.setattr(desk_calls, "call", failing_at(posts))
            with pytest.raises(CallFailed):
                run()
        assert [file.read_bytes() for file in ana.home.glob("*out.json*")] == [OLD]
    step = 0
    while killed_at(step, whole_file, run):
        whole = path.read_bytes()
        assert whole == OLD or len(json.loads(whole)["cases"]) == 2
        path.write_bytes(OLD)
        step += 1
    assert step >= 5


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"passphrase": "not the one that was written down"}, 3),
        ({"fingerprint": "wrong " * 12}, 4),
        ({"url": "http://desk.example.org"}, 2),
        ({"url": "http://localhost:1"}, 5),
    ],
)
def test_whoever_should_not_gets_nothing(ana: Terminal, other: dict[str, str], code: int) -> None:
    told = ana.desk("list", **other)
    assert (told.exit_code, told.stdout) == (code, "")


def test_a_desk_of_another_root_than_the_pinned_one_gets_no_proof(
    ana: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    Pin(ana.root.site, secrets.token_bytes(32)).write(ana.home / "pin")
    asked: list[str] = []

    def noting(method: str, url: str, *rest: Any) -> dict[str, Any]:
        asked.append(url)
        return call(method, url, *rest)

    monkeypatch.setattr(desk_calls, "call", noting)
    assert ana.desk("list").exit_code == 4
    assert asked == [f"{ana.site.desk_url}/api/v1/site"]


def test_a_server_that_serves_another_roster_is_refused(
    ana: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lying(method: str, url: str, *rest: Any) -> dict[str, Any]:
        said = call(method, url, *rest)
        if url.endswith("/desk"):
            said["rosters"][0]["signature"] = b64(secrets.token_bytes(64))
        return said

    assert ana.desk("list").exit_code == 0
    monkeypatch.setattr(desk_calls, "call", lying)
    told = ana.desk("list")
    assert (told.exit_code, told.stdout, "(roster)" in told.stderr) == (4, "", True)


def test_a_place_where_no_file_can_be_is_told_before_anything_leaves(
    ana: Terminal, session: tuple[DeskCalls, Keyring]
) -> None:
    ana.desk("import", ana.file("in.ndjson", [case_named("p", "place")]))
    before = [len(session[0].case(c.case_id).releases) for c in session[0].cases()]
    told = ana.export("json", "--out", str(ana.home / "nowhere" / "out.json"))
    assert told.exit_code == 2
    assert [len(session[0].case(c.case_id).releases) for c in session[0].cases()] == before


def test_secrets_that_others_can_read_are_refused(ana: Terminal) -> None:
    (ana.home / "secrets").touch()
    (ana.home / "secrets").chmod(0o644)
    assert ana.desk("list").exit_code == 2


def test_an_interpreter_reads_no_cases(site: RunningSite, tmp_path: Path) -> None:
    assert Terminal(site, tmp_path, "iris").desk("list").exit_code == 3
