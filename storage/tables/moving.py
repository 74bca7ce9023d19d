"""The tables of an interview's way to another channel: codes given out, and wrong codes counted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from storage.tables.metadata import metadata

pindahan = Table(
    "pindahan",
    metadata,
    Column("kode", String(32), primary_key=True),  # a keyed hash
    Column("percakapan", String(32), nullable=False, index=True),  # empty once used
    Column("tanda", String(16), nullable=False),
    Column("terpakai", Boolean, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

tebakan = Table(
    "tebakan",
    metadata,
    Column("percakapan", String(32), primary_key=True),
    Column("salah", Integer, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
