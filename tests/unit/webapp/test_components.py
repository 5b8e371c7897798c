"""Whose code ships is known: each pin is in the bill, under a licence that goes with ours."""

from __future__ import annotations

import json
import re

import pytest

from tests.server import ROOT
from webapp.release import components as listed
from webapp.release.components import (
    ALLOWED,
    Component,
    UnknownLicence,
    bill_of_materials,
    components,
    licences,
)

PINS = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
SHIPPED = [
    name.rpartition("node_modules/")[2]
    for name, said in json.loads((ROOT / "package-lock.json").read_text())["packages"].items()
    if name and not said.get("dev")
]


def test_every_licence_goes_together_with_ours() -> None:
    found = components()
    assert len(found) > 60
    assert [each for each in found if not each.is_allowed] == []


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT AND PSF-2.0", True),
        ("Proprietary OR MIT", True),
        ("MIT AND Proprietary", False),
        ("GPL-2.0-only", False),
        ("UNLICENSED", False),
    ],
)
def test_each_part_of_an_expression_counts(licence: str, fine: bool) -> None:
    assert "Proprietary" not in ALLOWED
    assert Component("npm", "x", "1", licence, ("",)).is_allowed is fine


def test_a_package_that_does_not_say_its_licence_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "READ_BY_HAND", {})
    with pytest.raises(UnknownLicence, match="pyrage"):
        components()


def test_the_page_of_licences_is_that_of_the_pinned_packages() -> None:
    kept = (ROOT / "docs" / "licences.md").read_text()
    assert kept == licences(), "./quietline licences > docs/licences.md"


def test_the_bill_names_each_pin_with_its_version_and_hashes() -> None:
    bill = json.loads(bill_of_materials())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = [each["name"] for each in bill["components"]]
    assert sorted(names) == sorted([*PINS, *SHIPPED])
    assert len({each["bom-ref"] for each in bill["components"]}) == len(names)
    assert all(each.get("hashes") or each["properties"] for each in bill["components"])


def test_the_bill_is_the_same_bytes_each_time_and_names_no_moment() -> None:
    assert bill_of_materials() == bill_of_materials()
    assert not {"serialNumber", "timestamp"} & set(re.findall(r'"(\w+)":', bill_of_materials()))
