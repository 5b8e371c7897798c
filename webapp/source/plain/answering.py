"""What a form without scripts says to the questions, in the version that its page asked.

Whoever began before another version was published goes on with theirs, and nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from moderation.form_body import LONGEST_KEY, Question
from moderation.form_rules import OWN
from moderation.forms import Form
from webapp.source.common import form_asked

MORE = "more"
"""The text of a thread or a chat, which answers no question."""

_OWN_KEY = re.compile(rf"{OWN}[a-z0-9_]{{1,{LONGEST_KEY - len(OWN)}}}")


def asked_by(fields: Mapping[str, str]) -> Form:
    """The questions that the page of this form asked; a page that says nothing is an old one."""
    return form_asked(fields.get("asked", "0"))


def answers_of(fields: Mapping[str, str], asked: Form) -> dict[str, str]:
    """Every answer; a choice is one of its own, and what answers no known question is kept."""
    known = asked.body.by_key()
    told = {key: _said(question, fields.get(key, "")) for key, question in known.items()}
    others = {key: fields[key].strip() for key in fields if key not in known and _is_own(key)}
    return {key: said for key, said in {**told, **others}.items() if said}


def _said(question: Question, text: str) -> str:
    if question.kind == "file":
        return ""
    if question.kind != "choice":
        return text.strip()
    offered = {choice.key for choice in question.choices}
    chosen = [key for key in text.split() if key in offered]
    return " ".join(chosen if question.many else chosen[:1])


def _is_own(key: str) -> bool:
    return _OWN_KEY.fullmatch(key) is not None


def written(fields: Mapping[str, str]) -> list[str]:
    """The fields in which somebody wrote: their text comes back where a form cannot be carried out."""
    known = asked_by(fields).body.by_key()
    return [name for name in fields if name == MORE or _is_written(known.get(name), name)]


def _is_written(question: Question | None, name: str) -> bool:
    return _is_own(name) if question is None else question.kind not in {"choice", "file"}


def any_typed(fields: Mapping[str, str]) -> bool:
    """Whether anything was answered or written."""
    return bool(fields.get(MORE, "").strip() or answers_of(fields, asked_by(fields)))
