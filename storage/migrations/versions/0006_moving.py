"""Codes by which an interview goes on in another channel, and how often a wrong one was tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "pindahan",
        sa.Column("kode", sa.String(length=32), nullable=False),
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("tanda", sa.String(length=16), nullable=False),
        sa.Column("terpakai", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_pindahan")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_pindahan_percakapan"), "pindahan", ["percakapan"], unique=False)
    op.create_index(op.f("ix_pindahan_expires_at"), "pindahan", ["expires_at"], unique=False)
    op.create_table(
        "tebakan",
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("salah", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("percakapan", name=op.f("pk_tebakan")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_tebakan_expires_at"), "tebakan", ["expires_at"], unique=False)
