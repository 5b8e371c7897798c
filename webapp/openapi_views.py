"""What a call takes and gives, read off the very function that answers it.

A table beside the code could say something else than the code does. So the description of the calls
is made of the code: which model a view gives to `body_of`, which names it looks up in the address,
which statuses it returns. Helpers of ours that a view calls are followed.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel

READERS = frozenset({"body_of", "named_body"})
FOLLOWED = ("webapp.staff", "webapp.source", "webapp.paths", "webapp.health")
OK = 200


@dataclass
class Taken:
    """What was read off one view."""

    body: type[BaseModel] | None = None
    takes_bytes: bool = False
    query: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


def taken_by(view: Callable[..., Any]) -> Taken:
    """What this view takes and gives."""
    found = Taken()
    for function, _ in _followed(view):
        _read(function, found)
    found.statuses = sorted(_statuses(view, set())) or [OK]
    return found


def _followed(view: Callable[..., Any]) -> Iterator[tuple[FunctionType, ast.AST]]:
    """The view and every function of ours that it calls or hands on, each once."""
    waiting, seen = [view], set()
    while waiting:
        function = waiting.pop()
        if function in seen or not isinstance(function, FunctionType):
            continue
        seen.add(function)
        tree = _tree(function)
        yield function, tree
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                parts = [node.func, *node.args]
                waiting += [it for part in parts if _is_ours(it := _named(function, part))]


def _tree(function: FunctionType) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _is_ours(found: object) -> bool:
    return isinstance(found, FunctionType) and found.__module__.startswith(FOLLOWED)


def _named(function: FunctionType, node: ast.AST) -> Any:  # noqa: ANN401 - whatever has that name
    """What a dotted name in this function means; None for anything else."""
    if isinstance(node, ast.Attribute):
        owner = _named(function, node.value)
        return getattr(owner, node.attr, None) if isinstance(owner, (ModuleType, type)) else None
    if not isinstance(node, ast.Name):
        return None
    inner = inspect.getclosurevars(function).nonlocals
    return inner.get(node.id, function.__globals__.get(node.id))


def _read(function: FunctionType, found: Taken) -> None:
    for node in ast.walk(_tree(function)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in READERS:
            model = _named(function, node.args[0])
            found.body = model if isinstance(model, type) else found.body
        elif called == "request.get_data":
            found.takes_bytes = True
        elif called.endswith(".from_address"):
            found.query += list(_named(function, node.func).__self__.model_fields)
        else:
            _add_name(function, node, called, found)


def _add_name(function: FunctionType, node: ast.Call, called: str, found: Taken) -> None:
    """A name that is looked up in the address, here or by a helper that is told which."""
    first = node.args[0] if node.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return
    helper = _named(function, node.func)
    looks = called == "request.args.get" or (_is_ours(helper) and _looks_up(helper))
    if looks and first.value not in found.query:
        found.query.append(first.value)


def _looks_up(helper: FunctionType) -> bool:
    """Whether a helper looks up in the address whatever it is told."""
    calls = (node for node in ast.walk(_tree(helper)) if isinstance(node, ast.Call))
    return any(
        ast.unparse(call.func) == "request.args.get" and isinstance(call.args[0], ast.Name)
        for call in calls
    )


def _statuses(function: Callable[..., Any], seen: set[object]) -> set[int]:
    """The statuses that a view returns, by itself or as a helper that it calls or hands on does."""
    if function in seen or not isinstance(function, FunctionType):
        return set()
    seen.add(function)
    found: set[int] = set()
    for node in _own_nodes(_tree(function)):
        if isinstance(node, ast.Return) and node.value is not None:
            found |= _returned(function, node.value, seen)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Response":
            said = [each.value for each in node.keywords if each.arg == "status"]
            found |= {int(ast.literal_eval(it)) for it in said if isinstance(it, ast.Constant)}
    return found


def _own_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """What a function says itself, without the functions inside it."""
    inner = (ast.FunctionDef, ast.Lambda)
    waiting = list(ast.iter_child_nodes(next(ast.iter_child_nodes(tree))))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, inner):
            waiting += ast.iter_child_nodes(node)


def _returned(function: FunctionType, value: ast.AST, seen: set[object]) -> set[int]:
    """The statuses of one `return`; none where only whoever called this function knows."""
    status = _constant(value)
    if status is not None:
        return {status}
    if isinstance(value, ast.Name):
        return set()
    if not isinstance(value, ast.Call):
        return {OK}
    handed = [_named(function, part) for part in (value.func, *value.args)]
    handed += inspect.getclosurevars(function).nonlocals.values()
    return {s for it in handed if _is_ours(it) for s in _statuses(it, seen)}


def _constant(value: ast.AST | None) -> int | None:
    if isinstance(value, ast.Tuple) and isinstance(value.elts[-1], ast.Constant):
        last = value.elts[-1].value
        return last if isinstance(last, int) else None
    return None
