"""Counters in slots, responses by half-years, who holds a message: what many processes on PostgreSQL need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


_SPAN: tuple[tuple[str, Any], ...] = (
    ("instrumen", sa.String(length=64)),
    ("unit", sa.String(length=40)),
    ("hari_awal", sa.Date()),
    ("hari_akhir", sa.Date()),
    ("layanan", sa.String(length=40)),
)
_COUNTERS = {
    "rekap_responden": (("n", sa.Integer()), ("jumlah", sa.BigInteger()), ("jumlah_kuadrat", sa.BigInteger())),
    "rekap_unsur": tuple((name, sa.Integer()) for name in ("n1", "n2", "n3", "n4")),
    "rekap_harapan": tuple((name, sa.Integer()) for name in ("n1", "n2", "n3", "n4")),
}


def upgrade() -> None:
    _holders()
    for table, counts in _COUNTERS.items():
        _slots(table, counts)
    if op.get_bind().dialect.name == "sqlite":
        # First those that refer to respons: with it they would lose their rows.
        _unbound_saran()
        _unbound_izin()
        _replace("respons", _respons)
    else:
        op.drop_constraint("fk_saran_respons", "saran", type_="foreignkey")
        op.drop_constraint("fk_izin_balas_respons", "izin_balas", type_="foreignkey")
        _partitioned()
    op.create_index(op.f("ix_respons_responden"), "respons", ["responden"])
    op.create_index(op.f("ix_respons_impor"), "respons", ["impor"])
    op.create_index("ix_respons_unit_hari_awal", "respons", ["unit", "hari_awal"])


def _holders() -> None:
    """Which process sends a message, and which one does what only one may do."""
    op.add_column("outbox", sa.Column("pemilik", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("outbox", sa.Column("ulang", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "pemegang",
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column("pemilik", sa.BigInteger(), nullable=False),
        sa.Column("sampai", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_pemegang")),
        sqlite_with_rowid=False,
    )


def _slots(table: str, counts: Sequence[tuple[str, Any]]) -> None:
    """Each writer counts in a slot of its own: `keping`."""
    of_unsur = [] if table == "rekap_responden" else [("unsur", sa.String(length=40))]
    keys = [*_SPAN, *of_unsur]
    names = [name for name, _ in (*keys, *counts)]
    old = f"{table}_lama"
    op.rename_table(table, old)
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(f"pk_{table}", old, type_="primary")
    op.create_table(
        table,
        *(sa.Column(name, kind, nullable=False) for name, kind in keys),
        sa.Column("keping", sa.SmallInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in counts),
        sa.PrimaryKeyConstraint(*(name for name, _ in keys), "keping", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    listed = ", ".join(names)
    op.execute(f"INSERT INTO {table} ({listed}, keping) SELECT {listed}, 0 FROM {old}")  # noqa: S608  our own names
    op.drop_table(old)
    if op.get_bind().dialect.name != "sqlite":
        # A count changed in its own page needs no new entry in the index.
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 60)")


def _respons(name: str) -> None:
    op.create_table(
        name,
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
        sa.Column("harapan", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("impor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit_layanan.kode"], name=op.f("fk_respons_unit")),
        sa.PrimaryKeyConstraint("id", "hari_awal", name=op.f("pk_respons")),
        sa.UniqueConstraint("kunci_impor", "hari_awal", name=op.f("uq_respons_kunci_impor")),
        sa.UniqueConstraint("tanda_terima", "hari_awal", name=op.f("uq_respons_tanda_terima")),
        postgresql_partition_by="RANGE (hari_awal)",
    )


def _partitioned() -> None:
    """PostgreSQL: a table a half-year, for the days there are, this half-year and the next."""
    old = "respons_lama"
    op.rename_table("respons", old)
    op.drop_constraint("fk_respons_unit", old, type_="foreignkey")
    for name in ("uq_respons_kunci_impor", "uq_respons_tanda_terima", "pk_respons"):
        op.drop_constraint(name, old)
    for name in ("ix_respons_responden", "ix_respons_impor", "ix_respons_unit_hari_awal"):
        op.drop_index(name, old)
    _respons("respons")
    there = op.get_bind().execute(
        sa.text(f"SELECT DISTINCT date_trunc('month', hari_awal)::date FROM {old}")  # noqa: S608  our own name
    )
    halves = {_half(day) for day in there.scalars()}
    today = datetime.now(UTC).date()
    halves |= {_half(today), _half(date(today.year + (today.month > 6), 1 if today.month > 6 else 7, 1))}
    for year, half in sorted(halves):
        awal = date(year, 1 if half == 1 else 7, 1)
        akhir = date(year, 7, 1) if half == 1 else date(year + 1, 1, 1)
        span = f"FROM ('{awal}') TO ('{akhir}')"
        op.execute(f"CREATE TABLE respons_{year:04}_{half} PARTITION OF respons FOR VALUES {span}")
    _move(old, "respons")


def _half(day: date) -> tuple[int, int]:
    return day.year, 1 if day.month <= 6 else 2


def _unbound_saran() -> None:
    _replace("saran", _saran)
    op.create_index("ix_saran_unit_hari", "saran", ["unit", "hari"])


def _unbound_izin() -> None:
    _replace("izin_balas", _izin)
    op.create_index(op.f("ix_izin_balas_until"), "izin_balas", ["until"])


def _saran(name: str) -> None:
    op.create_table(
        name,
        sa.Column("respons", sa.BigInteger(), autoincrement=False, nullable=False),
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
        sa.PrimaryKeyConstraint("respons", "bagian", name=op.f("pk_saran")),
    )


def _izin(name: str) -> None:
    op.create_table(
        name,
        sa.Column("respons", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("respons", name=op.f("pk_izin_balas")),
    )


def _replace(table: str, make: Callable[[str], None]) -> None:
    """SQLite changes no key of a table: another one takes its place, with its rows."""
    make(f"{table}_baru")
    _move(table, f"{table}_baru")
    op.rename_table(f"{table}_baru", table)


def _move(old: str, new: str) -> None:
    names = ", ".join(column["name"] for column in sa.inspect(op.get_bind()).get_columns(new))
    op.execute(f"INSERT INTO {new} ({names}) SELECT {names} FROM {old}")  # noqa: S608  our own names
    op.drop_table(old)
