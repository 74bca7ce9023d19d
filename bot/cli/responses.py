"""The work of `ikm responses`: answers that were given elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.cli.frame import WRONG_CALL, fail, find_unit
from bot.imports.responses import ResponsesImported, import_responses
from bot.settings import Settings
from scoring.errors import ScoringError
from scoring.instrumen import shipped_instrumen
from scoring.periode import parse_periode
from storage.connect import open_store


async def bring_in(read: Settings, file: Path, unit_kode: str, periode_kode: str) -> ResponsesImported:
    """Raises ImportRejected, StorageError."""
    try:
        periode = parse_periode(periode_kode) if periode_kode else None
    except ScoringError as error:
        fail(str(error), WRONG_CALL)
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            unit = find_unit(await tx.directory.units(), unit_kode)
        instrumen = shipped_instrumen(read.instrumen)
        return await import_responses(store, file, instrumen, unit, periode, datetime.now(UTC))
    finally:
        await store.close()
