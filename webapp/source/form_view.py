"""The form as pages lay it out: screens for the script, one calm page for whoever has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.codes import Door
from moderation.form_body import NOTICE, Condition, Helps, Labels, Question
from moderation.form_rules import NEEDED
from moderation.forms import Form


@dataclass
class Group:
    """What stands under a question, where its condition holds; `doors` are those that ask it."""

    condition: Condition | None
    doors: str = ""
    headings: list[Labels] = field(default_factory=list)
    help: Helps | None = None
    questions: list[Question] = field(default_factory=list)


@dataclass
class Screen:
    """One question on one screen, and what stands under it."""

    question: Question
    groups: list[Group]
    doors: str = ""


LATE = "ask_something"
"""The door whose own screens are fetched when somebody goes through it: the first page is lighter."""


def screens(form: Form) -> list[Screen]:
    """Every screen of the first page."""
    return [screen for screen in _every_screen(form) if screen.doors != LATE]


def late_screens(form: Form) -> list[Screen]:
    """What only the late door asks; the script puts it behind the question that is needed."""
    return [screen for screen in _every_screen(form) if screen.doors == LATE]


def _every_screen(form: Form) -> list[Screen]:
    hosts: dict[str, Screen] = {}
    for question in form.used:
        if not question.inline:
            doors = _doors_of(form, question)
            hosts[question.key] = Screen(question, _of_choices(question), doors)
    for door, _ in form.body.doors.each():
        host = ""
        for question in form.asked(door):
            if not question.inline:
                host = question.key
            elif host in hosts:
                _add(hosts[host].groups, question, _doors_of(form, question, host))
    return list(hosts.values())


def _doors_of(form: Form, question: Question, host: str = NOTICE) -> str:
    """The doors that ask it, where they are fewer than those that show what it stands on."""
    told = [door for door, order in form.body.doors.each() if question.key in order]
    shown = [door for door, order in form.body.doors.each() if host in order]
    return "" if told == shown else " ".join(told)


def _of_choices(question: Question) -> list[Group]:
    """What helps whoever chose an answer stands first among what that choice opens."""
    return [
        Group(
            Condition(question=question.key, any_of=[choice.key]),
            " ".join(choice.doors),
            [choice.label],
            choice.help,
        )
        for choice in question.choices
        if choice.help.en
    ]


def _add(groups: list[Group], question: Question, doors: str) -> None:
    if any(question in group.questions for group in groups):
        return
    for group in groups:
        if group.condition == question.condition and doors in {"", group.doors}:
            group.questions.append(question)
            return
    groups.append(Group(question.condition, doors, questions=[question]))


def orders(form: Form) -> dict[Door, str]:
    """The screens of each door that asks in another order than the page has them, by their keys.

    A notice that comes first is on the screen before them.
    """
    pool, found = form.body.by_key(), dict[Door, str]()
    for door, order in form.body.doors.each():
        screens_of = [key for key in order if key == NOTICE or not pool[key].inline]
        keys = screens_of[order[0] == NOTICE :]
        if keys != [key for key in _in_page(form) if key in keys]:
            found[door] = " ".join(keys)
    return found


def _in_page(form: Form) -> list[str]:
    """The keys of all screens in the order of the page that has both kinds."""
    keys = [screen.question.key for screen in screens(form)]
    after = keys.index(NEEDED) + 1 if NEEDED in keys else len(keys)
    keys[after:after] = [screen.question.key for screen in late_screens(form)]
    return keys


def notice_doors(form: Form, *, first: bool) -> str:
    """The doors whose notice comes first, or those where it does not."""
    told = [door for door, order in form.body.doors.each() if (order[0] == NOTICE) is first]
    return " ".join(told)


@dataclass
class Lines:
    """A piece of the one page: the notice, a question, or what only some are asked."""

    kind: str
    question: Question | None = None
    summary: Labels | Helps | None = None
    groups: list[Group] = field(default_factory=list)

    def is_open(self, given: Mapping[str, str]) -> bool:
        """Whether something was written in what is folded."""
        return any(given.get(q.key) for group in self.groups for q in group.questions)


def one_page(form: Form, door: str, given: Mapping[str, str]) -> list[Lines]:
    """All that a door asks, from top to bottom; without a script what has a condition is folded.

    What was answered behind another door comes last: nothing typed is lost.
    """
    pool, page, order = form.body.by_key(), list[Lines](), form.order(door)
    others = [key for key in pool if given.get(key) and key not in order]
    for key in (*order, *others):
        question = pool.get(key)
        if question is None:
            page.append(Lines("notice"))
        elif question.condition is None or key in others:
            page.append(Lines("question", question))
        else:
            _fold(page, question, pool[question.condition.question], door)
    return page


def _fold(page: list[Lines], question: Question, host: Question, door: str) -> None:
    wanted = question.condition.any_of if question.condition else []
    chosen = [c for c in host.choices if c.key in wanted and (not c.doors or door in c.doors)]
    if not chosen:
        return
    last = page[-1]
    if last.kind != "only" or last.question != host:
        follows = last.question == host and bool(host.help.en)
        last = Lines("only", host, host.help if follows else host.label)
        page.append(last)
    if not last.groups or last.groups[-1].condition != question.condition:
        help_text = chosen[0].help if len(chosen) == 1 and chosen[0].help.en else None
        labels = [choice.label for choice in chosen]
        last.groups.append(Group(question.condition, "", labels, help_text))
    last.groups[-1].questions.append(question)
