from __future__ import annotations

import pytest

from config.mail import is_address
from config.refusal import SettingsError
from config.settings import load_settings


@pytest.mark.parametrize("text", ["", "0", "-1", "1e3", "٣", "9" * 400, "241"])
def test_a_time_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_IDLE_MINUTES": text})


def test_times_are_what_the_site_says() -> None:
    timings = load_settings({"QUIETLINE_ESCALATE_MINUTES": "7"}).timings
    assert (timings.escalate_minutes, timings.idle_minutes) == (7, 10)


def test_without_settings_there_is_no_mail_and_no_webhook_inside() -> None:
    settings = load_settings({})
    assert (settings.mail, settings.private_webhooks) == (None, False)


@pytest.mark.parametrize("answer", ["", "true", "YES"])
def test_whether_webhooks_may_lead_inside_is_answered_with_yes_or_no(answer: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_WEBHOOK_PRIVATE": answer})


@pytest.mark.parametrize(
    "text", ["", "a", "a@", "@b", "a b@c", "a@b\n", "<a@b>x", "a@b,c@d", "a@b\r\nRCPT TO:<c@d>"]
)
def test_only_one_plain_address_is_an_address(text: str) -> None:
    assert not is_address(text)
