"""Official periods, what was agreed for each and what was kept of it; imports by name; documents asked for."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from storage.tables.metadata import UtcDateTime, metadata

periode = Table(
    "periode",
    metadata,
    Column("kode", String(16), primary_key=True),
    Column("ketentuan", JSON, nullable=False),
    Column("instrumen_isi", Text),
    Column("ditutup_pada", UtcDateTime),
    Column("ditutup_oleh", String(240), nullable=False),
    Column("dibuka_lagi_pada", UtcDateTime),
    Column("alasan", Text, nullable=False),
)

periode_hasil = Table(
    "periode_hasil",
    metadata,
    Column("periode", ForeignKey("periode.kode"), primary_key=True),
    Column("unit", ForeignKey("unit_layanan.kode"), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("ikm", String(8)),
    Column("mutu", String(4)),
    Column("isi", JSON, nullable=False),
)

impor = Table(
    "impor",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("nama", String(120), nullable=False),
    Column("berkas", String(120), nullable=False),
    Column("unit", ForeignKey("unit_layanan.kode"), nullable=False, index=True),
    Column("hari_awal", Date, nullable=False),
    Column("hari_akhir", Date, nullable=False),
    Column("masuk", Integer, nullable=False),
    Column("ditahan", Integer, nullable=False),
    Column("rincian", JSON, nullable=False),
    Column("pada", UtcDateTime, nullable=False),
    Column("oleh", String(120), nullable=False),
    Column("dibatalkan_pada", UtcDateTime),
    Column("dibatalkan_oleh", String(120), nullable=False),
    Column("lewat_chat", Boolean, nullable=False),
)

permintaan = Table(
    "permintaan",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("staf", BigInteger, nullable=False),
    Column("isi", JSON, nullable=False),
    Column("percobaan", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
)
