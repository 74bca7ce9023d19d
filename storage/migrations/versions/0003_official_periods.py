"""Official periods with what was agreed and kept, harapan, imports by name, documents asked for in chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "periode",
        sa.Column("kode", sa.String(length=16), nullable=False),
        sa.Column("ketentuan", sa.JSON(), nullable=False),
        sa.Column("instrumen_isi", sa.Text(), nullable=True),
        sa.Column("ditutup_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditutup_oleh", sa.String(length=240), nullable=False),
        sa.Column("dibuka_lagi_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_periode")),
    )
    op.create_table(
        "periode_hasil",
        sa.Column("periode", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("ikm", sa.String(length=8), nullable=True),
        sa.Column("mutu", sa.String(length=4), nullable=True),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["periode"], ["periode.kode"], name=op.f("fk_periode_hasil_periode")),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_periode_hasil_unit")),
        sa.PrimaryKeyConstraint("periode", "unit", name=op.f("pk_periode_hasil")),
    )
    op.create_table(
        "impor",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("berkas", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("hari_awal", sa.Date(), nullable=False),
        sa.Column("hari_akhir", sa.Date(), nullable=False),
        sa.Column("masuk", sa.Integer(), nullable=False),
        sa.Column("ditahan", sa.Integer(), nullable=False),
        sa.Column("rincian", sa.JSON(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.String(length=120), nullable=False),
        sa.Column("dibatalkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dibatalkan_oleh", sa.String(length=120), nullable=False),
        sa.Column("lewat_chat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_impor_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impor")),
    )
    op.create_index(op.f("ix_impor_unit"), "impor", ["unit"], unique=False)
    op.create_table(
        "permintaan",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("staf", sa.BigInteger(), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan")),
    )
    op.create_index(op.f("ix_permintaan_due_at"), "permintaan", ["due_at"], unique=False)
    op.add_column("respons", sa.Column("harapan", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("respons", sa.Column("impor", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_respons_impor"), "respons", ["impor"], unique=False)
    op.create_table(
        "rekap_harapan",
        sa.Column("instrumen", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("hari_awal", sa.Date(), nullable=False),
        sa.Column("hari_akhir", sa.Date(), nullable=False),
        sa.Column("layanan", sa.String(length=40), nullable=False),
        sa.Column("unsur", sa.String(length=40), nullable=False),
        sa.Column("n1", sa.Integer(), nullable=False),
        sa.Column("n2", sa.Integer(), nullable=False),
        sa.Column("n3", sa.Integer(), nullable=False),
        sa.Column("n4", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "instrumen", "unit", "hari_awal", "hari_akhir", "layanan", "unsur", name=op.f("pk_rekap_harapan")
        ),
        sqlite_with_rowid=False,
    )
