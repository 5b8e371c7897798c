"""What a version of the questions behind the doors says, field by field.

One pool of questions, and for each door the order in which it asks them. This is the shape alone:
whatever was once published is read by it. What may be published is `moderation.form_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chat.codes import Door
from moderation.plain_text import plain

LANGUAGES = ("en", "es", "ar")

NOTICE = "notice"
"""In a door's order: where the notice stands of what may have to be reported."""

MOST_QUESTIONS = 40
"""Behind one door."""

MOST_IN_ALL = 80
MOST_CHOICES = 20
MOST_ROWS = 12
LONGEST_KEY = 40
LONGEST_LABEL = 200
LONGEST_HELP = 400

Kind = Literal["text", "choice", "date", "number", "place", "file"]
AsksFor = Literal["age", "name", "place"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_KEY)]
Label = Annotated[str, Field(max_length=LONGEST_LABEL), AfterValidator(plain)]
Help = Annotated[str, Field(max_length=LONGEST_HELP), AfterValidator(plain)]


class Part(BaseModel):
    """A part of the form; what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(Part):
    """A short text in each language."""

    en: Label = ""
    es: Label = ""
    ar: Label = ""


class Helps(Part):
    """A longer text in each language, or in none."""

    en: Help = ""
    es: Help = ""
    ar: Help = ""


class Choice(Part):
    """One answer of a choice; `doors` are those that offer it, none being all of them."""

    key: Key
    label: Labels
    help: Helps = Helps()
    doors: Annotated[list[Door], Field(max_length=3)] = []


class Condition(Part):
    """The question is asked only of whoever chose one of these answers before."""

    question: Key
    any_of: Annotated[list[Key], Field(min_length=1, max_length=MOST_CHOICES)]


class Question(Part):
    """One question, the same behind every door that asks it, but for its words (`at`).

    `inline` stands on the same screen as the question before it. `terms` names the list of codes
    that its choices are, where the program itself reads the answer.
    """

    key: Key
    kind: Kind
    label: Labels
    help: Helps = Helps()
    at: dict[Door, Labels] = {}
    rows: Annotated[int, Field(ge=1, le=MOST_ROWS, strict=True)] = 1
    many: bool = False
    choices: Annotated[list[Choice], Field(max_length=MOST_CHOICES)] = []
    terms: Literal["", "yes_no", "how_known", "witness", "consent", "topic"] = ""
    condition: Condition | None = None
    inline: bool = False
    asks_for: Annotated[list[AsksFor], Field(max_length=3)] = []


Order = Annotated[list[Key], Field(min_length=1, max_length=MOST_QUESTIONS + 1)]


class Doors(Part):
    """What each door asks, in this order."""

    need_help: Order
    saw_something: Order
    ask_something: Order

    def each(self) -> Iterator[tuple[Door, list[str]]]:
        """Every door with its order."""
        yield "need_help", self.need_help
        yield "saw_something", self.saw_something
        yield "ask_something", self.ask_something


class FormBody(Part):
    """All questions of a site, as one version holds them."""

    questions: Annotated[list[Question], Field(max_length=MOST_IN_ALL)]
    doors: Doors

    def by_key(self) -> dict[str, Question]:
        """Each question under its key."""
        return {question.key: question for question in self.questions}
