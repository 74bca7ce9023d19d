"""Where in the database a text is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def holding(database: Path, text: str) -> set[str]:
    """The tables in which any cell holds this text."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name
            for name in tables
            for row in connection.execute(f"SELECT * FROM {name}")
            if text in " ".join(map(str, row))
        }
