"""Every page and HTTP call: two Flask apps from one tree, one for people outside, one for the desk.

This is the composition root: `create_source_app` and `create_desk_app` are tables of contents.
They live on two origins, so that neither side's scripts, cookies or exit reach the other.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask

from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from webapp import errors, health, pages, security, services, sessions
from webapp.services import OffLoop, Services, right_here
from webapp.source import calls as source_calls
from webapp.source import pages as source_pages
from webapp.source.plain import forms as plain_forms
from webapp.staff import (
    calls_cases,
    calls_conversations,
    calls_desk,
    calls_queue,
    calls_session,
    calls_setup,
)
from webapp.staff import pages as staff_pages

HERE = Path(__file__).parent


def create_source_app(
    settings: Settings, database: Database, counts: ErrorCounts, off_loop: OffLoop = right_here
) -> Flask:
    """The side of people outside: one page, the same as plain forms, and the calls of the receipt."""
    blueprints = (
        health.blueprint,
        source_pages.blueprint,
        plain_forms.blueprint,
        source_calls.blueprint,
    )
    made = services.Services("source", settings, database, counts, off_loop)
    return _create(made, blueprints)


def create_desk_app(settings: Settings, database: Database, counts: ErrorCounts) -> Flask:
    """The side of staff: one page and the calls of the desk."""
    blueprints = (
        health.blueprint,
        staff_pages.blueprint,
        calls_setup.blueprint,
        calls_session.blueprint,
        calls_desk.blueprint,
        calls_queue.blueprint,
        calls_conversations.blueprint,
        calls_cases.blueprint,
    )
    made = services.Services("staff", settings, database, counts, right_here)
    return _create(made, blueprints)


def _create(made: Services, blueprints: tuple[Blueprint, ...]) -> Flask:
    app = Flask(f"quietline.{made.side}", static_folder=None, root_path=str(HERE))
    services.attach(app, made)
    security.protect(app)
    sessions.check_every_request(app)
    errors.answer_with_problems(app)
    pages.prepare(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    security.refuse_undeclared_routes(app)
    pages.serve_static_files(app)
    app.wsgi_app = security.HeadersOnEverything(app.wsgi_app, security.headers_for(made))  # type: ignore[method-assign]
    return app
