"""Where a browser keeps no cookie, nobody presses the same button for ever without being told why."""

from __future__ import annotations

from tests.integration.conftest import Town
from tests.integration.test_plain_forms import WHAT, opened, visitor
from tests.plain import Plain

REFUSED = "refused our one cookie"
PRESSED = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-User": "?1"}


def page_of(person: Plain, **headers: str) -> str:
    """The one address, asked for with these headers."""
    told = {"Host": "localhost", "Accept-Language": "en", **headers}
    return person.client.get("/", headers=told).get_data(as_text=True)


def test_whoever_presses_the_button_and_keeps_no_cookie_is_told_and_sees_the_numbers(
    town: Town,
) -> None:
    person = Plain(town.source_app)
    person.send("begin")
    person.client.delete_cookie("visit")
    shown = page_of(person, **PRESSED)
    assert REFUSED in shown
    assert 'id="call"' in shown
    assert 'value="begin"' in shown


def test_coming_going_back_and_looking_again_say_nothing_of_cookies(town: Town) -> None:
    person = Plain(town.source_app)
    for headers in (
        {},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-User": "?1"},
    ):
        assert REFUSED not in page_of(person, **headers)
    person.send("begin")
    assert REFUSED not in page_of(person, **PRESSED)


def test_a_form_without_its_cookie_says_so_and_gives_the_text_back(town: Town) -> None:
    person = visitor(town)
    person.door("need_help")
    person.client.delete_cookie("visit")
    assert person.send("tip", what=WHAT).status_code == 403
    assert "did not send the cookie" in person.text
    assert WHAT in person.text
    assert opened(town) == []


def test_a_form_of_an_older_visit_does_not_blame_the_cookie(town: Town) -> None:
    person = visitor(town)
    person.door("need_help")
    form = {**person.forms["tip"], "what": WHAT, "token": "x"}
    assert "did not send the cookie" not in person.post(form).get_data(as_text=True)
