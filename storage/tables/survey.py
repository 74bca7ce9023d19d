"""The survey's tables: directory, the walk of an answer, the facts and their counters.

Counters count a span of days, `hari_awal` to `hari_akhir`, so that an imported response known only to belong to a
semester is in that semester and its year, and in no month of it.
"""

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
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.tables.metadata import UtcDateTime, metadata

# The directory: pemda > kelompok > unit > jenis layanan

kelompok = Table(
    "kelompok",
    metadata,
    Column("kode", String(40), primary_key=True),
    Column("nama", String(200), nullable=False),
)

unit_layanan = Table(
    "unit_layanan",
    metadata,
    Column("kode", String(40), primary_key=True),
    Column("nama", String(200), nullable=False),
    Column("kelompok", ForeignKey("kelompok.kode"), nullable=False, index=True),
    Column("jenis", String(80), nullable=False),
    Column("zona_waktu", String(64), nullable=False),
    Column("populasi", Integer),
    Column("label", JSON, nullable=False),
    Column("aktif", Boolean, nullable=False),
)

jenis_layanan = Table(
    "jenis_layanan",
    metadata,
    Column("unit", ForeignKey("unit_layanan.kode"), primary_key=True),
    Column("kode", String(40), primary_key=True),
    Column("nama", String(200), nullable=False),
    Column("urutan", Integer, nullable=False),
    Column("aktif", Boolean, nullable=False),
)

# The walk of an answer

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("external_id", String(128), primary_key=True),
    Column("received_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    Column("percakapan", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("state", Text, nullable=False),
    Column("screen_ref", String(64)),
    Column("remind_at", BigInteger, index=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("percakapan", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("payload", Text, nullable=False),
    Column("screen_ref", String(64)),
    Column("push", Boolean, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("detached", Boolean, nullable=False, server_default=false()),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ditahan", Boolean, nullable=False, server_default=false()),
    Column("pemilik", BigInteger, nullable=False, server_default="0"),
    Column("ulang", Boolean, nullable=False, server_default=false()),
    Index("ix_outbox_channel_due_at", "channel", "due_at"),
    Index("ix_outbox_percakapan_id", "percakapan", "id"),
)

# The facts

respons = Table(
    "respons",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", ForeignKey("unit_layanan.kode"), nullable=False),
    Column("layanan", String(40), nullable=False),
    Column("instrumen", String(64), nullable=False),
    Column("hari_awal", Date, primary_key=True),
    Column("hari_akhir", Date, nullable=False),
    Column("diisi_pada", UtcDateTime, nullable=False),
    Column("sumber", String(16), nullable=False),
    Column("jenis_kelamin", String(16)),
    Column("usia", Integer),
    Column("usia_kelompok", String(32)),
    Column("pendidikan", String(40)),
    Column("pekerjaan", String(40)),
    Column("jawaban", JSON, nullable=False),
    Column("alasan", JSON, nullable=False),
    Column("saran", Text),
    Column("persetujuan_versi", String(32)),
    Column("persetujuan_pada", UtcDateTime),
    Column("responden", String(32), index=True),
    Column("tanda_terima", String(32)),
    Column("kunci_impor", String(32)),
    Column("harapan", JSON, nullable=False, server_default="{}"),
    Column("impor", BigInteger, index=True),
    UniqueConstraint("tanda_terima", "hari_awal", name="uq_respons_tanda_terima"),
    UniqueConstraint("kunci_impor", "hari_awal", name="uq_respons_kunci_impor"),
    Index("ix_respons_unit_hari_awal", "unit", "hari_awal"),
    postgresql_partition_by="RANGE (hari_awal)",
)

# In this order a unit's days lie side by side, whatever the service. Several rows count the same span: each writer
# has a slot (`keping`), so that no two wait for one row. Their sum is the count; one of them may be below zero.
_SPAN = (
    ("instrumen", String(64)),
    ("unit", String(40)),
    ("hari_awal", Date),
    ("hari_akhir", Date),
    ("layanan", String(40)),
)

rekap_responden = Table(
    "rekap_responden",
    metadata,
    *(Column(name, kind, primary_key=True) for name, kind in _SPAN),
    Column("keping", SmallInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("jumlah", BigInteger, nullable=False),
    Column("jumlah_kuadrat", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

rekap_unsur = Table(
    "rekap_unsur",
    metadata,
    *(Column(name, kind, primary_key=True) for name, kind in _SPAN),
    Column("unsur", String(40), primary_key=True),
    Column("keping", SmallInteger, primary_key=True, autoincrement=False),
    Column("n1", Integer, nullable=False),
    Column("n2", Integer, nullable=False),
    Column("n3", Integer, nullable=False),
    Column("n4", Integer, nullable=False),
    sqlite_with_rowid=False,
)

rekap_harapan = Table(
    "rekap_harapan",
    metadata,
    *(Column(name, kind, primary_key=True) for name, kind in _SPAN),
    Column("unsur", String(40), primary_key=True),
    Column("keping", SmallInteger, primary_key=True, autoincrement=False),
    Column("n1", Integer, nullable=False),
    Column("n2", Integer, nullable=False),
    Column("n3", Integer, nullable=False),
    Column("n4", Integer, nullable=False),
    sqlite_with_rowid=False,
)
