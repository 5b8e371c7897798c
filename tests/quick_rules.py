"""Routes are compiled once in a process: tests make the two apps thousands of times, each with the same.

What Werkzeug compiles for a rule depends on its text, its defaults and its converters alone, and none
of our converters keeps anything. It took more than a third of what the setting of a test costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compiled: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_compile_builder = Rule._compile_builder


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, rule.is_leaf, defaults, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile_builder(rule, append_unknown)
    return _compiled[key]


def compile_once() -> None:
    """From now on a rule that was compiled before is not compiled again."""
    Rule._compile_builder = _compiled_once  # type: ignore[method-assign, assignment]
