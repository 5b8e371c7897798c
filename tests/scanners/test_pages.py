"""Scanners of pages: html-validate on what both sides serve, Lighthouse on the first page of each."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scanners.explained import PAGES
from tests.scanners.installed import NODE, chromium, run
from tests.server import RunningSite, served

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

OUTSIDE = ("/", "/more", "/thread", "/files", "/know", "/calendar", "/ask?form=0")
RULES = {"extends": [f"html-validate:{kind}" for kind in ("recommended", "a11y", "standard")]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The demonstration."""
    with served(tmp_path_factory.mktemp("scanned")) as site:
        yield site


def page(address: str, language: str) -> str:
    """The page as it is served."""
    asked = urllib.request.Request(address, headers={"Accept-Language": language})  # noqa: S310 - ours
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - ours
        return str(answer.read().decode())


def validated(home: Path) -> dict[str, list[str]]:
    """What html-validate finds in the pages of a folder, by rule."""
    (home / ".htmlvalidate.json").write_text(json.dumps({**RULES, "root": True}))
    out = home / "report.json"  # (by a pipe it ends before all is said)
    run([NODE / "html-validate", "-f", f"json={out}", *sorted(home.glob("*.html"))], home)
    found: dict[str, list[str]] = {}
    for file in json.loads(out.read_text()):
        for each in file["messages"]:
            words = f"{Path(file['filePath']).name}: {each['message']}"
            found.setdefault(each["ruleId"], []).append(words)
    return found


def test_the_pages_are_valid_but_for_what_has_its_reason(site: RunningSite, tmp_path: Path) -> None:
    for language in ("en", "es", "ar"):
        for number, path in enumerate(OUTSIDE):
            text = page(site.source_url + path, language)
            (tmp_path / f"{language}{number}.html").write_text(text)
    (tmp_path / "desk.html").write_text(page(f"{site.desk_url}/", "en"))
    found = validated(tmp_path)
    assert {rule: words[:3] for rule, words in found.items() if rule not in PAGES} == {}
    assert set(PAGES) <= set(found)


def test_a_page_that_is_wrong_is_found(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!doctype html><title>x</title><img src=a><b></i><p id=a id=a>"
    )
    assert {"no-dup-attr", "close-order"} <= set(validated(tmp_path))


@pytest.mark.parametrize("side", ["source", "desk"])
def test_lighthouse_finds_nothing_amiss(site: RunningSite, tmp_path: Path, side: str) -> None:
    """Access and good practice in full; of speed only the first page outside, whatever the machine does."""
    address = site.source_url if side == "source" else site.desk_url
    out = tmp_path / "report.json"
    options = ["--quiet", "--output=json", f"--output-path={out}", "--enable-error-reporting=false"]
    kinds = "--only-categories=accessibility,best-practices"
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command: list[str | Path] = [NODE / "lighthouse", f"{address}/", *options, kinds, flags]
    said = run(command, tmp_path, CHROME_PATH=chromium())
    assert out.exists(), said
    report = json.loads(out.read_text())
    amiss = {
        audit["id"]: audit["title"]
        for kind in report["categories"].values()
        for each in kind["auditRefs"]
        if (audit := report["audits"][each["id"]])["score"] not in {None, 1} and each["weight"]
    }
    assert amiss == {}
    assert {kind["score"] for kind in report["categories"].values()} == {1}
