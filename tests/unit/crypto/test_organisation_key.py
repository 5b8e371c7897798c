"""The word for an organisation's key: what it covers, and what it does not hold for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.errors import Refused
from crypto.organisation_key import (
    OrganisationKey,
    organisation_key_message,
    sign_organisation_key,
    verify_organisation_key,
)
from crypto.primitives import verify_key_of

SITE = bytes(range(16))
SEED = bytes(range(32))
NAMED = OrganisationKey("org-ñ", "age1theirs", "2026-11-28")
MESSAGE = (
    "716c31206f7267616e69736174696f6e206b657900000102030405060708090a0b0c0d0e0f"
    "00066f72672dc3b1000a6167653174686569727300" + "0a323032362d31312d3238"
)
"""The bytes that both implementations sign; the same stands in the browser's test."""


def test_both_implementations_sign_the_same_bytes() -> None:
    assert organisation_key_message(SITE, NAMED).hex() == MESSAGE


def test_parts_never_run_into_each_other() -> None:
    one = OrganisationKey("org-1age1", "x", "2026-11-28")
    other = OrganisationKey("org-1", "age1x", "2026-11-28")
    assert organisation_key_message(SITE, one) != organisation_key_message(SITE, other)


@pytest.mark.parametrize(
    "wrong",
    [
        (bytes(16), NAMED),
        (SITE, replace(NAMED, organisation="org-n")),
        (SITE, replace(NAMED, recipient="age1server")),
        (SITE, replace(NAMED, day="2026-11-27")),
    ],
)
def test_the_word_holds_for_its_site_organisation_key_and_day_only(
    wrong: tuple[bytes, OrganisationKey],
) -> None:
    signature = sign_organisation_key(SEED, SITE, NAMED)
    verify_organisation_key(verify_key_of(SEED), SITE, NAMED, signature)
    with pytest.raises(Refused):
        verify_organisation_key(verify_key_of(SEED), *wrong, signature)
