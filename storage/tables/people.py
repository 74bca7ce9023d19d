"""People on platforms that know them by two names and let us write only for a while, and what became of messages."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, Text

from storage.tables.metadata import metadata

sebutan = Table(
    "sebutan",
    metadata,
    Column("kunci", String(32), primary_key=True),
    Column("percakapan", String(32), nullable=False),
    Column("responden", String(32), nullable=False),
    Column("pada", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

jendela = Table(
    "jendela",
    metadata,
    Column("percakapan", String(32), primary_key=True),
    Column("sampai", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

terkirim = Table(
    "terkirim",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("percakapan", String(32), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("wamid", Text, nullable=False, index=True),
    Column("address", String(128), nullable=False),
    Column("payload", Text, nullable=False),
    Column("push", Boolean, nullable=False),
    Column("detached", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("keadaan", String(16), nullable=False),
    Column("kode", Integer),
    Column("pada", BigInteger, nullable=False),
)
