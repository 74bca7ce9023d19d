"""Statements that change rows, by how many they have changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import UpdateBase


async def changed(connection: AsyncConnection, statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE. Returns how many rows it has met."""
    result: CursorResult[Any] = await connection.execute(statement)
    return result.rowcount
