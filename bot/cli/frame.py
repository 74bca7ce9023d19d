"""What every verb shares: settings, the event loop, one clear line for an error, JSON.

What takes long to import is imported when a verb runs, so that `ikm --help` answers at once.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from scoring.model import Kelompok, UnitLayanan
    from scoring.periode import Periode
    from storage.store import Store, Transaction

T = TypeVar("T")

FAILED = 1
WRONG_CALL = 2
"""Exit codes beside 0: it did not work; it was called with something it cannot use."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]


def fail(message: str, code: int = FAILED) -> NoReturn:
    """End with one line on stderr."""
    typer.echo(f"ikm: {message}", err=True)
    raise typer.Exit(code)


def settings() -> Settings:
    """The settings, or the end with every problem named."""
    from bot.cli.logs import set_up
    from bot.settings import SettingsError, load_settings

    try:
        read = load_settings()
    except SettingsError as error:
        fail(str(error), WRONG_CALL)
    set_up(read)
    return read


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; what can go wrong for a reason ends with that reason in one line."""
    from bot.imports.faults import ImportRejected
    from bot.parts import PartError
    from bot.ports import NotStored
    from bot.reports.dokumen.errors import DokumenError
    from bot.settings import SettingsError
    from scoring.errors import ScoringError
    from storage.errors import StorageError

    try:
        return _runner(work)
    except ImportRejected as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        fail(str(error))
    except (StorageError, ScoringError, SettingsError, DokumenError, PartError) as error:
        fail(str(error))
    except NotStored as error:
        fail(f"the last answer was not stored: {error}")
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        fail(f"{named}{error.strerror or error}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _runner(work: Coroutine[Any, Any, T]) -> T:
    try:
        import uvloop  # not to be had everywhere
    except ImportError:
        import asyncio

        return asyncio.run(work)
    return uvloop.run(work)


@asynccontextmanager
async def opened(read: Settings) -> AsyncIterator[Store]:
    """The database, which must be there."""
    from storage.connect import open_store

    store = await open_store(read.database_url)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def reading(read: Settings) -> AsyncIterator[Transaction]:
    """One consistent look at the database, which must be there."""
    async with opened(read) as store, store.reading() as tx:
        yield tx


def find_periode(kode: str) -> Periode:
    """The periode of that code, or the end."""
    from scoring.errors import PeriodeError
    from scoring.periode import parse_periode

    try:
        return parse_periode(kode)
    except PeriodeError as error:
        fail(str(error), WRONG_CALL)


def find_unit(units: Iterable[UnitLayanan], kode: str) -> UnitLayanan:
    """The unit of that code, in any case, or the end."""
    for unit in units:
        if unit.kode.casefold() == kode.casefold():
            return unit
    fail(f"there is no unit '{kode}'; `ikm units list` shows them", WRONG_CALL)


def find_group(groups: Sequence[Kelompok], kode: str) -> Kelompok:
    """The group of that code, in any case, or the end."""
    for group in groups:
        if group.kode.casefold() == kode.casefold():
            return group
    known = ", ".join(sorted(group.kode for group in groups)) or "none yet"
    fail(f"there is no group '{kode}'; there are: {known}", WRONG_CALL)


def show(data: object, text: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json else text)
