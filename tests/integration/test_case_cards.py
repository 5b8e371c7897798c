"""Cards of cases: kept sealed, replaced, handed out newest first a page at a time, and never a search."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from moderation import case_cards
from moderation.card_models import CaseCard
from moderation.models import Case
from tests.actors import Answer, Person
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened
from webapp.schemas import b64, unb64


def card(case: Opened, by: Person, words: str = "harbour") -> dict[str, str]:
    inner = {"t": "card", "words": words}
    return by.record(case.town.office, case.case_id, case.key, inner)


def keep(case: Opened, by: Person, signed: dict[str, str]) -> Answer:
    return by.call("POST", f"/api/v1/cases/{b64(case.case_id)}/card", signed)


def read(by: Person, after: str = "") -> dict[str, Any]:
    got = by.call("GET", f"/api/v1/case-cards?after={after}")
    assert got.status == 200
    return dict(got.body)


@pytest.fixture
def case(town: Town) -> Opened:
    opened = Opened(town, town.ana)
    assert opened.open().status == 201
    return opened


def test_a_card_is_handed_out_with_what_opens_it_and_a_new_one_takes_its_place(
    case: Opened,
) -> None:
    ana, sam = case.town.ana, case.town.sam
    assert read(sam)["cards"][0]["card"] is None
    for by, words in ((ana, "harbour"), (sam, "orchard")):
        signed = card(case, by, words)
        assert keep(case, by, signed).status == 204
        found = read(ana)
        assert [row["card"]["record"] for row in found["cards"]] == [signed["record"]]
        assert len(found["cards"][0]["wraps"]) == 1
    with case.town.store.reading() as session:
        assert len(session.scalars(select(CaseCard)).all()) == 1


def test_another_case_s_record_a_colleague_s_signature_and_a_long_card_are_refused(
    case: Opened,
) -> None:
    ana, sam = case.town.ana, case.town.sam
    other = Opened(case.town, ana)
    assert other.open(number="79927398").status == 201
    assert keep(case, ana, card(other, ana)).status == 422
    assert keep(case, sam, card(case, ana)).status == 422
    assert keep(case, ana, card(case, ana, "x" * 1200)).status == 422
    assert read(ana)["cards"][0]["card"] is None


def test_a_card_of_no_case_is_unknown(town: Town) -> None:
    nowhere = Opened(town, town.ana)
    assert keep(nowhere, town.ana, card(nowhere, town.ana)).status == 404


@pytest.mark.parametrize("after", ["yesterday", "2026-01-01", "2026-13-01.AAAA", "x" * 400])
def test_a_place_in_the_list_that_is_none_is_refused(town: Town, after: str) -> None:
    assert town.ana.call("GET", f"/api/v1/case-cards?after={after}").status in {404, 422}


def test_pages_hold_every_case_once_newest_first(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_cards, "PAGE", 3)
    today = clock.day_of(clock.now())
    with town.store.writing() as session:
        for n in range(8):
            session.add(
                Case(
                    case_id=secrets.token_bytes(16),
                    number=f"1000000{n}",
                    status="open",
                    day=today - timedelta(days=n // 3),
                    channel="phone",
                    category="tip",
                    language="en",
                    main_record_id=secrets.token_bytes(16),
                )
            )
    seen: list[tuple[str, bytes]] = []
    after = ""
    while rows := read(town.ana, after)["cards"]:
        seen += [(row["day"], unb64(row["case_id"])) for row in rows]
        after = f"{rows[-1]['day']}.{rows[-1]['case_id']}"
    assert len(seen) == len(set(seen)) == 8
    assert [day for day, _ in seen] == sorted((day for day, _ in seen), reverse=True)
