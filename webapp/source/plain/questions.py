"""What the waiting room asks somebody without scripts, and the words of every answer."""

from __future__ import annotations

from flask_babel import gettext

from webapp import pages
from webapp.source.common import language_names

YES_NO = ("yes", "no")

QUESTIONS: dict[str, tuple[str, ...]] = {
    "language": (*pages.LANGUAGES, "other"),
    "danger_now": YES_NO,
    "minor": YES_NO,
    "region": ("northeast", "midwest", "south", "west", "elsewhere"),
}
"""Each question and the answers that are one tap each, in the order of asking."""

WEIGHTY = ("language", "danger_now", "minor")
"""Those whose answers move the place in the queue, or say who should answer."""

NO_NAME = {"other": "und"}
"""An answer that names no language: an interpreter is asked for."""


def spoken(question: str, answer: str) -> str:
    """The words of an answer; a language in its own, so that whoever needs it finds it."""
    if question == "language" and answer in language_names():
        return language_names()[answer]
    if answer not in (*YES_NO, *QUESTIONS.get(question, ())):
        return answer
    key = f"value.{answer}" if answer in YES_NO else f"ask.{question}.{answer}"
    return str(gettext(key))


def offered(answered: set[str], *, region: bool) -> dict[str, list[tuple[str, str]]]:
    """Every question that is still open, with its answers and their words.

    For the `region` only people in a country with these regions are asked.
    """
    return {
        name: [(value, spoken(name, value)) for value in values]
        for name, values in QUESTIONS.items()
        if name not in answered and (region or name != "region")
    }
