"""No secret is compared by `==`: how long that takes tells how much of a guess was right.

A secret that is looked up goes by its hash (whoever guesses cannot choose the hash), and what is held
against another is held by `hmac.compare_digest`. Whatever else is compared under a name like these is
listed here, with why it may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("config", "crypto", "chat", "moderation", "webapp")
    for path in (ROOT / folder).rglob("*.py")
    if not {"static", "vectors"} & set(path.parts)
)

SECRET = {
    *("secret", "secrets", "token", "proof", "auth", "code", "password", "passphrase", "again"),
    *("again_hash", "code_hash", "auth_hash", "token_hash", "cookie_key", "master", "mac", "tag"),
    *("form_token", "receipt", "lookup", "seed", "root_seed", "kek", "case_key", "words"),
}
"""How what nobody may guess is called here."""

MAY = {
    "getattr(item, name) != code": "a label of an item, such as its category",
    "standing.lookup == packet.link[0]": "hashes, of a link that staff send again",
    "root.lower().split() != words": "a fingerprint that hangs on posters",
    "fingerprint.lower().split() != words": "the same",
    "profile != again": "a picture's colour profile",
    "row.token_hash == here.token_hash": "two hashes that both lie in the table",
}
"""Comparisons that are none of guesses, and what they are instead."""


def named(node: ast.expr) -> str:
    """The last name of what is compared."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_column(node: ast.expr) -> bool:
    """Whether it is a column: the database looks a hash up, and nothing is compared here."""
    return isinstance(node, ast.Attribute) and named(node.value)[:1].isupper()


def compared(tree: ast.AST) -> Iterator[str]:
    """Each comparison of something that is called like a secret."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        if not any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            continue
        if any(isinstance(side, ast.Constant) for side in sides) or any(map(is_column, sides)):
            continue
        if SECRET & {named(side) for side in sides}:
            yield ast.unparse(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_secret_is_compared_byte_by_byte(path: Path) -> None:
    assert [each for each in compared(ast.parse(path.read_text())) if each not in MAY] == []


def test_what_is_listed_is_there() -> None:
    found = {each for path in FILES for each in compared(ast.parse(path.read_text()))}
    assert set(MAY) <= found


def test_the_search_finds_a_comparison_of_a_token() -> None:
    assert list(compared(ast.parse("if given.token == row.token: pass"))) == [
        "given.token == row.token"
    ]
    assert list(compared(ast.parse("select(S).where(S.token_hash == digest(token))"))) == []
