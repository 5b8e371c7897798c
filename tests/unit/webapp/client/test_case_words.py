"""The command line and the desk's page name a case's words by the same hash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from webapp.client.case_records import OWN_RECORDS
from webapp.client.case_words import Thing, content_of, things_in
from webapp.schemas import unb64

GIVEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "golden" / "cases" / "content.json").read_text()
)


def things(case: dict[str, Any]) -> list[Thing]:
    sections = [(unb64(each["id"]), each["inner"]) for each in case["sections"]]
    return things_in(case["number"], case["main"], sections)


def test_the_words_of_a_case_have_the_hash_that_the_page_gives_them() -> None:
    assert content_of(things(GIVEN["case"])) == GIVEN["content"]


@pytest.mark.parametrize("where", ["title", "summary"])
def test_other_words_have_another_hash(where: str) -> None:
    changed = {**GIVEN["case"], "main": {**GIVEN["case"]["main"], where: "else"}}
    assert content_of(things(changed)) != GIVEN["content"]


def test_what_tells_who_reported_is_known() -> None:
    reporter = {"t": "person", "fields": {"role": "reporter"}}
    found = things_in("48209134", None, [(bytes(16), reporter)])
    assert [thing.tells_who for thing in found] == [False, True]


def test_a_legal_hold_and_the_like_are_no_sections_here_as_on_the_page() -> None:
    assert set(GIVEN["own_records"]) == OWN_RECORDS
