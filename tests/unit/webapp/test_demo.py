"""The demonstration's stories, tips and banner: what a source's browser would send, nothing more."""

from __future__ import annotations

import json
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from crypto.envelope import open_envelope
from crypto.keys import open_desk_wrap, open_self_wrap, verify_key_record
from crypto.receipt import Receipt
from crypto.roster import Roster
from crypto.staff import epoch_keys
from webapp.client.ceremony import Office
from webapp.client.tip import receipt_of, sealed_tip
from webapp.demo.banner import banner
from webapp.demo.stories import PILOT, SHOWN, TEACHER, WORKER
from webapp.schemas import NewConversation
from webapp.tips import Tip

MOMENT = datetime(2026, 9, 20, 14, 35, tzinfo=UTC)
ANSWERS = {
    "what",
    "where",
    "when",
    "who_danger",
    "danger_now",
    "how_known",
    "minor",
    "consent",
    "reach",
    "witness",
}
OF_ONE_WITNESS = {
    "pilot": {"flight", "airline", "seats"},
    "teacher": {"school", "since"},
    "worker": {"employer", "people"},
}


@pytest.fixture
def office() -> Office:
    return Office.drawn(secrets.token_bytes)


@pytest.fixture
def desk(office: Office) -> Roster:
    public = epoch_keys(office.epoch_seed).public
    return Roster(office.site, 1, 1, 0, 1, public, bytes(32), bytes(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"QUIETLINE_DATA_DIR": str(tmp_path)})


def sent(tip: Tip, desk: Roster, receipt: Receipt) -> NewConversation:
    body = sealed_tip(tip, receipt, desk, MOMENT, secrets.token_bytes)
    return NewConversation.model_validate(body)


@pytest.mark.parametrize("name", SHOWN)
def test_the_desk_opens_a_tip_to_what_was_said(name: str, office: Office, desk: Roster) -> None:
    body = sent(SHOWN[name], desk, Receipt.from_master(bytes(32)))
    record = body.key_record.protocol()
    verify_key_record(office.site, record)
    key, src_vk = open_desk_wrap(office.site, record, office.epoch_seed)
    said = json.loads(open_envelope(key, office.site, record.commit, body.envelope))
    assert src_vk == record.src_vk
    assert said == {
        "t": "tip",
        "low": [1, 1],
        "at": "2026-09-20T14",
        "lang": SHOWN[name].language,
        "door": SHOWN[name].door,
        "answers": SHOWN[name].answers,
    }


def test_the_receipt_opens_the_tip_however_its_words_are_typed(
    office: Office, desk: Roster
) -> None:
    receipt = receipt_of("uno dos tres cuatro cinco seis siete", office.site)
    record = sent(SHOWN["worker"], desk, receipt).key_record.protocol()
    typed = receipt_of("  Uno, DOS tres\ncuatro cinco seis siete", office.site)
    opened, _ = open_desk_wrap(office.site, record, office.epoch_seed)
    assert open_self_wrap(office.site, record, typed) == opened


def test_nothing_that_was_said_is_outside_the_envelope(desk: Roster) -> None:
    body = sealed_tip(
        SHOWN["worker"], Receipt.from_master(bytes(32)), desk, MOMENT, secrets.token_bytes
    )
    wire = json.dumps(body)
    for said in SHOWN["worker"].answers.values():
        assert len(said) < 8 or said not in wire
    assert set(body) == {"key_record", "labels", "envelope"}


LABELS = [
    ("saw_something", {"danger_now": "yes"}, ("crisis", "immediate", "urgent")),
    ("ask_something", {"danger_now": "yes"}, ("crisis", "immediate", "urgent")),
    ("saw_something", {"minor": "yes"}, ("tip", "soon", "high")),
    ("saw_something", {"how_known": "self"}, ("tip", "routine", "high")),
    ("need_help", {}, ("tip", "soon", "medium")),
    ("saw_something", {"danger_now": "no", "minor": "unknown"}, ("tip", "routine", "medium")),
    ("ask_something", {}, ("information", "routine", "low")),
    ("ask_something", {"minor": "yes"}, ("information", "soon", "high")),
]


@pytest.mark.parametrize(("door", "answers", "expected"), LABELS)
def test_labels_follow_from_the_answers(
    door: str, answers: dict[str, str], expected: tuple[str, str, str]
) -> None:
    labels = Tip("en", door, {"what": "x", **answers}).labels()
    assert (labels["category"], labels["urgency"], labels["priority"]) == expected


@pytest.mark.parametrize("story", [PILOT, TEACHER, WORKER])
def test_a_story_says_the_same_in_both_languages(story: dict[str, Tip]) -> None:
    english, spanish = story["en"], story["es"]
    assert (english.language, spanish.language) == ("en", "es")
    assert english.labels() == {**spanish.labels(), "language": "en"}
    assert english.answers.keys() == spanish.answers.keys()
    codes = ("danger_now", "how_known", "minor", "consent", "witness")
    assert [english.answers[code] for code in codes] == [spanish.answers[code] for code in codes]
    assert english.answers["what"] != spanish.answers["what"]


@pytest.mark.parametrize("story", [PILOT, TEACHER, WORKER])
def test_a_story_answers_everything_that_its_witness_is_asked(story: dict[str, Tip]) -> None:
    answers = story["en"].answers
    assert set(answers) == ANSWERS | OF_ONE_WITNESS[answers["witness"]]
    assert all(answers.values())


def test_the_three_stories_are_shown_one_of_them_in_spanish() -> None:
    assert {name: tip.language for name, tip in SHOWN.items()} == {
        "pilot": "en",
        "teacher": "en",
        "worker": "es",
    }


def test_the_banner_says_what_this_is_and_how_to_sign_in(settings: Settings) -> None:
    words = " ".join(f"word{number}" for number in range(24))
    details = {
        "staff": [{"name": "ana", "role": 1, "passphrase": "a b c d e f", "device_key": words}],
        "receipts": {"pilot": "seven words"},
    }
    text = banner(details, settings)
    for part in ("NOT FOR REAL USE", "this machine only", "http://localhost:8000", "a b c d e f"):
        assert part in text
    assert "http://localhost:8001" in text
    assert words in re.sub(r"\s+", " ", text)
    assert str(settings.demo_file) in text
    assert "seven words" not in text
    assert max(map(len, text.splitlines())) <= max(78, len(str(settings.demo_file)))
