"""What a form must keep before people outside are asked by it: each rule with a form that breaks it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from moderation.form_body import MOST_QUESTIONS, NOTICE, FormBody
from moderation.form_rules import breaches
from tests import form_draft as draft
from webapp.shipped_form import shipped_form

SHIPPED = shipped_form()
WHEN_DANGER = {"question": "danger_now", "any_of": ["yes"]}


def found(body: dict[str, Any]) -> list[str]:
    return breaches(FormBody.model_validate(body), SHIPPED)


def changed(key: str, **changes: Any) -> dict[str, Any]:
    """What ships, with one question changed."""
    body = draft.shipped()
    for question in body["questions"]:
        if question["key"] == key:
            question.update(changes)
    return body


def place_of(key: str) -> str:
    return f"questions.{[q.key for q in SHIPPED.questions].index(key)}"


def test_what_ships_keeps_every_rule_and_so_does_a_question_of_ones_own() -> None:
    assert found(draft.shipped()) == []
    assert found(draft.with_question()) == []
    assert found(draft.with_question(condition=WHEN_DANGER, many=True)) == []


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("danger_now", {"choices": [draft.choice(k, draft.RED) for k in ("yes", "no")]}, "choices"),
        (
            "minor",
            {
                "choices": [
                    {**draft.choice(k, draft.RED), "doors": ["ask_something"]}
                    for k in ("yes", "no", "unknown")
                ]
            },
            "choices",
        ),
        ("minor", {"many": True}, "many"),
        ("minor", {"asks_for": []}, "asks_for"),
        ("how_known", {"terms": "yes_no"}, "terms"),
        ("what", {"kind": "number"}, "kind"),
        ("flight", {"condition": None}, "condition"),
    ],
)
def test_what_the_program_reads_keeps_its_meaning(
    key: str, changes: dict[str, Any], field: str
) -> None:
    assert f"{place_of(key)}.{field}" in found(changed(key, **changes))


def test_its_words_help_order_and_choices_words_are_the_sites_own() -> None:
    body = changed("minor", label=draft.LABEL, help=draft.HELP)
    order = body["doors"]["need_help"]
    order.remove("where")
    order.append("where")
    assert found(body) == []


def test_a_question_can_be_switched_off_but_not_the_one_that_everything_needs() -> None:
    body = draft.shipped()
    body["doors"]["need_help"].remove("consent")
    assert found(body) == []
    body["doors"]["need_help"].remove("what")
    assert "doors.need_help" in found(body)


@pytest.mark.parametrize("field", ["label", "help"])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_missing_translation_is_named(field: str, language: str) -> None:
    words = {**draft.LABEL, language: ""}
    n = len(SHIPPED.questions)
    assert found(draft.with_question("when", "saw_something", **{field: words})) == [
        f"questions.{n}.{field}.{language}"
    ]


def test_a_help_text_in_no_language_is_none() -> None:
    assert found(draft.with_question(help=draft.EMPTY)) == []


def test_the_notice_stands_before_whatever_asks_for_age_name_or_place() -> None:
    body = draft.shipped()
    order = body["doors"]["need_help"]
    order.remove(NOTICE)
    order.insert(1, NOTICE)
    assert found(body) == []  # whether somebody is in danger is none of these
    order.remove(NOTICE)
    order.insert(2, NOTICE)
    assert found(body)[0] == "doors.need_help.1"  # what happened may be told with names
    order.remove(NOTICE)
    assert "doors.need_help" in found(body)


def test_a_choice_that_is_marked_as_asking_for_an_age_needs_it_too() -> None:
    body = draft.with_question(asks_for=["age"])
    order = body["doors"]["saw_something"]
    order.remove("own_van")
    order.insert(0, "own_van")
    assert found(body) == ["doors.saw_something.0"]


@pytest.mark.parametrize("kind", ["text", "number", "date", "place", "file"])
def test_a_number_or_a_day_comes_after_the_notice_as_every_line_does_that_takes_words(
    kind: str,
) -> None:
    body = draft.with_question(kind=kind, choices=[])  # "How old are you?", and not marked as such
    order = body["doors"]["saw_something"]
    order.remove("own_van")
    order.insert(0, "own_van")
    assert found(body) == ["doors.saw_something.0"]


@pytest.mark.parametrize(
    "condition",
    [
        {"question": "consent", "any_of": ["share"]},  # asked later
        {"question": "own_van", "any_of": ["red"]},  # itself
        {"question": "danger_now", "any_of": ["maybe"]},  # no such answer
        {"question": "where", "any_of": ["here"]},  # no choice
        {"question": "nobody", "any_of": ["yes"]},
    ],
)
def test_a_condition_looks_back_at_an_answer_that_there_is(condition: dict[str, Any]) -> None:
    [breach] = found(draft.with_question(condition=condition))
    assert breach.startswith("doors.saw_something.")


def test_what_shares_a_screen_shares_the_same_one_behind_every_door() -> None:
    body = draft.shipped()
    order = body["doors"]["need_help"]
    order.remove("files")
    order.insert(order.index("where") + 1, "files")
    assert found(body) == [f"doors.saw_something.{body['doors']['saw_something'].index('files')}",
                           "doors.ask_something.2"]  # fmt: skip


@pytest.mark.parametrize("key", ["what", "notice", "van"])
def test_a_key_is_new_and_marked_as_the_sites_own(key: str) -> None:
    body = draft.shipped()
    body["questions"].append(draft.question(key=key))
    assert found(body) != []


@pytest.mark.parametrize(
    "changes",
    [
        {"label": {"en": "a\u202eb", "es": "b", "ar": "c"}},
        {"label": {"en": "a" * 201, "es": "b", "ar": "c"}},
        {"key": "own_Ä"},
        {"kind": "script"},
        {"markup": "<b>"},
        {"rows": 99},
    ],
)
def test_what_has_another_shape_is_no_form(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FormBody.model_validate(draft.with_question(**changes))


def test_a_door_asks_forty_questions_at_most() -> None:
    body = draft.shipped()
    body["doors"]["need_help"] = [NOTICE, *(f"own_{n}" for n in range(MOST_QUESTIONS + 1))]
    with pytest.raises(ValidationError):
        FormBody.model_validate(body)


def test_a_choice_has_answers_and_nothing_else_does() -> None:
    assert found(draft.with_question(choices=[draft.choice("red", draft.RED)])) != []
    assert found(draft.with_question(kind="place")) != []
    assert found(draft.with_question(kind="place", choices=[])) == []


KEYS = st.permutations([key for key in SHIPPED.doors.saw_something if key != "what"])


@settings(max_examples=60, deadline=None)
@given(keys=KEYS, size=st.integers(0, 16), notice=st.integers(0, 16))
def test_whatever_the_order_a_form_without_breaches_can_be_walked(
    keys: list[str], size: int, notice: int
) -> None:
    kept = [key for key in keys[:size] if key != NOTICE]
    kept.insert(min(notice, len(kept)), NOTICE)
    kept.append("what")
    body = draft.shipped()
    body["doors"]["saw_something"] = kept
    form = FormBody.model_validate(body)
    wrong = [at for at in breaches(form, SHIPPED) if at.startswith("doors.saw_something")]
    pool, seen = form.by_key(), set[str]()
    is_whole = True
    for n, key in enumerate(kept):
        question = pool.get(key)
        if question is not None:
            needs = question.condition.question if question.condition else "what"
            is_told = NOTICE in kept[:n] or not (question.asks_for or question.kind != "choice")
            is_whole &= is_told and (needs in seen or question.condition is None)
            is_whole &= not question.inline or (n > 0 and kept[n - 1] != NOTICE)
        seen.add(key)
    if is_whole:
        assert all(_shares_a_screen(pool, kept, at) for at in wrong)
    else:
        assert wrong


def _shares_a_screen(pool: dict[str, Any], order: list[str], at: str) -> bool:
    return bool(pool[order[int(at.rsplit(".", 1)[1])]].inline)
