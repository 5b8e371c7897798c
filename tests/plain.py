"""Somebody without JavaScript: reads the page's forms as a browser does, and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Forms(HTMLParser):
    """The forms of a page: the fields of each, with the values that they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._text_of: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif self.forms and tag == "input" and "name" in given and given.get("type") != "radio":
            self.forms[-1][given["name"]] = given.get("value", "")
        elif self.forms and tag == "textarea":
            self._text_of = given["name"]
            self.forms[-1][given["name"]] = ""

    def handle_endtag(self, tag: str) -> None:
        """A text area is over."""
        if tag == "textarea":
            self._text_of = None

    def handle_data(self, data: str) -> None:
        """What stands in a text area (a browser drops its first line break)."""
        if self._text_of is not None:
            self.forms[-1][self._text_of] += data.removeprefix("\n")


@dataclass
class Plain:
    """A browser without scripts on the source side; `page` is what it shows."""

    app: Flask
    client: FlaskClient = field(init=False)
    page: TestResponse = field(init=False)

    def __post_init__(self) -> None:
        """Open the page."""
        self.client = self.app.test_client()
        self.page = self.get()

    @property
    def text(self) -> str:
        """The page's markup."""
        return self.page.get_data(as_text=True)

    @property
    def forms(self) -> dict[str, dict[str, str]]:
        """The page's forms by what they do."""
        parser = Forms()
        parser.feed(self.text)
        return {form.get("step") or form["do"]: form for form in parser.forms}

    def get(self) -> TestResponse:
        """Load the one address."""
        return self.client.get("/", headers={"Host": "localhost", "Accept-Language": "en"})

    def post(self, fields: dict[str, str], **headers: str) -> TestResponse:
        """Send fields as a browser does, without following where it leads."""
        sent = {
            "Host": "localhost",
            "Accept-Language": "en",
            "Sec-Fetch-Site": "same-origin",
            **headers,
        }
        return self.client.post("/", data=fields, headers=sent)

    def send(self, form: str, **fields: str) -> TestResponse:
        """Fill in one of the page's forms, send it, and show what comes of it."""
        answer = self.post({**self.forms[form], **fields})
        self.page = self.get() if answer.status_code == 303 else answer
        return answer

    def send_file(self, name: str, content: bytes, **fields: str) -> TestResponse:
        """Send the form with a file, and show what comes of it."""
        answer = self.post_file({**self.forms["file"], **fields}, name, content)
        self.page = self.get() if answer.status_code == 303 else answer
        return answer

    def post_file(self, fields: dict[str, str], name: str, content: bytes) -> TestResponse:
        """Send fields and a file as a browser does, without following where it leads."""
        return self.client.post(
            "/",
            data={**fields, "file": (BytesIO(content), name)},
            content_type="multipart/form-data",
            headers={"Host": "localhost", "Sec-Fetch-Site": "same-origin"},
        )

    def begin(self) -> None:
        """Choose the less private way."""
        self.send("begin")

    def door(self, door: str) -> TestResponse:
        """Choose a door, and to write instead of talking now."""
        self.send("door", door=door)
        return self.send("tip")

    def tip(self, what: str, door: str = "saw_something", **answers: str) -> list[str]:
        """Send a tip from the doors on; gives the seven words."""
        self.door(door)
        self.send("tip", what=what, **answers)
        return words_on(self.text)


def words_on(markup: str) -> list[str]:
    """The words that a page shows."""
    listed = markup.split('<ol class="words"', 1)[1].split("</ol>", 1)[0]
    return [item.split(">", 1)[1].split("<", 1)[0] for item in listed.split("<li")[1:]]
