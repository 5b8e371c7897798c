"""What a request may use: settings, database, error counts; made once, found by the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from flask import Flask, current_app

from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings

Side = Literal["source", "staff"]


@dataclass(frozen=True)
class Services:
    """Everything that a request needs from outside itself."""

    side: Side
    settings: Settings
    database: Database
    counts: ErrorCounts


def attach(app: Flask, services: Services) -> None:
    """The app's requests will find these services."""
    app.extensions["quietline"] = services


def services() -> Services:
    """The services of the app that handles this request."""
    return cast("Services", current_app.extensions["quietline"])


def database() -> Database:
    """The database of the app that handles this request."""
    return services().database
