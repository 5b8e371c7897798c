"""The demonstration desk, with the real program: what `run` makes, shows again, and never does."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.settings import load_settings
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.words import words_to_secret
from tests.server import FIRST, RunningSite, environ_of, free_pair, start_site, wait_until
from tests.terminal import program
from tests.visitor import Visitor
from webapp.client.calls import CallFailed, call
from webapp.client.tip import receipt_of, was_sent
from webapp.demo.made import found_demo
from webapp.demo.stories import SHOWN
from webapp.schemas import unb64

LAST_LINE = "Stop with Ctrl+C."
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what must be refused


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    running = start_site(tmp_path_factory.mktemp("demonstration"), begun=FIRST)
    yield running
    running.stop()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSite]:
    """A running server without a site, and a code to found one."""
    running = start_site(tmp_path, "serve")
    assert program("webapp.cli", "setup-code", **environ_of(running)).returncode == 0
    yield running
    running.stop()


def person(site: RunningSite, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(who for who in site.demo["staff"] if who["name"] == name)
    return found


def test_the_details_are_the_owner_s_alone_and_nothing_unfinished_is_left(
    site: RunningSite,
) -> None:
    assert (site.data_dir / "demo-desk.json").stat().st_mode & 0o777 == 0o600
    left = {file.name for file in site.data_dir.iterdir()}
    assert {"setup-code", "demo-desk.part"}.isdisjoint(left)
    assert (site.demo["source_url"], site.demo["desk_url"]) == (site.source_url, site.desk_url)


@pytest.mark.parametrize(
    ("name", "role"), [("nora", 3), ("ana", 1), ("sam", 1), ("vera", 2), ("iris", 5)]
)
def test_everybody_signs_in_with_what_was_written_down(
    site: RunningSite, name: str, role: int
) -> None:
    visitor = Visitor.sign_in(site.desk_url, person(site, name))
    assert (visitor.session["name"], visitor.session["role"]) == (name, role)
    colleagues = {who["name"]: who["sign_vk"] for who in visitor.get("desk")["staff"]}
    assert unb64(colleagues[name]) == visitor.keys.sign_vk


def test_a_wrong_passphrase_is_refused(site: RunningSite) -> None:
    wrong = {**person(site, "ana"), "passphrase": person(site, "sam")["passphrase"]}
    with pytest.raises(CallFailed) as refused:
        Visitor.sign_in(site.desk_url, wrong)
    assert refused.value.status == 401


def test_three_tips_wait_the_one_in_danger_first_and_open_to_the_stories(
    site: RunningSite,
) -> None:
    ana = Visitor.sign_in(site.desk_url, person(site, "ana"))
    items = ana.waiting()
    said = [ana.first_message(item["conv"])["answers"] for item in items]
    names = [next(n for n, tip in SHOWN.items() if tip.answers == answers) for answers in said]
    assert names[0] == "worker"
    assert sorted(names) == ["pilot", "teacher", "worker"]
    for item, name in zip(items, names, strict=True):
        labels = SHOWN[name].labels()
        assert {label: item[label] for label in labels} == labels


def test_the_words_of_a_story_bring_its_writer_back(site: RunningSite) -> None:
    place = unb64(call("GET", f"{site.desk_url}/api/v1/site")["site"])
    for words in site.demo["receipts"].values():
        assert len(words.split()) == 7
        assert was_sent(site.source_url, receipt_of(words, place))
    assert not was_sent(site.source_url, receipt_of("other words", place))


def test_the_root_and_recovery_words_are_those_of_the_site(site: RunningSite) -> None:
    desk = Visitor.sign_in(site.desk_url, person(site, "ana")).get("desk")
    root, recovery = (words_to_secret(site.demo[key]) for key in ("root_words", "recovery_words"))
    assert unb64(desk["root_vk"]) == verify_key_of(root)
    assert unb64(desk["recovery_kem_public"]) == kem_public_from_seed(recovery)


@pytest.mark.parametrize("above", [0, 1], ids=["source", "desk"])
def test_a_foreign_host_name_is_not_answered(site: RunningSite, above: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port + above, timeout=10)
    line.request("GET", "/", headers={"Host": "desk.example"})
    assert line.getresponse().status == 421
    line.close()


@pytest.mark.parametrize(
    ("command", "door"),
    [
        ("run", {"QUIETLINE_BIND": EVERYWHERE}),
        ("serve", {"QUIETLINE_HOSTS": "desk.example"}),
        pytest.param("run", {"QUIETLINE_HOSTS": "desk.example"}, marks=pytest.mark.long),
        pytest.param("serve", {"QUIETLINE_BIND": EVERYWHERE}, marks=pytest.mark.long),
    ],
)
def test_a_demonstration_is_never_served_to_other_machines(
    site: RunningSite, command: str, door: dict[str, str]
) -> None:
    elsewhere = {**environ_of(site), "QUIETLINE_PORT": str(free_pair())}
    done = program("webapp.cli", command, **elsewhere, **door)
    assert done.returncode == 1
    assert "this machine only" in done.stderr


def test_the_server_itself_refuses_too_however_it_is_started(site: RunningSite) -> None:
    elsewhere = {**environ_of(site), "QUIETLINE_PORT": str(free_pair())}
    done = program("config.deploy.embedded", **elsewhere, QUIETLINE_HOSTS="desk.example")
    assert done.returncode == 1
    assert "this machine only" in done.stderr


@pytest.mark.parametrize("command", ["setup", "setup-code"])
def test_its_folder_never_becomes_a_real_site(site: RunningSite, command: str) -> None:
    done = program("webapp.cli", command, **environ_of(site))
    assert done.returncode == 1
    assert "holds a demonstration" in done.stderr


def test_where_others_could_reach_it_none_is_made(tmp_path: Path) -> None:
    done = program(
        "webapp.cli",
        "run",
        QUIETLINE_BIND=EVERYWHERE,
        QUIETLINE_PORT=str(free_pair()),
        QUIETLINE_DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 1
    assert {"setup-code", "demo-desk.json"}.isdisjoint(file.name for file in tmp_path.iterdir())


def test_a_second_site_on_the_same_port_says_so_and_leaves_the_first_alone(
    site: RunningSite, tmp_path: Path
) -> None:
    done = program("webapp.cli", "run", **{**environ_of(site), "QUIETLINE_DATA_DIR": str(tmp_path)})
    assert done.returncode == 1
    assert f"Port {site.port} cannot be used" in done.stderr
    assert not list(tmp_path.glob("demo-desk*"))


@pytest.mark.long
def test_a_second_start_shows_the_same_and_changes_nothing(tmp_path: Path) -> None:
    first = start_site(tmp_path, begun=FIRST)
    wait_until(lambda: LAST_LINE in first.output, first)
    first.stop()
    before = (first.data_dir / "demo-desk.json").read_bytes()
    banner = first.output[first.output.index("====") :]
    second = start_site(tmp_path, port=first.port)
    wait_until(lambda: second.output.count(LAST_LINE) == 2, second)
    ana = Visitor.sign_in(second.desk_url, person(second, "ana"))
    assert len(ana.waiting()) == 3
    second.stop()
    assert (first.data_dir / "demo-desk.json").read_bytes() == before
    assert second.output.count(banner.partition(LAST_LINE)[0]) == 2


@pytest.mark.long
def test_a_demonstration_that_was_interrupted_is_carried_on(served: RunningSite) -> None:
    found_demo(load_settings(environ_of(served)))  # and here the power went
    assert not (served.data_dir / "demo-desk.json").exists()
    for _ in range(2):  # the second time finds everything there
        done = program("webapp.demo", **environ_of(served), http_proxy="http://127.0.0.1:9")
        assert done.returncode == 0
        assert LAST_LINE in done.stdout
    assert len(Visitor.sign_in(served.desk_url, person(served, "nora")).waiting()) == 3


@pytest.mark.long
def test_details_that_are_gone_are_said_to_be_gone(served: RunningSite) -> None:
    found_demo(load_settings(environ_of(served)))
    (served.data_dir / "demo-desk.part").unlink()
    done = program("webapp.demo", **environ_of(served))
    assert done.returncode == 1
    assert "sign-in details is gone" in done.stderr


def test_without_a_setup_code_no_demonstration_is_made(served: RunningSite) -> None:
    (served.data_dir / "setup-code").unlink()
    done = program("webapp.demo", **environ_of(served))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not call("GET", f"{served.desk_url}/api/v1/site")["set_up"]
