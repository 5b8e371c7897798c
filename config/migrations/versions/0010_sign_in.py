"""Several ways to sign in for one person, sessions that can be listed, and wrong attempts that are slowed down."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = _methods()
    op.drop_table("staff_session", schema="content")  # whoever is signed in does it once more
    op.drop_table("sign_in_method", schema="content")
    _make_methods()
    _make_sessions()
    _make_devices()
    op.create_table(
        "sign_in_pace",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("everybody", sa.BigInteger(), nullable=False),
        sa.Column("names", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sign_in_pace")),
        schema="content",
    )
    names = ("method_id", "staff_id", "method", "auth_hash", "blob", "day")
    columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in names]
    method = sa.table("sign_in_method", *columns, schema="content")
    if kept:
        op.bulk_insert(method, kept)


def _methods() -> list[dict[str, object]]:
    old = sa.table(
        "sign_in_method",
        *[sa.column(name) for name in ("staff_id", "method", "auth_hash", "blob")],
        schema="content",
    )
    staff = sa.table("staff", sa.column("staff_id"), sa.column("day", sa.Date()), schema="content")
    chosen = sa.select(old, staff.c.day).join(staff, staff.c.staff_id == old.c.staff_id)
    rows = op.get_bind().execute(chosen).mappings().all()
    return [{**row, "method_id": secrets.token_bytes(16)} for row in rows]


def _make_methods() -> None:
    op.create_table(
        "sign_in_method",
        sa.Column("method_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("method", sa.BigInteger(), nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["content.staff.staff_id"], name=op.f("fk_sign_in_method_staff_id")
        ),
        sa.PrimaryKeyConstraint("method_id", name=op.f("pk_sign_in_method")),
        sa.UniqueConstraint("auth_hash", name=op.f("uq_sign_in_method_auth_hash")),
        schema="content",
    )
    op.create_index(
        op.f("ix_sign_in_method_staff_id"), "sign_in_method", ["staff_id"], schema="content"
    )


def _make_sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.BigInteger(), nullable=False),
        sa.Column("method_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("wrong", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["content.staff.staff_id"], name=op.f("fk_staff_session_staff_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
        schema="content",
    )
    op.create_index(
        op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], schema="content"
    )


def _make_devices() -> None:
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["content.staff.staff_id"], name=op.f("fk_known_device_staff_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_device")),
        schema="content",
    )
    op.create_index(
        op.f("ix_known_device_staff_id"), "known_device", ["staff_id"], schema="content"
    )
