"""The description of one side's calls (OpenAPI 3.1), made of the app that answers them."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from webapp import answers, errors
from webapp.openapi_views import Taken, taken_by
from webapp.security import PUBLIC, RECEIPT, rule_of

API = "/api/"
HEALTH = frozenset({"/healthz", "/readyz"})
SCHEMAS = "#/components/schemas/{model}"
NO_CONTENT = 204
REFUSED = 400
JSON = "application/json"
BYTES = "application/octet-stream"

GIVES: dict[tuple[str, str], type[BaseModel]] = {
    ("source", "health.healthz"): answers.Alive,
    ("source", "source_calls.desk"): answers.PublicDesk,
    ("desk", "health.healthz"): answers.Alive,
    ("desk", "setup.about"): answers.AboutSite,
    ("desk", "session.start"): answers.Started,
    ("desk", "session.begin"): answers.SessionBegun,
    ("desk", "desk.desk"): answers.DeskAnswer,
    ("desk", "cases.list_cases"): answers.CasesPage,
    ("desk", "cases.open_case"): answers.CaseLine,
    ("desk", "cases.read_case"): answers.CaseDetail,
    ("desk", "cases.write_section"): answers.RecordRow,
    ("desk", "cases.set_status"): answers.CaseLine,
    ("desk", "releases.make"): answers.ReleaseRow,
    ("desk", "releases.hand_over"): answers.ReleaseRow,
}
"""The answers whose every field is described; the others are objects whose fields the code gives."""

SECURITY = {
    "staff": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a session at the desk, 32 bytes in base64url.",
    },
    "receipt": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Receipt ` and the receipt's proof, 32 bytes in base64url.",
    },
}

TITLES = {"source": "Quietline: calls of people outside", "desk": "Quietline: calls of the desk"}


def written(app: Flask, side: str) -> str:
    """The file as it is kept: the same for the same code, line by line comparable."""
    return json.dumps(described(app, side), indent=1, ensure_ascii=False) + "\n"


def described(app: Flask, side: str) -> dict[str, Any]:
    """Every call of this side by address and method."""
    calls = [(rule, taken_by(app.view_functions[rule.endpoint])) for rule in calls_of(app)]
    given = [model for (of, _), model in GIVES.items() if of == side]
    bodies = [taken.body for _, taken in calls if taken.body is not None]
    book = _Book([*given, *bodies, answers.ProblemAnswer])
    paths: dict[str, Any] = {}
    for rule, taken in calls:
        for method in methods_of(rule):
            told = {
                **_head(app, rule, method, taken),
                **_request(book, taken),
                "responses": _responses(book, GIVES.get((side, rule.endpoint)), taken.statuses),
            }
            paths.setdefault(address_of(rule), {})[method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLES[side], "version": "1", "description": _about()},
        "paths": paths,
        "components": {"schemas": book.schemas, "securitySchemes": SECURITY},
    }


class _Book:
    """The schemas of all models, each under a name of its own, and references to them."""

    def __init__(self, models: list[type[BaseModel]]) -> None:
        wanted = [(m, "validation") for m in sorted(set(models), key=lambda m: m.__qualname__)]
        self._references, whole = models_json_schema(wanted, ref_template=SCHEMAS)  # type: ignore[arg-type]
        found: dict[str, Any] = whole["$defs"]
        self.schemas = {name: found[name] for name in sorted(found)}

    def reference(self, model: type[BaseModel]) -> dict[str, Any]:
        """Where this model stands."""
        return self._references[model, "validation"]


def calls_of(app: Flask) -> list[Rule]:
    """Every route that is a call and no page, in the order of addresses."""
    rules = app.url_map.iter_rules()
    return sorted((rule for rule in rules if is_call(rule)), key=lambda r: (r.rule, r.endpoint))


def is_call(rule: Rule) -> bool:
    """Whether a program asks there; the others are pages, for people."""
    return rule.rule.startswith(API) or rule.rule in HEALTH


def methods_of(rule: Rule) -> list[str]:
    """The methods that a route is made for."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def address_of(rule: Rule) -> str:
    """The route as OpenAPI writes it."""
    return re.sub(r"<(?:[^:<>]+:)?([a-z_]+)>", r"{\1}", rule.rule)


def _about() -> str:
    known = {slug: status for status, slug in errors.PLAIN.values()}
    lines = "\n".join(f"- `{slug}` ({known[slug]})" for slug in sorted(known))
    return (
        "Bytes are base64url without padding. What people write is sealed before it comes here:"
        " see docs/protocol.md. Errors are problem documents (RFC 9457) whose `type` ends with one"
        f" of these names, or with one that the call has of its own:\n\n{lines}\n"
    )


def _head(app: Flask, rule: Rule, method: str, taken: Taken) -> dict[str, Any]:
    permission = rule_of(app, rule.endpoint) or ""
    summary, _, more = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")
    return {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": summary,
        **({"description": " ".join(more.split())} if more.strip() else {}),
        "x-permission": permission,
        "security": _security(permission),
        "parameters": [*_in_path(rule), *_in_query(taken)],
    }


def _request(book: _Book, taken: Taken) -> dict[str, Any]:
    if taken.body is not None:
        content = _content(JSON, book.reference(taken.body))
    elif taken.takes_bytes:
        content = _content(BYTES, {})
    else:
        return {}
    return {"requestBody": {"required": True, **content}}


def _security(permission: str) -> list[dict[str, list[str]]]:
    if permission == PUBLIC:
        return []
    return [{"receipt" if permission == RECEIPT else "staff": []}]


def _in_path(rule: Rule) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"\{([a-z_]+)\}", address_of(rule)):
        choices = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
        known = {"enum": re.split(r",\s*", choices.group(1))} if choices else {}
        schema = {"type": "string", **known}
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    return found


def _in_query(taken: Taken) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": {"type": "string"}} for name in taken.query]


def _responses(book: _Book, gives: type[BaseModel] | None, statuses: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status in statuses:
        told = {"description": "Done." if status < REFUSED else "Not now."}
        if status != NO_CONTENT:
            told |= _content(JSON, book.reference(gives)) if gives else _content("*/*", {})
        found[str(status)] = told
    problem = _content("application/problem+json", book.reference(answers.ProblemAnswer))
    found["default"] = {"description": "It was not carried out, and why.", **problem}
    return found


def _content(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {kind: {"schema": schema}}}
