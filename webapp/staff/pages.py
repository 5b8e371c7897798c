"""The one page of the desk, a shell for the application that unseals in the browser; and its frame."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from webapp.pages import looking_frame
from webapp.security import LOOKING, PUBLIC, allow

blueprint = Blueprint("staff_pages", __name__)


@blueprint.get("/")
@allow(PUBLIC)
def home() -> Response:
    """The desk's page; it holds no data until somebody signs in."""
    return _shell("main")


@blueprint.get("/setup")
@allow(PUBLIC)
def setup() -> Response:
    """The page on which an administrator's browser makes the keys of a new site."""
    return _shell("setup")


@blueprint.get("/packet")
@allow(PUBLIC)
def packet() -> Response:
    """The page behind a referral's link, for people without an account."""
    return _shell("packet")


@blueprint.get(LOOKING)
@allow(PUBLIC)
def looking() -> Response:
    """The frame in which the desk shows a file; the same bytes for everybody, and nothing in it."""
    return Response(looking_frame()["page"], content_type="text/html; charset=utf-8")


def _shell(script: str) -> Response:
    page = make_response(render_template("staff/page.html", script=f"staff/{script}.js"))
    page.headers["Vary"] = "Accept-Language"
    return page
