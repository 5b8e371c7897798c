"""Image and compose file, as far as they can be looked at without an engine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.actors import Source
from tests.containerfile import Stages, instructions, sources
from tests.server import ROOT, RunningSite, free_pair, patiently
from tests.units import options
from webapp.cli import quietline
from webapp.serve import FAREWELL

pytestmark = pytest.mark.long

COMPOSE = yaml.safe_load((ROOT / "config" / "deploy" / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "quietline"]

KNOWN = {
    *("cap_drop", "command", "depends_on", "entrypoint", "environment", "healthcheck", "image"),
    *("init", "logging", "networks", "pids_limit", "ports", "profiles", "read_only", "restart"),
    *("secrets", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "ulimits", "user"),
    "volumes",
}
"""Words of the compose specification that we use; another is a slip of the pen."""


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_that_is_taken_over_reaches_little(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= KNOWN
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert service["ulimits"]["core"] == 0
    assert service["tmpfs"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_database_and_redis_are_on_a_network_without_a_way_out_alone() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("database", "redis", "migrate", "backup"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


def test_no_secret_is_in_the_environment_and_what_is_named_is_there() -> None:
    for service in SERVICES.values():
        given = service.get("environment", {})
        secret = [name for name in given if re.search("PASSWORD|SECRET|KEY|DATABASE_URL", name)]
        assert all(name.endswith("_FILE") for name in secret)
        assert not any(re.search("://[^/]*:[^/]*@", str(value)) for value in given.values())
        for name in secret:
            assert given[name].removeprefix("/run/secrets/") in service["secrets"]
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert {each.partition(":")[0] for each in service.get("volumes", [])} <= set(
            COMPOSE["volumes"]
        )
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_each_of_our_containers_runs_a_command_that_there_is() -> None:
    assert OURS == ["migrate", "pages", "line", "jobs", "backup"]
    for name in OURS:
        command = [*SERVICES[name].get("entrypoint", [])[1:], *SERVICES[name]["command"]]
        assert command[0] in quietline.commands
    for name in ("pages", "line"):
        port = SERVICES[name]["ports"][0].split(":")[1]
        assert f":{port}/readyz" in SERVICES[name]["healthcheck"]["test"][-1]


def test_whoever_is_told_to_stop_has_the_time_that_they_take() -> None:
    conf = (ROOT / "config" / "deploy" / "gunicorn_conf.py").read_text()
    takes = int(re.findall(r"^graceful_timeout = (\d+)", conf, re.MULTILINE)[0])
    assert int(SERVICES["pages"]["stop_grace_period"].removesuffix("s")) > takes
    assert int(options("quietline-pages.service")["TimeoutStopSec"][0]) > takes
    assert int(SERVICES["line"]["stop_grace_period"].removesuffix("s")) > FAREWELL
    for name in ("serve", "line@"):
        assert int(options(f"quietline-{name}.service")["TimeoutStopSec"][0]) > FAREWELL


def test_the_image_is_built_of_pinned_things_and_runs_as_nobody_of_note() -> None:
    steps = instructions()
    runs = [rest for word, rest in steps if word == "RUN"]
    assert all("--require-hashes" in rest for rest in runs if "pip install" in rest)
    assert all("--ignore-scripts" in rest for rest in runs if "npm ci" in rest)
    assert not [rest for word, rest in steps if word == "ADD" or "curl" in rest or "apt" in rest]
    assert [rest for word, rest in steps if word == "USER"] == ["10001:10001"]
    assert steps[-2][0] == "ENTRYPOINT"
    assert all((ROOT / name).exists() for name in sources())
    ignored = ROOT / "config" / "deploy" / "Containerfile.containerignore"
    assert ignored.read_text() == ignored.with_suffix(".dockerignore").read_text()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_what_is_copied_is_enough_to_build_and_to_serve(tmp_path: Path) -> None:
    image, home, port = Stages(tmp_path).build(), tmp_path / "run", free_pair()
    home.mkdir()
    environ = {"PATH": "/usr/bin:/bin", "QUIETLINE_DATA_DIR": str(home / "data")}
    environ |= {"QUIETLINE_PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [str(image / "quietline"), "serve"], env=environ, cwd="/", stdout=output, stderr=output
        )
    site = RunningSite(home, port, process)
    try:
        patiently(lambda: process.poll() is not None or answers(site))
        assert process.poll() is None, site.output
        page = Source(site.source_url).call("GET", "/").raw.decode()
        assert (
            Source(site.source_url).call("GET", re.findall(r'src="(/[^"]+)"', page)[0]).status
            == 200
        )
        assert Source(site.desk_url).call("GET", "/setup").status == 200
    finally:
        site.stop()
    assert not list(image.rglob("*.ts"))


def answers(site: RunningSite) -> bool:
    """Whether it is ready."""
    try:
        return Source(site.source_url).call("GET", "/readyz").status == 200
    except OSError:
        return False
