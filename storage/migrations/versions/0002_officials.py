"""Heads and admins: rights, invitations, audit, digests, alerts, saran, follow-up; messages that stand alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TETAP = "the audit log is append-only"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.BigInteger(), nullable=True),
        sa.Column("nama", sa.String(length=240), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("tindakan", sa.String(length=40), nullable=False),
        sa.Column("sasaran", sa.String(length=120), nullable=False),
        sa.Column("rincian", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "dialog",
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("percakapan", name=op.f("pk_dialog")),
    )
    op.create_index(op.f("ix_dialog_expires_at"), "dialog", ["expires_at"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("recipe", sa.Text(), nullable=True),
        sa.Column("kept_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_kept_until"), "files", ["kept_until"], unique=False)
    op.create_table(
        "kiriman",
        sa.Column("kunci", sa.String(length=160), nullable=False),
        sa.Column("pada", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_kiriman")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_kiriman_pada"), "kiriman", ["pada"], unique=False)
    op.create_table(
        "pengaturan",
        sa.Column("kunci", sa.String(length=40), nullable=False),
        sa.Column("nilai", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_pengaturan")),
    )
    op.create_table(
        "slots",
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column("keadaan", sa.String(length=16), nullable=False),
        sa.Column("banyak", sa.Integer(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_slots")),
    )
    op.create_table(
        "staf",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("percakapan", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("nama", sa.String(length=240), nullable=False),
        sa.Column("frekuensi", sa.String(length=16), nullable=False),
        sa.Column("tenang_mulai", sa.Integer(), nullable=False),
        sa.Column("tenang_selesai", sa.Integer(), nullable=False),
        sa.Column("zona_waktu", sa.String(length=64), nullable=False),
        sa.Column("terjangkau", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staf")),
        sa.UniqueConstraint("percakapan", name=op.f("uq_staf_percakapan")),
    )
    op.create_table(
        "target",
        sa.Column("jenis", sa.String(length=16), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("nilai", sa.String(length=8), nullable=False),
        sa.Column("skala", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("jenis", "kode", "tahun", name=op.f("pk_target")),
    )
    op.create_table(
        "undangan",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("peran", sa.String(length=24), nullable=False),
        sa.Column("cakupan", sa.String(length=42), nullable=False),
        sa.Column("nama", sa.String(length=240), nullable=False),
        sa.Column("dibuat_oleh", sa.BigInteger(), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kedaluwarsa_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dipakai_oleh", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_undangan")),
    )
    op.create_table(
        "hak",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staf", sa.BigInteger(), nullable=False),
        sa.Column("peran", sa.String(length=24), nullable=False),
        sa.Column("cakupan", sa.String(length=42), nullable=False),
        sa.Column("diberi_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diberi_oleh", sa.BigInteger(), nullable=True),
        sa.Column("dicabut_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staf"], ["staf.id"], name=op.f("fk_hak_staf")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hak")),
    )
    op.create_index(op.f("ix_hak_staf"), "hak", ["staf"], unique=False)
    op.create_table(
        "keadaan",
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_keadaan_unit")),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_keadaan")),
    )
    op.create_table(
        "peringatan",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kunci", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("jenis", sa.String(length=32), nullable=False),
        sa.Column("unsur", sa.String(length=40), nullable=True),
        sa.Column("genting", sa.Boolean(), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tanggapan", sa.String(length=16), nullable=False),
        sa.Column("ditanggapi_oleh", sa.BigInteger(), nullable=True),
        sa.Column("ditanggapi_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tingkat", sa.Integer(), nullable=False),
        sa.Column("naik_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_peringatan_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peringatan")),
        sa.UniqueConstraint("kunci", name=op.f("uq_peringatan_kunci")),
    )
    op.create_index(op.f("ix_peringatan_naik_pada"), "peringatan", ["naik_pada"], unique=False)
    op.create_index("ix_peringatan_unit_dibuat_pada", "peringatan", ["unit", "dibuat_pada"], unique=False)
    op.create_table(
        "rtl",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("periode", sa.String(length=16), nullable=False),
        sa.Column("unsur", sa.String(length=40), nullable=False),
        sa.Column("prioritas", sa.Integer(), nullable=False),
        sa.Column("nilai", sa.String(length=8), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("triwulan", sa.JSON(), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("penanggung_jawab", sa.Text(), nullable=False),
        sa.Column("dibuat_oleh", sa.BigInteger(), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sudah", sa.Boolean(), nullable=True),
        sa.Column("uraian", sa.Text(), nullable=False),
        sa.Column("hambatan", sa.Text(), nullable=False),
        sa.Column("bukti", sa.String(length=32), nullable=True),
        sa.Column("dilaporkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_rtl_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rtl")),
    )
    op.create_index("ix_rtl_unit_tahun", "rtl", ["unit", "tahun"], unique=False)
    op.create_table(
        "izin_balas",
        sa.Column("respons", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["respons"], ["respons.id"], name=op.f("fk_izin_balas_respons"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("respons", name=op.f("pk_izin_balas")),
    )
    op.create_index(op.f("ix_izin_balas_until"), "izin_balas", ["until"], unique=False)
    op.create_table(
        "saran",
        sa.Column("respons", sa.BigInteger(), nullable=False),
        sa.Column("bagian", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("hari", sa.Date(), nullable=False),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.Column("unsur", sa.String(length=40), nullable=True),
        sa.Column("sifat", sa.String(length=16), nullable=False),
        sa.Column("dikoreksi_oleh", sa.BigInteger(), nullable=True),
        sa.Column("jawaban", sa.Text(), nullable=True),
        sa.Column("dijawab_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dijawab_oleh", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["respons"], ["respons.id"], name=op.f("fk_saran_respons"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("respons", "bagian", name=op.f("pk_saran")),
    )
    op.create_index("ix_saran_unit_hari", "saran", ["unit", "hari"], unique=False)
    op.add_column("outbox", sa.Column("detached", sa.Boolean(), server_default=sa.false(), nullable=False))

    _append_only()


def _append_only() -> None:
    """Not even a mistake of this program changes what was written down."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_TETAP}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_TETAP}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
    )
