"""The one page of the source side, in the reader's language, at one address."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from webapp.security import PUBLIC, allow
from webapp.services import services

blueprint = Blueprint("source_pages", __name__)


@blueprint.get("/")
@allow(PUBLIC)
def home() -> Response:
    """The page with every view in it; it varies by the language asked for and by nothing else."""
    settings = services().settings
    page = make_response(
        render_template("source/page.html", phones=settings.phones, exit_url=settings.exit_url)
    )
    page.headers["Vary"] = "Accept-Language"
    return page
