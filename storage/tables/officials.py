"""The tables of heads and admins: who may do what, what they were sent, what they did about it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from storage.tables.metadata import UtcDateTime, metadata

# Who may do what

staf = Table(
    "staf",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("percakapan", String(32), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("nama", String(240), nullable=False),
    Column("frekuensi", String(16), nullable=False),
    Column("tenang_mulai", Integer, nullable=False),
    Column("tenang_selesai", Integer, nullable=False),
    Column("zona_waktu", String(64), nullable=False),
    Column("terjangkau", Boolean, nullable=False),
    Column("dibuat_pada", UtcDateTime, nullable=False),
)

hak = Table(
    "hak",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("staf", ForeignKey("staf.id"), nullable=False, index=True),
    Column("peran", String(24), nullable=False),
    Column("cakupan", String(42), nullable=False),
    Column("diberi_pada", UtcDateTime, nullable=False),
    Column("diberi_oleh", BigInteger),
    Column("dicabut_pada", UtcDateTime),
)

undangan = Table(
    "undangan",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("peran", String(24), nullable=False),
    Column("cakupan", String(42), nullable=False),
    Column("nama", String(240), nullable=False),
    Column("dibuat_oleh", BigInteger),
    Column("dibuat_pada", UtcDateTime, nullable=False),
    Column("kedaluwarsa_pada", UtcDateTime, nullable=False),
    Column("dipakai_pada", UtcDateTime),
    Column("dipakai_oleh", BigInteger),
)

dialog = Table(
    "dialog",
    metadata,
    Column("percakapan", String(32), primary_key=True),
    Column("state", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

# Append-only: triggers refuse to change or remove a row.
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("pada", UtcDateTime, nullable=False),
    Column("oleh", BigInteger),
    Column("nama", String(240), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("tindakan", String(40), nullable=False),
    Column("sasaran", String(120), nullable=False),
    Column("rincian", JSON, nullable=False),
)

pengaturan = Table(
    "pengaturan",
    metadata,
    Column("kunci", String(40), primary_key=True),
    Column("nilai", JSON, nullable=False),
)

# What is sent without being asked for

slots = Table(
    "slots",
    metadata,
    Column("kunci", String(80), primary_key=True),
    Column("keadaan", String(16), nullable=False),
    Column("banyak", Integer, nullable=False),
    Column("pada", UtcDateTime, nullable=False),
)

kiriman = Table(
    "kiriman",
    metadata,
    Column("kunci", String(160), primary_key=True),
    Column("pada", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

pemegang = Table(
    "pemegang",
    metadata,
    Column("kunci", String(80), primary_key=True),
    Column("pemilik", BigInteger, nullable=False),
    Column("sampai", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

keadaan = Table(
    "keadaan",
    metadata,
    Column("unit", ForeignKey("unit_layanan.kode"), primary_key=True),
    Column("state", Text, nullable=False),
)

peringatan = Table(
    "peringatan",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kunci", String(160), nullable=False, unique=True),
    Column("unit", ForeignKey("unit_layanan.kode"), nullable=False),
    Column("jenis", String(32), nullable=False),
    Column("unsur", String(40)),
    Column("genting", Boolean, nullable=False),
    Column("isi", JSON, nullable=False),
    Column("dibuat_pada", UtcDateTime, nullable=False),
    Column("tanggapan", String(16), nullable=False),
    Column("ditanggapi_oleh", BigInteger),
    Column("ditanggapi_pada", UtcDateTime),
    Column("tingkat", Integer, nullable=False),
    Column("naik_pada", UtcDateTime, index=True),
    Index("ix_peringatan_unit_dibuat_pada", "unit", "dibuat_pada"),
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("nama", String(120), nullable=False),
    Column("mime", String(80), nullable=False),
    Column("isi", LargeBinary),
    Column("recipe", Text),
    Column("kept_until", BigInteger, index=True),
)

# What is done about it

target = Table(
    "target",
    metadata,
    Column("jenis", String(16), primary_key=True),
    Column("kode", String(40), primary_key=True),
    Column("tahun", Integer, primary_key=True),
    Column("nilai", String(8), nullable=False),
    Column("skala", String(8), nullable=False),
)

# Of a response, and gone with it: storage removes both, since no foreign key reaches into partitions by id alone.
saran = Table(
    "saran",
    metadata,
    Column("respons", BigInteger, primary_key=True, autoincrement=False),
    Column("bagian", String(40), primary_key=True),
    Column("unit", String(40), nullable=False),
    Column("hari", Date, nullable=False),
    Column("teks", Text, nullable=False),
    Column("unsur", String(40)),
    Column("sifat", String(16), nullable=False),
    Column("dikoreksi_oleh", BigInteger),
    Column("jawaban", Text),
    Column("dijawab_pada", UtcDateTime),
    Column("dijawab_oleh", BigInteger),
    Index("ix_saran_unit_hari", "unit", "hari"),
)

izin_balas = Table(
    "izin_balas",
    metadata,
    Column("respons", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("until", BigInteger, nullable=False, index=True),
    Index("ix_izin_balas_channel_address", "channel", "address"),
)

rtl = Table(
    "rtl",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", ForeignKey("unit_layanan.kode"), nullable=False),
    Column("periode", String(16), nullable=False),
    Column("unsur", String(40), nullable=False),
    Column("prioritas", Integer, nullable=False),
    Column("nilai", String(8), nullable=False),
    Column("program", Text, nullable=False),
    Column("triwulan", JSON, nullable=False),
    Column("tahun", Integer, nullable=False),
    Column("penanggung_jawab", Text, nullable=False),
    Column("dibuat_oleh", BigInteger),
    Column("dibuat_pada", UtcDateTime, nullable=False),
    Column("sudah", Boolean),
    Column("uraian", Text, nullable=False),
    Column("hambatan", Text, nullable=False),
    Column("bukti", String(32)),
    Column("dilaporkan_pada", UtcDateTime),
    Index("ix_rtl_unit_tahun", "unit", "tahun"),
)
