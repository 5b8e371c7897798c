"""Routes and templates are compiled once in a process: tests make the two apps thousands of times.

What Werkzeug compiles for a rule depends on its text, its defaults and its converters alone, and none
of our converters keeps anything. What Jinja compiles depends on the template and on settings that
both sides share. Together they took half of what the setting of a test costs.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import Environment
from werkzeug.routing import Rule

WRITTEN = ("_parts", "_trace", "_converters", "arguments")
"""What `Rule.compile` sets, but for the functions of the rule itself."""

_rules: dict[tuple[Any, ...], tuple[dict[str, Any], Any, Any]] = {}
_templates: dict[tuple[str, str | None, str | None], CodeType] = {}
_compile_rule = Rule.compile
_compile_template = Environment.compile


def _rule_compiled_once(rule: Rule) -> None:
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, defaults)
    if key not in _rules:
        _compile_rule(rule)
        written = {name: vars(rule)[name] for name in WRITTEN}
        functions = (rule._build.__func__, rule._build_unknown.__func__)  # type: ignore[attr-defined]
        _rules[key] = (written, *functions)
        return
    written, build, build_unknown = _rules[key]
    vars(rule).update(written)
    rule._build = build.__get__(rule, None)
    rule._build_unknown = build_unknown.__get__(rule, None)


def _template_compiled_once(
    environment: Environment,
    source: Any,
    name: str | None = None,
    filename: str | None = None,
    *more: Any,
    **named: Any,
) -> Any:
    key = (source, name, filename)
    if more or named or not isinstance(source, str):
        return _compile_template(environment, source, name, filename, *more, **named)
    if key not in _templates:
        _templates[key] = _compile_template(environment, source, name, filename)
    return _templates[key]


def compile_once() -> None:
    """From now on what was compiled before is not compiled again."""
    Rule.compile = _rule_compiled_once  # type: ignore[method-assign, assignment]
    Environment.compile = _template_compiled_once  # type: ignore[method-assign, assignment]
