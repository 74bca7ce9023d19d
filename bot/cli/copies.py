"""The work of `ikm db copy`, `backup` and `restore`: all of an installation's data, somewhere else."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typer

from bot.cli.database import compared, in_order, text_of
from bot.settings import Settings
from storage.backup import backup, restore
from storage.connect import check_url, open_store
from storage.copying import Copied, CopyError, changed_since, copy_all
from storage.errors import StorageError
from storage.store import Store

PROGRESS_SECONDS: Final = 2.0
_SECRET: Final = "the secret must come along: set IKM_SECRET, or bring var/secret, of the machine it was made on"  # noqa: S105  no secret
_MEND: Final = "correct these texts in the source, or leave such characters out with --mend"


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a copy: rows a table, and whether the counters of the copy agree with its responses."""

    copied: Copied
    at: datetime
    seconds: float
    changed: tuple[str, ...]
    check: dict[str, Any]

    @property
    def good(self) -> bool:
        return in_order(self.check) and not self.changed


async def copy(source_url: str, target_url: str, *, mend: bool) -> Moved:
    """Raises StorageError; CopyError after having named each row on stderr."""
    source = await _opened(source_url, "SRC")
    try:
        target = await _opened(target_url, "DST", make=True)
        try:
            return await _copied(source, target, mend=mend)
        except CopyError as error:
            for fault in error.faults:
                typer.echo(fault, err=True)
            hint = f"; {_MEND}" if not mend else ""
            raise StorageError(f"{error}{hint}") from error
        finally:
            await target.close()
    finally:
        await source.close()


async def _copied(source: Store, target: Store, *, mend: bool) -> Moved:
    begun, at = time.monotonic(), datetime.now().astimezone()
    copied = await copy_all(source, target, _Progress(), mend=mend)
    seconds = time.monotonic() - begun
    changed = await changed_since(source, copied)
    async with target.reading() as tx:
        check = await compared(tx)
    return Moved(copied, at, seconds, tuple(changed), check)


async def _opened(url: str, name: str, *, make: bool = False) -> Store:
    try:
        check_url(url)
        return await open_store(url, create=make, migrate=make)
    except StorageError as error:
        told = (
            str(error).replace("IKM_DATABASE_URL", name).replace("; make one with `ikm db upgrade` or `ikm run`", "")
        )
        raise type(error)(f"{name}: {told.removeprefix(f'{name} ')}") from error


class _Progress:
    """A line on stderr now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, table: str, done: int, there: int) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_SECONDS:
            self._told = now
            typer.echo(f"{table}: {done} of {there}", err=True)


def data_of_copy(done: Moved) -> dict[str, Any]:
    return {
        "tables": done.copied.tables,
        "rows": sum(done.copied.tables.values()),
        "mended": done.copied.mended,
        "at": done.at.isoformat(timespec="seconds"),
        "seconds": round(done.seconds, 1),
        "changed_since": list(done.changed),
        "check": done.check,
    }


def text_of_copy(done: Moved) -> str:
    lines = [f"{name:<18} {rows:>10}" for name, rows in done.copied.tables.items() if rows]
    lines.append(
        f"{'all tables':<18} {sum(done.copied.tables.values()):>10}   the same in both, {done.seconds:.0f} s"
    )
    if done.copied.mended:
        lines.append(f"{done.copied.mended} texts had characters left out that the target cannot keep")
    lines.append(text_of(done.check))
    if done.changed:
        lines.append(
            f"NOT all of it: the source went on changing ({', '.join(done.changed)}); stop the service that uses it, "
            "and copy again into an empty database"
        )
    else:
        lines.append(f"holds what was stored until {done.at:%H:%M:%S}; what comes into the source later is not in it")
    lines.append(_SECRET)
    return "\n".join(lines)


async def back_up(read: Settings, file: Path) -> int:
    """Write a copy of the database. Returns its size in bytes. Raises StorageError."""
    if not file.parent.is_dir():
        raise StorageError(f"there is no folder {file.parent}; make it first")
    return await backup(read.database_url, file)


async def bring_back(read: Settings, file: Path) -> dict[str, Any]:
    """Restore a backup, and check what came of it. Raises StorageError."""
    revision = await restore(read.database_url, file)
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            check = await compared(tx)
    finally:
        await store.close()
    return {"file": str(file), "schema": revision, "check": check}


def text_of_restore(data: dict[str, Any]) -> str:
    lines = [f"{data['file']} is restored (schema {data['schema']})", text_of(data["check"]), _SECRET]
    return "\n".join(lines)
