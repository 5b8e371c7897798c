"""Setting a site up over the line: once, by whoever has the code, whatever others send meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

import webapp.cli
from config import clock
from moderation.staff_models import Site
from tests.actors import Answer, Office, Person, founding
from tests.integration.conftest import Town

WRONG = "0" * 32


def body_of(town: Town, code: str, **changes: object) -> dict[str, object]:
    """A whole new site, as somebody's browser made it."""
    nora = Person(town.desk_app, name="nora", role=3)
    return {**founding(Office(), [nora], code, clock.unix(clock.now())), **changes}


def post(town: Town, body: object, path: str = "/api/v1/setup") -> Answer:
    return town.stranger().call("POST", path, body)


def test_a_code_is_tried_without_using_it_up(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    tried = [post(empty, {"code": c}, "/api/v1/setup/code").status for c in (WRONG, code, code)]
    assert tried == [403, 204, 204]
    assert post(empty, body_of(empty, code)).status == 201
    assert post(empty, {"code": code}, "/api/v1/setup/code").slug == "already-set-up"


def test_whoever_hammers_wrong_codes_locks_nobody_out(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    for _ in range(300):
        assert post(empty, {"code": WRONG}, "/api/v1/setup/code").status == 403
    assert post(empty, body_of(empty, code)).status == 201


def test_of_two_who_set_up_at_once_one_does(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    bodies = [body_of(empty, code) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda body: post(empty, body), bodies))
    assert min(answer.status for answer in got) == 201
    assert {answer.status for answer in got} <= {201, 403, 409}
    with empty.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Site)) == 1


def test_after_a_lost_answer_the_site_says_whose_it_is(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    body = body_of(empty, code)
    assert post(empty, body).status == 201
    assert post(empty, body).status == 403
    about = empty.stranger().call("GET", "/api/v1/site").body
    assert (about["set_up"], about["root_vk"]) == (True, body["root_vk"])


@pytest.mark.parametrize("code", ["", "x", "0" * 65, "\u202e" * 32, None, 7])
def test_a_code_that_is_none_is_refused_before_anything_else(empty: Town, code: object) -> None:
    webapp.cli.write_setup_code(empty.settings)
    assert post(empty, {"code": code}, "/api/v1/setup/code").status in {403, 422}


def test_without_a_code_on_the_server_no_code_is_right(empty: Town) -> None:
    assert post(empty, {"code": WRONG}, "/api/v1/setup/code").status == 403


def test_a_huge_body_is_not_read(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    assert post(empty, {"code": code, "more": "x" * 500_000}).status == 413


@pytest.mark.parametrize("name", ["No\u202era", "No\x00ra", "  ", "x" * 81, "a\nb"])
def test_a_name_with_tricks_founds_nothing(empty: Town, name: str) -> None:
    body = body_of(empty, webapp.cli.write_setup_code(empty.settings))
    body["staff"] = [{**body["staff"][0], "display_name": name}]  # type: ignore[index]
    assert post(empty, body).status == 422


def test_the_page_is_there_and_holds_nothing(empty: Town) -> None:
    got = empty.stranger().call("GET", "/setup")
    assert got.status == 200
    assert b"setup-" in got.raw
