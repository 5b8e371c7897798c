"""docs/handbook: no command in it is untyped, and each does what the page says, on a made-up machine."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.bench import sizing
from tests.handbook.machine import REAL, Machine
from tests.handbook.pages import FOLDER, Box, boxes, commands, inline, pages, text_of
from tests.handbook.programs import ON_POSTGRESQL, PROGRAMS
from tests.handbook.town import Town
from tests.server import ROOT, patiently
from webapp.cli import quietline

KNOWN = {*REAL, *PROGRAMS, *ON_POSTGRESQL, "cd", "echo", "./quietline", "quietline"}
ORDER = (
    *("install", "first-day", "every-day", "leaving", "subpoena", "incident", "restore"),
    *("upgrade", "README", "sizing"),
)
"""In which order a machine lives through the pages; PostgreSQL has a machine of its own."""


def every() -> Iterator[tuple[Box, list[str]]]:
    """Each command of each box, and those in the lines."""
    for page in pages():
        for box in boxes(page):
            for words in commands(box.body):
                yield box, words
        for line in inline(page):
            yield Box(page, "sh", line, own=False), shlex.split(line)


def test_each_page_is_lived_through_and_each_box_is_one_to_type() -> None:
    assert sorted((*ORDER, "postgresql")) == pages()
    assert {box.kind for page in pages() for box in boxes(page)} == {"sh"}


def test_no_box_names_a_program_that_the_made_up_machine_does_not_have() -> None:
    strange = [words for _, words in every() if words[0] not in {*KNOWN, ".venv/bin/pip"}]
    assert strange == []


def test_each_command_of_quietline_takes_the_options_that_the_pages_give_it() -> None:
    seen = 0
    for box, words in every():
        if words[0].rpartition("/")[2] == "quietline":
            command, rest = quietline.commands[words[1]], shlex.split(" ".join(words[2:]))
            if isinstance(command, click.Group):
                command, rest = command.commands[rest[0]], rest[1:]
            parser = command.make_parser(click.Context(command))
            parser.parse_args(rest[: rest.index(">")] if ">" in rest else rest)
            seen += 1
        assert box.own or words[0] != "./quietline", box
    assert seen > 20


def anchors(text: str) -> set[str]:
    """The headings as links name them."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", pages())
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        path, _, anchor = target.partition("#")
        file = (FOLDER / path).resolve() if path else FOLDER / f"{page}.md"
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target


def test_how_large_a_machine_must_be_is_what_was_measured() -> None:
    results = json.loads((sizing.HERE / "results.json").read_text())
    growth, here = sizing.GROWTH.read_text(encoding="utf-8"), text_of("sizing")
    assert sizing.page(results, growth, here) == here
    assert "| 3.4 MB, " in here
    results["at rest"]["bytes"] += 1_000_000
    assert sizing.page(results, growth, here) != here


def prepare(machine: Machine, box: Box) -> None:
    """What has happened before the box: a newer release came, somebody has an account."""
    if box.own and "1.1" in box.body:
        machine.newer_release()
    if "usermod" in box.body:
        machine.has_account("anna")


def live_through(machine: Machine, page: str, town: Town | None = None) -> None:
    """Every box of the page is typed, and then each command that stands in its lines."""
    for box in boxes(page):
        prepare(machine, box)
        said = machine.type(box.body, own=box.own)
        if town is not None:
            town.after(box, said)
    for line in inline(page):
        if town is not None or not line.startswith("quietline "):
            machine.type(line)


@pytest.fixture
def machine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Machine]:
    """A machine; it really serves where the test says so."""
    made = Machine(tmp_path / "m", serves=getattr(request, "param", False))
    try:
        yield made
    finally:
        made.stop()


def test_the_installation_is_typed_from_its_first_box_to_its_last(machine: Machine) -> None:
    live_through(machine, "install")
    current = machine.root / "opt/quietline/current"
    assert (current / "config/deploy/torrc").exists()
    settings = (machine.root / "etc/quietline/environment").read_text()
    assert re.search(r"^QUIETLINE_ONION=http://[a-z2-7]{56}\.onion$", settings, re.MULTILINE)
    assert f"QUIETLINE_BACKUP_RECIPIENT={machine.recipient}\n" in settings
    assert "quietline-doctor.timer" in (machine.root / "state/running").read_text()
    conf = (machine.root / "etc/nginx/nginx.conf").read_text()
    assert "example.org" not in conf


@pytest.mark.parametrize(
    "wrong",
    [
        "systemctl start quietline-serf",
        "systemctl restart nginx",
        "certbot certonly --standalone -d localhost",
        "ufw --force enable",
        "runuser -u postgres -- createuser quietline",
        "setpriv --reuid=quietline --regid=quietline --clear-groups true",
        "chown quietline /etc/nginx",
        "usermod --lock --expiredate 1 anna",
        "make install",
        "python3 -m venv .venv",
        "nginx -t",
        "nano /etc/quietline/environment",
    ],
)
def test_a_made_up_machine_refuses_what_a_real_one_would(machine: Machine, wrong: str) -> None:
    with pytest.raises(AssertionError):
        machine.type(wrong)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("machine", [True], indirect=True)
def test_the_whole_handbook_is_typed_on_one_machine(machine: Machine) -> None:
    town = Town(machine)
    for page in ORDER:
        live_through(machine, page, town)
    machine.type("systemctl restart quietline-serve")  # a line of the last page stopped it
    patiently(town.answers)
    assert town.founded
    assert town.is_there()


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("machine", [True], indirect=True)
def test_the_pages_about_postgresql_make_a_database_and_lay_it_aside(machine: Machine) -> None:
    live_through(machine, "install")
    with machine.database():
        live_through(machine, "postgresql")
        assert machine.type("quietline check") == "sound\n"


def test_the_readme_and_the_running_page_lead_to_the_handbook() -> None:
    for name in ("README.md", "docs/running.md"):
        assert "handbook/README.md" in (ROOT / name).read_text(encoding="utf-8")
