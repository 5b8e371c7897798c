"""What the ceremony makes holds together: signatures verify, each wrap opens for whom it is meant."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from crypto.errors import CryptoError, Refused
from crypto.roster import (
    RECOVERY_ID,
    Anchor,
    SignedCertificate,
    SignedRoster,
    VerifiedRoster,
    verify_chain,
)
from crypto.staff import (
    METHOD_DEVICE,
    StaffFactors,
    StaffKeys,
    epoch_keys,
    open_epoch_seed,
    open_roster_key,
    open_staff_blob,
)
from crypto.words import fingerprint_words, word_list
from webapp.client.ceremony import Newcomer, Office, found_site
from webapp.schemas import unb64
from webapp.staff.people_schemas import Setup

NOW = 1_790_000_000
DAY = 86_400
PASSPHRASE = "six words that nobody would guess"
NORA = Newcomer("nora", "Nora", 3, PASSPHRASE, bytes(range(32)))
ANA = Newcomer("ana", "Ana", 1, "another six words of her own", bytes(32))
ITA = Newcomer("ita", "Ita", 5, "an interpreter has no epoch seed", bytes(32))


class Stream:
    """Bytes that look random and are the same each time."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, count: int) -> bytes:
        """Give the next `count` bytes."""
        self.drawn += 1
        return hashlib.shake_256(self.drawn.to_bytes(4, "big")).digest(count)


def founded() -> tuple[Office, dict[str, Any]]:
    draw = Stream()
    office = Office.drawn(draw)
    return office, found_site(office, [NORA, ANA, ITA], NOW, draw, demo=True)


@pytest.fixture(scope="module")
def office() -> Office:
    return founded()[0]


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    return founded()[1]


def verified(body: dict[str, Any], now: int = NOW, root_vk: bytes | None = None) -> VerifiedRoster:
    anchor = Anchor(root_vk or unb64(body["root_vk"]), unb64(body["site"]), now)
    certificate = SignedCertificate(
        unb64(body["certificate"]), unb64(body["certificate_signature"])
    )
    roster = SignedRoster(
        *(unb64(body["roster"][part]) for part in ("body", "members", "signature"))
    )
    return verify_chain(anchor, [certificate], [roster])[-1]


def keys_of(body: dict[str, Any], who: Newcomer, **other: Any) -> StaffKeys:
    """Open somebody's blob; `other` replaces what they know."""
    entry = next(entry for entry in body["staff"] if entry["name"] == who.name)
    staff_id, site = unb64(entry["staff_id"]), unb64(body["site"])
    factors = StaffFactors.from_passphrase(
        other.get("passphrase", who.passphrase),
        other.get("device_key", who.device_key),
        site,
        staff_id,
    )
    blob = unb64(entry["methods"][0]["blob"])
    return open_staff_blob(factors.kek, site, staff_id, METHOD_DEVICE, blob)


def id_of(body: dict[str, Any], name: str) -> bytes:
    return unb64(next(entry["staff_id"] for entry in body["staff"] if entry["name"] == name))


def wraps(body: dict[str, Any], kind: str) -> dict[bytes, bytes]:
    return {unb64(each["staff_id"]): unb64(each["wrap"]) for each in body[kind]}


def test_the_server_s_schema_takes_it(body: dict[str, Any]) -> None:
    assert Setup.model_validate({**body, "code": "a" * 32}).demo


def test_the_root_vouches_for_a_roster_that_names_everybody_and_the_recovery_key(
    office: Office, body: dict[str, Any]
) -> None:
    found = verified(body, root_vk=office.root_vk)
    roles = {member.staff_id: member.role for member in found.members}
    assert roles == {
        id_of(body, "nora"): 3,
        id_of(body, "ana"): 1,
        id_of(body, "ita"): 5,
        RECOVERY_ID: 7,
    }
    assert (found.roster.serial, found.roster.epoch) == (1, 1)
    assert found.roster.desk_public == epoch_keys(office.epoch_seed).public


def test_another_root_does_not_vouch_for_it(body: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        verified(body, root_vk=Office.drawn(bytes).root_vk)


def test_it_holds_from_a_day_back_for_90_days_and_the_certificate_for_400(
    body: dict[str, Any],
) -> None:
    begin = NOW - DAY
    found = verified(body, now=begin)
    assert (found.roster.not_before, found.roster.not_after) == (begin, begin + 90 * DAY)
    certificate = found.certificate
    assert (certificate.not_before, certificate.not_after) == (begin, begin + 400 * DAY)


def test_passphrase_and_device_key_open_the_keys_that_the_roster_names(
    body: dict[str, Any],
) -> None:
    keys = keys_of(body, NORA)
    entry = body["staff"][0]
    assert keys.sign_vk == unb64(entry["sign_vk"])
    assert keys.kem_public == unb64(entry["kem_public"])
    assert keys.sign_vk in {member.sign_vk for member in verified(body).members}


@pytest.mark.parametrize(
    "wrong", [{"passphrase": PASSPHRASE + "!"}, {"device_key": bytes(range(1, 33))}]
)
def test_neither_opens_anything_with_the_other_one_wrong(
    body: dict[str, Any], wrong: dict[str, Any]
) -> None:
    with pytest.raises(CryptoError):
        keys_of(body, NORA, **wrong)


@pytest.mark.parametrize("who", [NORA, ANA], ids=["nora", "ana"])
def test_readers_open_the_epoch_s_seed(office: Office, body: dict[str, Any], who: Newcomer) -> None:
    staff_id, desk_public = id_of(body, who.name), verified(body).roster.desk_public
    wrap = wraps(body, "epoch_wraps")[staff_id]
    kem_seed = keys_of(body, who).kem_seed
    opened = open_epoch_seed(kem_seed, office.site, 1, staff_id, desk_public, wrap)
    assert opened == office.epoch_seed


def test_the_recovery_key_opens_the_epoch_s_seed(office: Office, body: dict[str, Any]) -> None:
    wrap = wraps(body, "epoch_wraps")[RECOVERY_ID]
    desk_public = verified(body).roster.desk_public
    opened = open_epoch_seed(office.recovery_seed, office.site, 1, RECOVERY_ID, desk_public, wrap)
    assert opened == office.epoch_seed


def test_only_readers_and_recovery_get_the_seed_and_only_administrators_the_roster_key(
    body: dict[str, Any],
) -> None:
    readers = {id_of(body, "nora"), id_of(body, "ana"), RECOVERY_ID}
    assert set(wraps(body, "epoch_wraps")) == readers
    assert set(wraps(body, "roster_key_wraps")) == {id_of(body, "nora")}


def test_one_reader_s_wrap_opens_for_nobody_else(office: Office, body: dict[str, Any]) -> None:
    theirs = wraps(body, "epoch_wraps")[id_of(body, "ana")]
    desk_public = verified(body).roster.desk_public
    with pytest.raises(Refused):
        open_epoch_seed(
            keys_of(body, NORA).kem_seed, office.site, 1, id_of(body, "nora"), desk_public, theirs
        )


def test_the_administrator_opens_the_roster_key(office: Office, body: dict[str, Any]) -> None:
    staff_id, roster_vk = id_of(body, "nora"), verified(body).certificate.roster_vk
    wrap = wraps(body, "roster_key_wraps")[staff_id]
    kem_seed = keys_of(body, NORA).kem_seed
    assert open_roster_key(kem_seed, office.site, staff_id, roster_vk, wrap) == office.roster_seed


def test_the_same_randomness_makes_the_same_site_but_for_what_hpke_draws_itself(
    body: dict[str, Any],
) -> None:
    drawn_by_hpke = {"epoch_wraps", "roster_key_wraps"}
    again = founded()[1]
    assert {k: v for k, v in body.items() if k not in drawn_by_hpke} == {
        k: v for k, v in again.items() if k not in drawn_by_hpke
    }


def test_no_secret_shows_in_a_repr(office: Office) -> None:
    shown = repr(office) + repr(NORA)
    for secret in (office.root_seed, office.epoch_seed, office.recovery_seed, NORA.device_key):
        assert repr(secret) not in shown
    assert PASSPHRASE not in shown


def test_a_root_s_fingerprint_is_twelve_words_that_change_with_it(office: Office) -> None:
    words = fingerprint_words(office.root_vk)
    assert len(words) == 12
    assert set(words) <= set(word_list("en"))
    assert words != fingerprint_words(bytes(32))
