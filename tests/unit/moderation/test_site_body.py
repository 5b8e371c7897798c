"""What a version of the site's settings may say, field by field."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from moderation.site_body import SiteBody
from tests import site_draft as site


def refused(**changes: Any) -> bool:
    try:
        SiteBody.model_validate(site.body(**changes))
    except ValidationError:
        return True
    return False


def test_whole_settings_are_taken_as_they_are() -> None:
    taken = SiteBody.model_validate(site.body()).model_dump(mode="json")
    assert taken == site.body()


@pytest.mark.parametrize(
    "number",
    ["", "1", "call me", "911;ext=1", "tel:911", "++1 555", "55 5 0100 javascript:alert(1)",
     "٩١١", "1" * 16, "<b>911</b>", "911\u202e", "-911", "1\n2"],
)  # fmt: skip
def test_a_phone_number_that_is_none_is_refused(number: str) -> None:
    assert refused(phones=[site.phone("hotline", number)])


@pytest.mark.parametrize("number", ["911", "+1 (888) 373-7888", "0800 1234.567", "233733"])
def test_phone_numbers_as_people_write_them_are_taken(number: str) -> None:
    assert not refused(phones=[site.phone("hotline", number)])


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://example.org/", "//example.org", "/", "https://", "https://a",
     "https://user:pw@example.org/", "https://example.org:8443/", "https://exa mple.org/",
     "https://example.org/;script-src *", "https://example.org,evil.org/", "https://пример.org/",
     "https://example.org/\u202e", "https://example.org/\nX: y", "https://-a.org/",
     "https://EXAMPLE.org/", "https://*.org/", "https://example.org\\@evil.org/",
     "https://" + "a" * 300 + ".org/"],
)  # fmt: skip
def test_an_exit_page_that_could_do_anything_else_is_refused(url: str) -> None:
    assert refused(exit_url=url)


@pytest.mark.parametrize(
    "name",
    ["North\u202eLine", "No\u2066rth", "a\u200bb", "a\x00b", "a\x1bb", "two\nlines", "x" * 61],
)
def test_a_name_with_tricks_is_refused(name: str) -> None:
    assert refused(name=name)


def test_names_in_any_script_and_with_joiners_are_taken() -> None:
    for name in ("خط المساعدة", "می\u200cخواهم", "L'Étoile & <fils>", ""):
        assert not refused(name=name)


@pytest.mark.parametrize(
    "hours",
    [{"zone": "Mars/North", "days": {}}, {"zone": "../../etc/passwd", "days": {}},
     {"zone": "UTC", "days": {"mon": ["09:00", "09:00"]}}, {"zone": "UTC", "days": {"mon": ["9:00", "10:00"]}},
     {"zone": "UTC", "days": {"mon": ["09:00", "25:00"]}}, {"zone": "UTC", "days": {"noday": ["09:00", "10:00"]}}],
)  # fmt: skip
def test_hours_that_no_clock_shows_are_refused(hours: dict[str, Any]) -> None:
    assert refused(hours=hours)


@pytest.mark.parametrize(
    "changes",
    [{"phones": []}, {"phones": [site.phone("hotline", "911")] * 9},
     {"phones": [{"kind": "fax", "number": "911"}]}, {"retention": {"chat_words_hours": 0}},
     {"retention": {"chat_words_hours": "24"}}, {"retention": {"chat_words_hours": 99_999}},
     {"look": {"accent": "red", "scheme": "auto"}}, {"jurisdiction": {"country": "usa"}},
     {"holidays": [{"day": "2026-02-30"}]}, {"holidays": [{"day": "2026-12-25"}] * 2},
     {"legal_notice": {"en": "x" * 601}}, {"legal_notice": {"fr": "non"}}, {"more": 1}],
)  # fmt: skip
def test_what_no_page_can_show_is_refused(changes: dict[str, Any]) -> None:
    assert refused(**changes)


def test_a_notice_may_have_lines_and_holidays_come_in_order() -> None:
    days = [{"day": "2027-01-01"}, {"day": "2026-12-25"}]
    taken = SiteBody.model_validate(site.body(legal_notice={"en": "one\r\ntwo"}, holidays=days))
    assert taken.legal_notice.en == "one\ntwo"
    assert [holiday.day.year for holiday in taken.holidays] == [2026, 2027]
