"""What can befall a database file, done for real as far as the machine allows."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage.connect import open_store
from storage.errors import StorageError
from storage.store import Store
from tests.factories import url_of

_NOBODY = 65534


async def refusal(file: Path, *, create: bool = True) -> StorageError:
    """The StorageError that opening and using this file ends with; all leave is given."""
    try:
        store = await open_store(url_of(file), create=create, migrate=create)
        try:
            async with store.transaction() as tx:
                await tx.walk.record([("uji", "refusal")], 1)
        finally:
            await store.close()
    except StorageError as error:
        return error
    raise AssertionError(f"{file} was taken as a good database")


def is_clear(error: StorageError) -> bool:
    """One line of our own words: no SQL, no class name, no link to a library's manual."""
    text = str(error)
    return 20 < len(text) < 200 and not any(
        sign in text for sign in ("\n", "sqlalche", "sqlite3.", "Traceback", "SELECT")
    )


def pragma(store: Store, statement: str) -> Callable[[], None]:
    """Say `statement` on each connection the store opens from now on. Returns what takes it back."""

    def say(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        connection.commit()

    event.listen(store.engine.sync_engine, "connect", say)
    return lambda: event.remove(store.engine.sync_engine, "connect", say)


def read_only(store: Store) -> Callable[[], None]:
    """Let no connection that the store opens from now on write. Returns what takes it back."""
    return pragma(store, "PRAGMA query_only = ON" if store.embedded else "SET default_transaction_read_only = on")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program is writing, and takes its time."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that other users may look into, which pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user who is not root: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """A disk of that size at `folder`; False where this machine does not let us have one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
