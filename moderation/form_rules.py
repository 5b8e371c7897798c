"""What a form must keep before it is published: each breach is named by its place in the body."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.form_body import (
    LANGUAGES,
    NOTICE,
    Choice,
    FormBody,
    Helps,
    Labels,
    Question,
)  # fmt: skip

OWN = "own_"
"""How the key of a question begins that a site adds: none that ships ever will."""

NEEDED = "what"
"""The question without whose answer nothing is sent."""

TAPPED = "choice"
"""The one kind whose answer cannot hold a name, an age or a place that nobody asked for: a number may be
an age, and its line, like that beside a day, takes words."""


def breaches(body: FormBody, shipped: FormBody) -> list[str]:
    """The places that break a rule, in order; none where the form may be published."""
    found = [*_of_questions(body, shipped)]
    for door, order in body.doors.each():
        at = f"doors.{door}"
        found += [*_of_order(body, order, at), *_of_conditions(body, order, at)]
    found += _of_screens(body)
    return list(dict.fromkeys(found))


def _of_questions(body: FormBody, shipped: FormBody) -> Iterator[str]:
    fixed, known = shipped.by_key(), set[str]()
    for n, question in enumerate(body.questions):
        at = f"questions.{n}"
        if question.key in known or question.key == NOTICE:
            yield f"{at}.key"
        known.add(question.key)
        yield from _of_texts(question, at)
        yield from _of_choices(question, at)
        if question.key in fixed:
            yield from _of_shipped(question, fixed[question.key], at)
        elif not question.key.startswith(OWN):
            yield f"{at}.key"
        elif question.terms:
            yield f"{at}.terms"


def _of_shipped(question: Question, fixed: Question, at: str) -> Iterator[str]:
    """What the program reads keeps its meaning; its words, order and screen are the site's."""
    for field in ("kind", "many", "terms", "condition"):
        if getattr(question, field) != getattr(fixed, field):
            yield f"{at}.{field}"
    # Behind which doors an answer is offered too: "yes" that nobody can tap would be no danger ever.
    if {c.key: set(c.doors) for c in question.choices} != {
        c.key: set(c.doors) for c in fixed.choices
    }:
        yield f"{at}.choices"
    if not set(question.asks_for) >= set(fixed.asks_for):
        yield f"{at}.asks_for"


def _of_texts(question: Question, at: str) -> Iterator[str]:
    yield from _missing(question.label, f"{at}.label")
    yield from _half(question.help, f"{at}.help")
    for door, labels in question.at.items():
        yield from _missing(labels, f"{at}.at.{door}")
    for n, choice in enumerate(question.choices):
        yield from _missing(choice.label, f"{at}.choices.{n}.label")
        yield from _half(choice.help, f"{at}.choices.{n}.help")


def _missing(labels: Labels | Helps, at: str) -> Iterator[str]:
    for language in LANGUAGES:
        if not getattr(labels, language):
            yield f"{at}.{language}"


def _half(helps: Helps, at: str) -> Iterator[str]:
    """A help text is there in every language, or in none."""
    if any(getattr(helps, language) for language in LANGUAGES):
        yield from _missing(helps, at)


FEWEST_CHOICES = 2


def _of_choices(question: Question, at: str) -> Iterator[str]:
    is_choice = question.kind == "choice"
    if (is_choice and len(question.choices) < FEWEST_CHOICES) or (
        not is_choice and question.choices
    ):
        yield f"{at}.choices"
    if question.many and not is_choice:
        yield f"{at}.many"
    if len({choice.key for choice in question.choices}) != len(question.choices):
        yield f"{at}.choices"


def _of_order(body: FormBody, order: list[str], at: str) -> Iterator[str]:
    """The notice once and in time, what is needed, and nothing twice, unknown or without a screen."""
    pool = body.by_key()
    if len(set(order)) != len(order) or NEEDED not in order or order.count(NOTICE) != 1:
        yield at
    for n, key in enumerate(order):
        if key != NOTICE and (key not in pool or _is_early(pool[key], order[:n])):
            yield f"{at}.{n}"


def _is_early(question: Question, before: list[str]) -> bool:
    """It stands before the notice that must come first, or on a screen that is not there."""
    is_free = question.kind != TAPPED or bool(question.asks_for)
    if is_free and NOTICE not in before:
        return True
    return question.inline and (not before or before[-1] == NOTICE)


def _of_screens(body: FormBody) -> Iterator[str]:
    """What stands on another question's screen stands on that one behind every door."""
    pool, screens = body.by_key(), dict[str, str]()
    for door, order in body.doors.each():
        host = ""
        for n, key in enumerate(order):
            question = pool.get(key)
            if question is None or not question.inline:
                host = key
            elif screens.setdefault(key, host) != host:
                yield f"doors.{door}.{n}"


def _of_conditions(body: FormBody, order: list[str], at: str) -> Iterator[str]:
    """A condition looks back only, at a choice that this door asks for: so there is no circle."""
    pool, before = body.by_key(), dict[str, list[Choice]]()
    for n, key in enumerate(order):
        question = pool.get(key)
        if question is None:
            continue
        condition = question.condition
        if condition is not None:
            offered = {choice.key for choice in before.get(condition.question, [])}
            if not offered >= set(condition.any_of):
                yield f"{at}.{n}"
        before[key] = question.choices
