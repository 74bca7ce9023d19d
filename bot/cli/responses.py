"""`ikm responses`: answers that were given elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import instrumen_of
from bot.cli.frame import WRONG_CALL, Json, fail, run, settings, show
from bot.imports.responses import ResponsesImported, import_responses
from bot.settings import Settings
from scoring.errors import ScoringError
from scoring.periode import parse_periode
from storage.connect import open_store

responses = typer.Typer(help="Bring in answers given on paper or in a form.", no_args_is_help=True)


@responses.callback()
def _topic() -> None:
    """Keeps `import` a verb of its own while it is the only one."""


@responses.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="UTF-8 CSV, comma or semicolon, one row a respondent.")],
    unit: Annotated[str, typer.Option(help="Code of the unit the answers are about.")],
    periode: Annotated[str, typer.Option(help="Where rows without a date belong, such as 2024-S2.")] = "",
    as_json: Json = False,
) -> None:
    """Import responses: all rows or none; the same file again adds nothing.

    Columns: diisi_pada (ISO date), layanan, jenis_kelamin, usia, usia_kelompok, pendidikan, pekerjaan, one a unsur
    headed by its key or code (U1 or persyaratan), saran.

    Example: ikm responses import answers.csv --unit kel-bandar-kidul --periode 2024-S2
    """
    done = run(_import(settings(), file, unit, periode))
    text = f"{done.rows} rows: {done.added} responses added, {done.already} were there already"
    show(asdict(done), "\n".join((text, *(f"note: {note}" for note in done.notes))), as_json=as_json)


async def _import(read: Settings, file: Path, unit_kode: str, periode_kode: str) -> ResponsesImported:
    try:
        periode = parse_periode(periode_kode) if periode_kode else None
    except ScoringError as error:
        fail(str(error), WRONG_CALL)
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            known = {u.kode.casefold(): u for u in await tx.directory.units()}
        unit = known.get(unit_kode.casefold())
        if unit is None:
            fail(f"there is no unit '{unit_kode}'; `ikm units list` shows them", WRONG_CALL)
        return await import_responses(store, file, instrumen_of(read), unit, periode, datetime.now(UTC))
    finally:
        await store.close()
