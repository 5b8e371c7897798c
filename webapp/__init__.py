"""Every page and HTTP call: two Flask apps from one tree, one for people outside, one for the desk.

This is the composition root: `create_source_app` and `create_desk_app` are tables of contents.
They live on two origins, so that neither side's scripts, cookies or exit reach the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask

from chat.allowance import Allowances
from chat.blobs import BlobStore
from chat.fanout import Silent
from chat.writer import GroupedWriter
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from moderation import letters
from moderation.forms import FormsNow
from moderation.materials import MaterialsNow
from moderation.site_settings import SiteNow
from webapp import errors, health, pages, security, services, sessions
from webapp.floods import Floods
from webapp.news import News
from webapp.services import OffLoop, Services, Side, right_here
from webapp.shipped_form import shipped_form
from webapp.shipped_materials import shipped_materials
from webapp.source import calls as source_calls
from webapp.source import calls_files as source_files
from webapp.source import neutral
from webapp.source import pages as source_pages
from webapp.source.plain import forms as plain_forms
from webapp.source.plain import frame as plain_frame
from webapp.staff import (
    calls_account,
    calls_audit,
    calls_bulk,
    calls_cards,
    calls_cases,
    calls_chats,
    calls_conversations,
    calls_desk,
    calls_directory,
    calls_directory_files,
    calls_epochs,
    calls_files,
    calls_forms,
    calls_invites,
    calls_materials,
    calls_members,
    calls_packets,
    calls_people,
    calls_permissions,
    calls_queue,
    calls_releases,
    calls_replies,
    calls_reports,
    calls_retention,
    calls_session,
    calls_setup,
    calls_shift,
    calls_site,
    calls_status,
    calls_teams,
    calls_trainings,
    calls_views,
)
from webapp.staff import pages as staff_pages
from webapp.store import open_blobs
from webapp.tokens import Tokens

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Shared:
    """What both sides' apps of one process have in common."""

    settings: Settings
    site: SiteNow
    forms: FormsNow
    materials: MaterialsNow
    database: Database
    counts: ErrorCounts
    writer: GroupedWriter
    news: News
    tokens: Tokens
    allowances: Allowances
    blobs: BlobStore
    floods: Floods


def share(settings: Settings, database: Database, counts: ErrorCounts) -> Shared:
    """One writer and one voice for the apps of this process; silent until it is given a line."""
    site = SiteNow(settings)
    news = News(Silent(), database, site)
    writer, tokens = GroupedWriter(database, letters.deliver), Tokens(database)
    said, allowed = (FormsNow(shipped_form()), MaterialsNow(shipped_materials())), Allowances()
    return Shared(
        settings,
        site,
        *said,
        database,
        counts,
        writer,
        news,
        tokens,
        allowed,
        open_blobs(settings),
        Floods(settings),
    )


def create_source_app(shared: Shared, off_loop: OffLoop = right_here) -> Flask:
    """The side of people outside: one page, the same as plain forms, and the calls of the receipt."""
    blueprints = (
        health.blueprint,
        source_pages.blueprint,
        neutral.blueprint,
        plain_forms.blueprint,
        plain_frame.blueprint,
        source_calls.blueprint,
        source_files.blueprint,
    )
    return _create(_services("source", shared, off_loop), blueprints)


def create_desk_app(shared: Shared, off_loop: OffLoop = right_here) -> Flask:
    """The side of staff: one page and the calls of the desk."""
    blueprints = (
        health.blueprint,
        staff_pages.blueprint,
        calls_setup.blueprint,
        calls_session.blueprint,
        calls_account.blueprint,
        calls_desk.blueprint,
        calls_people.blueprint,
        calls_invites.blueprint,
        calls_epochs.blueprint,
        calls_queue.blueprint,
        calls_bulk.blueprint,
        calls_views.blueprint,
        calls_conversations.blueprint,
        calls_files.blueprint,
        calls_cases.blueprint,
        calls_releases.blueprint,
        calls_cards.blueprint,
        calls_retention.blueprint,
        calls_teams.blueprint,
        calls_trainings.blueprint,
        calls_packets.blueprint,
        calls_shift.blueprint,
        calls_chats.blueprint,
        calls_members.blueprint,
        calls_replies.blueprint,
        calls_directory.blueprint,
        calls_directory_files.blueprint,
        calls_reports.blueprint,
        calls_audit.blueprint,
        calls_permissions.blueprint,
        calls_site.blueprint,
        calls_status.blueprint,
        calls_forms.blueprint,
        calls_materials.blueprint,
    )
    return _create(_services("staff", shared, off_loop), blueprints)


def _services(side: Side, shared: Shared, off_loop: OffLoop) -> Services:
    return Services(
        side,
        shared.settings,
        shared.site,
        shared.forms,
        shared.materials,
        shared.database,
        shared.counts,
        off_loop,
        shared.writer,
        shared.news,
        shared.tokens,
        shared.allowances,
        shared.blobs,
        shared.floods,
    )


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
    app.wsgi_app = security.HeadersOnEverything(app.wsgi_app, made)  # type: ignore[method-assign]
    return app
