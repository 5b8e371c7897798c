"""Whole releases as folders: this tree, and one that has a revision more."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from config import migrate
from tests.server import ROOT, RunningSite

PARTS = ("webapp", "chat", "crypto", "moderation", "config")

REVISION = '''"""One more."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None
additive = True


def upgrade() -> None:
    op.create_table("more", sa.Column("id", sa.Integer(), primary_key=True), schema="content")
    op.add_column("conversation", sa.Column("more", sa.String(9), nullable=True), schema="content")


def downgrade() -> None:
    op.drop_column("conversation", "more", schema="content")
    op.drop_table("more", schema="content")
'''


def laid(folder: Path, *, more: bool = False) -> Path:
    """A release in this folder, with the libraries of this one."""
    for part in PARTS:
        leave = shutil.ignore_patterns("frontend", "__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=leave)
    for name in ("quietline", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    if more:
        text = REVISION.format(head=migrate.head())
        (folder / "config" / "migrations" / "versions" / "9999_more.py").write_text(text)
    return folder


def typed(link: Path, environ: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """A command of the release that the link leads to, as an operator types it."""
    return subprocess.run(
        [str(link / "quietline"), *command],
        env={**os.environ, **environ},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def started(link: Path, home: Path, port: int, environ: dict[str, str]) -> RunningSite:
    """`./quietline serve` of the release that the link leads to."""
    with (home / "output").open("ab") as output:
        process = subprocess.Popen(
            [str(link / "quietline"), "serve"],
            env={**os.environ, **environ},
            cwd="/",
            stdout=output,
            stderr=output,
        )
    return RunningSite(home, port, process)
