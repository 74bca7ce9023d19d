"""WhatsApp: names of people, windows, what became of messages, and what waits for a person to write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "sebutan",
        sa.Column("kunci", sa.String(length=32), nullable=False),
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("responden", sa.String(length=32), nullable=False),
        sa.Column("pada", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_sebutan")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sebutan_pada"), "sebutan", ["pada"], unique=False)
    op.create_table(
        "jendela",
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("sampai", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("percakapan", name=op.f("pk_jendela")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_jendela_sampai"), "jendela", ["sampai"], unique=False)
    op.create_table(
        "terkirim",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("wamid", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("push", sa.Boolean(), nullable=False),
        sa.Column("detached", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("keadaan", sa.String(length=16), nullable=False),
        sa.Column("kode", sa.Integer(), nullable=True),
        sa.Column("pada", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terkirim")),
    )
    op.create_index(op.f("ix_terkirim_percakapan"), "terkirim", ["percakapan"], unique=False)
    op.create_index(op.f("ix_terkirim_wamid"), "terkirim", ["wamid"], unique=False)
    op.add_column("outbox", sa.Column("ditahan", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_izin_balas_channel_address", "izin_balas", ["channel", "address"], unique=False)
