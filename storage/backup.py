"""Backups of either database: a file, whole or not there; and back into an empty place, whole or not at all."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from storage import dump, postgres, schema
from storage.connect import open_store, sqlite_file, url_of
from storage.errors import SchemaNewer, StorageCorrupt, StorageError, StorageNotFound, translating
from storage.sqlite import backup_sqlite

_SQLITE_MAGIC: Final = b"SQLite format 3\x00"
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


async def backup(url: str, target: Path) -> int:
    """Copy the database, in use or not, into a new file. Returns its size in bytes. Raises StorageError."""
    source = sqlite_file(url)
    if source is not None:
        return await asyncio.to_thread(backup_sqlite, source, target)
    part = target.with_name(target.name + ".part")
    with _writing(target, part):
        # Whether it is ours, and there at all, is told better by ourselves than by pg_dump.
        store = await open_store(url)
        await store.close()
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        await dump.dump(url, part)
        return _put(part, target)


async def restore(url: str, file: Path) -> str:
    """Bring a backup into a place where there is no database, or an empty one. Returns the schema it was made with;
    the tables are brought up to this program's. Raises StorageError, with nothing half-written."""
    kind, target = _kind(file), sqlite_file(url)
    if target is not None:
        if kind != "sqlite":
            raise StorageError(
                f"{file} is a backup of PostgreSQL; restore it there, then `ikm db copy` it from there"
            )
        return await _restore_file(file, target)
    if kind == "sqlite":
        raise StorageError(f"{file} is a backup of SQLite; bring it over with: ikm db copy {url_of(file)} URL")
    revision = await dump.revision_in(file)
    await postgres.must_be_empty(url)
    await dump.load(url, file)
    await _bring_up_to_date(url)
    await postgres.analyze(url)
    return revision


async def _restore_file(file: Path, target: Path) -> str:
    for name in _BESIDE:
        if (there := target.with_name(target.name + name)).exists():
            raise StorageError(f"there is a database at {there} already; move it away, or restore into another place")
    part = target.with_name(target.name + ".part")
    with _writing(target, part):
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        # On a copy: opening the file may write into it, and a copy made by hand may have its log beside it.
        await asyncio.to_thread(_copied, file, part)
        revision = await asyncio.to_thread(_sound, part, file)
        await _bring_up_to_date(url_of(part))
        await asyncio.to_thread(_alone, part)
        _put(part, target)
    return revision


def _kind(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise StorageNotFound(f"{file} cannot be read: {error.strerror}") from error
    if begins == _SQLITE_MAGIC:
        return "sqlite"
    if begins.startswith(dump.MAGIC):
        return "postgresql"
    raise StorageCorrupt(f"{file} is no backup: neither an SQLite file nor one that pg_dump wrote in its own format")


def _copied(file: Path, part: Path) -> None:
    for name in ("", "-wal"):
        beside = file.with_name(file.name + name)
        if beside.exists():
            shutil.copyfile(beside, part.with_name(part.name + name))
    part.chmod(0o600)


def _sound(part: Path, file: Path) -> str:
    """The schema of a file that is whole and ours. Raises StorageCorrupt, SchemaNewer."""
    try:
        with closing(sqlite3.connect(part)) as connection:
            told = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if told != "ok":
                raise StorageCorrupt(f"{file} is damaged or not whole: {told.splitlines()[0][:120]}")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", "respons", "unit_layanan"} <= tables:
                raise StorageCorrupt(f"{file} is a database of another program, or an empty one")
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise StorageCorrupt(f"{file} is damaged or not whole") from error
    revision = str(found[0]) if found else ""
    if not schema.known(revision):
        raise SchemaNewer(f"{file} was made by a newer version of ikm (schema {revision}); update ikm")
    return revision


async def _bring_up_to_date(url: str) -> None:
    store = await open_store(url, migrate=True)
    await store.close()


def _alone(part: Path) -> None:
    """All of it in the one file, and on the disk."""
    with translating(), closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    with part.open("rb+") as written:
        os.fsync(written.fileno())


def _put(part: Path, target: Path) -> int:
    """Give a file that is whole its name, unless somebody has taken it meanwhile. Returns its size."""
    try:
        target.hardlink_to(part)
    except FileExistsError as error:
        raise StorageError(f"{target} exists already; name a new file") from error
    except OSError:
        part.rename(target)  # a disk that knows no second names
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return target.stat().st_size


@contextmanager
def _writing(target: Path, part: Path) -> Iterator[None]:
    """Whatever happens, no part of a file stays behind."""
    try:
        if target.exists():
            raise StorageError(f"{target} exists already; name a new file")
        yield
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for name in _BESIDE:
        part.with_name(part.name + name).unlink(missing_ok=True)
