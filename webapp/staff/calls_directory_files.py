"""The directory as files: what an import would change, the import itself, and exports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from crypto.hashes import digest
from moderation.directory import exporting, importing, reading
from moderation.directory.importing import Choices, Plan
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import Services, database, services
from webapp.staff import directory_schemas as schemas
from webapp.staff.calls_directory import number
from webapp.staff.calls_queue import acting

blueprint = Blueprint("directory_files", __name__, url_prefix="/api/v1/directory")

MOST = 64 * 1024 * 1024
"""Bytes of a file, as it comes."""


@blueprint.post("/preview")
@allow("directory.write")
def preview() -> dict[str, Any]:
    """What an import of this file would change, and what is wrong with it; nothing is kept."""
    data = _file()
    plan = _plan(data)
    return {
        "serial": plan.serial,
        "digest": b64(digest(data)),
        "format": plan.found.format,
        "added": asdict(plan.added),
        "changed": asdict(plan.changed),
        "unchanged": plan.unchanged,
        "missing": asdict(plan.missing),
        "loose": len(plan.found.loose),
        "findings": [asdict(each) for each in plan.report.told],
        "counts": dict(plan.report.counts),
        "stops": plan.report.stops,
    }


@blueprint.post("/import")
@allow("directory.write")
def carry_out() -> dict[str, Any]:
    """All of the file is imported as it was previewed, or nothing of it.

    409 where the directory has changed since the preview, or where the file is another one.
    """
    choices = Choices(number("serial"), _yes("missing"), _yes("loose"))
    data = _file()
    if b64(digest(data)) != request.args.get("digest", ""):
        raise Problem(409, "file-differs")
    plan = _plan(data)
    rows = services().off_loop(importing.rows_of, plan)
    with database().writing() as session:
        return {"serial": importing.carry_out(session, plan, rows, choices, acting())}


@blueprint.post("/export")
@allow("directory.read")
def export() -> Response:
    """The whole directory as a file, page by page."""
    form = body_of(schemas.Wanted).format
    mime, name = exporting.FORMATS[form]
    response = Response(_pieces(services(), form), content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plan(data: bytes) -> Plan:
    """What is read is read beside the loop; the database is asked in between."""
    beside = services().off_loop
    ids = beside(reading.ids_of_table, data)
    with database().reading() as session:
        known = importing.documents_of(session, ids)
    found, report = beside(reading.read, data, known)
    with database().reading() as session:
        return importing.plan_of(session, found, report)


def _pieces(made: Services, form: str) -> Iterator[bytes]:
    writer, after = exporting.WRITERS[form](), ""
    while True:
        with made.database.reading() as session:
            rows = exporting.page_after(session, after)
        yield made.off_loop(writer.add, rows)
        if len(rows) < exporting.PAGE:
            break
        after = rows[-1].org_id
    with made.database.reading() as session:
        loose = exporting.loose_rows(session)
    yield made.off_loop(writer.finish, loose)


def _file() -> bytes:
    request.max_content_length = MOST
    if request.mimetype != "application/octet-stream":
        raise Problem(415, "unsupported-media-type")
    return request.get_data(cache=False)


def _yes(name: str) -> bool:
    return request.args.get(name) == "1"
