"""Filters of the queue: each label, combined, by pages, and counted."""

from __future__ import annotations

import pytest

from tests.integration.conftest import Town, item_id
from tests.integration.test_queue_bulk import queue, tips
from webapp.schemas import b64


@pytest.fixture
def crowd(town: Town) -> Town:
    """Two Spanish tips of which one is a crisis, and one English request."""
    tips(town, 1, language="es")
    tips(town, 1, language="es", category="crisis", priority="high", door="need_help")
    tips(town, 1, channel="request_form", category="training")
    return town


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"language": "es"}, 2),
        ({"language": "es", "category": "crisis"}, 1),
        ({"channel": "request_form"}, 1),
        ({"door": "need_help"}, 1),
        ({"priority": "high", "language": "en"}, 0),
        ({"status": "waiting"}, 3),
        ({"status": "closed"}, 0),
        ({"first": "2020-01-01", "last": "2020-12-31"}, 0),
        ({"first": "2020-01-01"}, 3),
        ({"due": "late"}, 0),
    ],
)
def test_a_filter_finds_what_has_all_of_its_labels(
    crowd: Town, asked: dict[str, str], found: int
) -> None:
    for view in ("waiting", "all"):
        page = queue(crowd.ana, view, **asked)
        assert (len(page["items"]), page["total"]) == (found, found)
        assert page["counts"]["all"] == 3


def test_a_filter_by_who_holds_it_finds_a_colleagues(crowd: Town) -> None:
    person = crowd.held_tip(crowd.sam)
    page = queue(crowd.ana, "all", holder=b64(crowd.sam.staff_id))
    assert [row["conv"] for row in page["items"]] == [item_id(person)]


@pytest.mark.parametrize(
    "wrong", ["status=gone", "first=yesterday", "holder=A", "language=%27", "words=help", "due=x"]
)
def test_what_is_no_label_is_no_filter(crowd: Town, wrong: str) -> None:
    assert crowd.ana.call("GET", f"/api/v1/queue?view=all&{wrong}").status == 422


def test_a_view_of_ones_own_is_given_to_nobody_else(town: Town) -> None:
    office, ana = town.office, town.ana
    box, key = bytes(range(16)), bytes(range(32))
    body = {
        "container": {"container_id": b64(box), "wrap": ana.container(office, box, key)},
        "record": ana.record(office, box, key, {"t": "saved_view"}),
    }
    assert ana.call("POST", "/api/v1/views", body).status == 201
    assert ana.call("POST", "/api/v1/views", body).status == 201
    assert len(ana.call("GET", "/api/v1/views").body["records"]) == 1
    assert town.nora.call("GET", "/api/v1/views").body["records"] == []


def test_two_tabs_that_change_one_view_lose_neither(town: Town) -> None:
    office, ana = town.office, town.ana
    box, key, name = bytes(range(16)), bytes(range(32)), bytes(16)
    first = ana.record(office, box, key, {"t": "saved_view"}, record=name)
    wrap = {"container_id": b64(box), "wrap": ana.container(office, box, key)}
    assert ana.call("POST", "/api/v1/views", {"container": wrap, "record": first}).status == 201
    second = ana.record(office, box, key, {"t": "saved_view", "name": "x"}, record=name)
    late = ana.call("POST", "/api/v1/views", {"container": None, "record": second})
    assert (late.status, late.slug) == (409, "stale-revision")
    assert late.body["current"]["record"] == first["record"]
