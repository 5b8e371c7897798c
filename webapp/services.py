"""What a request may use: settings, database, error counts; made once, found by the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, cast

from flask import Flask, current_app

from chat.allowance import Allowances
from chat.blobs import BlobStore
from chat.writer import GroupedWriter
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from moderation.forms import FormsNow
from moderation.materials import MaterialsNow
from moderation.site_settings import SiteNow
from webapp.floods import Floods
from webapp.news import News
from webapp.tokens import Tokens

Result = TypeVar("Result")
Side = Literal["source", "staff"]


class OffLoop(Protocol):
    """Runs work that would hold everybody up, somewhere else, and gives its result."""

    def __call__(self, work: Callable[..., Result], /, *given: Any) -> Result: ...  # noqa: ANN401, D102


def right_here(work: Callable[..., Result], /, *given: Any) -> Result:  # noqa: ANN401 - any work
    """Run the work in this thread: right where each request has a thread of its own."""
    return work(*given)


@dataclass(frozen=True)
class Services:
    """Everything that a request needs from outside itself."""

    side: Side
    settings: Settings
    site: SiteNow
    forms: FormsNow
    materials: MaterialsNow
    database: Database
    counts: ErrorCounts
    off_loop: OffLoop
    writer: GroupedWriter
    news: News
    tokens: Tokens
    allowances: Allowances
    blobs: BlobStore
    floods: Floods


def attach(app: Flask, services: Services) -> None:
    """The app's requests will find these services."""
    app.extensions["quietline"] = services


def services_of(app: Flask) -> Services:
    """The services of an app."""
    return cast("Services", app.extensions["quietline"])


def services() -> Services:
    """The services of the app that handles this request."""
    return services_of(current_app)


def database() -> Database:
    """The database of the app that handles this request."""
    return services().database
