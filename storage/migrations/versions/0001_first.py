"""The directory, the walk of an answer, the facts and their counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "external_id", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_table(
        "kelompok",
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_kelompok")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("screen_ref", sa.String(length=64), nullable=True),
        sa.Column("push", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_channel_due_at", "outbox", ["channel", "due_at"], unique=False)
    op.create_index("ix_outbox_percakapan_id", "outbox", ["percakapan", "id"], unique=False)
    op.create_table(
        "rekap_responden",
        sa.Column("instrumen", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("hari_awal", sa.Date(), nullable=False),
        sa.Column("hari_akhir", sa.Date(), nullable=False),
        sa.Column("layanan", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("jumlah", sa.BigInteger(), nullable=False),
        sa.Column("jumlah_kuadrat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "instrumen", "unit", "hari_awal", "hari_akhir", "layanan", name=op.f("pk_rekap_responden")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rekap_unsur",
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
            "instrumen", "unit", "hari_awal", "hari_akhir", "layanan", "unsur", name=op.f("pk_rekap_unsur")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sessions",
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("screen_ref", sa.String(length=64), nullable=True),
        sa.Column("remind_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("percakapan", name=op.f("pk_sessions")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sessions_remind_at"), "sessions", ["remind_at"], unique=False)
    op.create_table(
        "unit_layanan",
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("kelompok", sa.String(length=40), nullable=False),
        sa.Column("jenis", sa.String(length=80), nullable=False),
        sa.Column("zona_waktu", sa.String(length=64), nullable=False),
        sa.Column("populasi", sa.Integer(), nullable=True),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["kelompok"], ["kelompok.kode"], name=op.f("fk_unit_layanan_kelompok")),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_unit_layanan")),
    )
    op.create_index(op.f("ix_unit_layanan_kelompok"), "unit_layanan", ["kelompok"], unique=False)
    op.create_table(
        "jenis_layanan",
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_jenis_layanan_unit")),
        sa.PrimaryKeyConstraint("unit", "kode", name=op.f("pk_jenis_layanan")),
    )
    op.create_table(
        "respons",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("layanan", sa.String(length=40), nullable=False),
        sa.Column("instrumen", sa.String(length=64), nullable=False),
        sa.Column("hari_awal", sa.Date(), nullable=False),
        sa.Column("hari_akhir", sa.Date(), nullable=False),
        sa.Column("diisi_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sumber", sa.String(length=16), nullable=False),
        sa.Column("jenis_kelamin", sa.String(length=16), nullable=True),
        sa.Column("usia", sa.Integer(), nullable=True),
        sa.Column("usia_kelompok", sa.String(length=32), nullable=True),
        sa.Column("pendidikan", sa.String(length=40), nullable=True),
        sa.Column("pekerjaan", sa.String(length=40), nullable=True),
        sa.Column("jawaban", sa.JSON(), nullable=False),
        sa.Column("alasan", sa.JSON(), nullable=False),
        sa.Column("saran", sa.Text(), nullable=True),
        sa.Column("persetujuan_versi", sa.String(length=32), nullable=True),
        sa.Column("persetujuan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responden", sa.String(length=32), nullable=True),
        sa.Column("tanda_terima", sa.String(length=32), nullable=True),
        sa.Column("kunci_impor", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_respons_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respons")),
        sa.UniqueConstraint("kunci_impor", name=op.f("uq_respons_kunci_impor")),
        sa.UniqueConstraint("tanda_terima", name=op.f("uq_respons_tanda_terima")),
    )
    op.create_index(op.f("ix_respons_responden"), "respons", ["responden"], unique=False)
    op.create_index("ix_respons_unit_hari_awal", "respons", ["unit", "hari_awal"], unique=False)
