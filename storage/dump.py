"""PostgreSQL's own programs: pg_dump writes a backup of one moment, pg_restore brings it into an empty database.

Where to connect and the password go by the environment: arguments are seen by everybody on the machine.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from storage import schema
from storage.errors import SchemaNewer, StorageCorrupt, StorageError, StorageNotFound

MAGIC: Final = b"PGDMP"
"""How a file in pg_dump's own format begins."""
_ALL_OF_IT: Final = ("--no-owner", "--no-privileges", "--no-password")
_OURS: Final = ("TABLE DATA public alembic_version", "TABLE public respons", "TABLE DATA public unit_layanan")
_MISSING: Final = (
    "{} is not installed; install PostgreSQL's client programs of the server's version (Debian: postgresql-client)"
)


async def dump(url: str, target: Path) -> None:
    """Write one state of the database into `target`, a new file, beside anybody who writes.

    Raises StorageError where pg_dump is absent, older than the server, or fails.
    """
    await _run("pg_dump", "--format=custom", f"--file={target}", *_ALL_OF_IT, url=url)


async def revision_in(file: Path) -> str:
    """The schema that a dump holds, which is at most as new as this program's.

    Raises StorageCorrupt for a file that is damaged or another program's, SchemaNewer.
    """
    listed = await _run("pg_restore", "--list", str(file), damaged=file)
    if not all(name in listed for name in _OURS):
        raise StorageCorrupt(f"{file} is a dump of another program's database")
    told = await _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file), damaged=file)
    found = re.search(r"^COPY public\.alembic_version .*;\n(\S+)\n\\\.$", told, re.MULTILINE)
    if found is None:
        raise StorageCorrupt(f"{file} does not say which version of ikm made it; is it whole?")
    revision = found[1]
    if not schema.known(revision):
        raise SchemaNewer(f"{file} was made by a newer version of ikm (schema {revision}); update ikm")
    return revision


async def load(url: str, file: Path) -> None:
    """Bring a dump into the database, which holds nothing yet, in one transaction. Raises StorageError."""
    database = make_url(url).database
    options = ("--exit-on-error", "--single-transaction", f"--dbname={database}")
    await _run("pg_restore", *options, *_ALL_OF_IT, str(file), url=url, damaged=file)


async def _run(program: str, *options: str, url: str | None = None, damaged: Path | None = None) -> str:
    """What it prints. Whoever is cancelled leaves no process behind."""
    path = shutil.which(program)
    if path is None:
        raise StorageNotFound(_MISSING.format(program))
    process = await asyncio.create_subprocess_exec(
        path,
        *options,
        env=_environment(url),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode == 0:
        return out.decode(errors="replace")
    raise _failure(program, err.decode(errors="replace"), damaged)


def _failure(program: str, told: str, damaged: Path | None) -> StorageError:
    if "server version mismatch" in told:
        versions = " ".join(re.findall(r"(?:server version|pg_dump version): [\d.]+", told))
        return StorageError(f"{program} is older than the server ({versions}); install the server's client programs")
    if "unsupported version" in told:
        return StorageError(
            f"{damaged} was written by a newer {program.replace('restore', 'dump')}; install that one"
        )
    # Its first line only: what follows may quote rows.
    reason = next((line for line in told.splitlines() if line.strip()), "it does not say why")
    reason = re.sub(r"^(\S+: )?(error: )?", "", reason)[:160]
    if damaged is not None and not told.count("ERROR:"):
        return StorageCorrupt(f"{damaged} is damaged or not whole; {program} says: {reason}")
    return StorageError(f"{program} failed: {reason}")


def _environment(url: str | None) -> dict[str, str]:
    left = {name: value for name, value in os.environ.items() if not name.startswith("IKM_")}
    return left | {"LC_ALL": "C", **dict(_connection(url) if url else ())}


def _connection(url: str) -> Iterator[tuple[str, str]]:
    """Where asyncpg connects, in libpq's words."""
    parsed = make_url(url)
    _, options = parsed.get_dialect()().create_connect_args(parsed)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "database": "PGDATABASE", "ssl": "PGSSLMODE"}
    names |= {"password": "PGPASSWORD", "passfile": "PGPASSFILE"}
    yield "PGCONNECT_TIMEOUT", "10"
    for name, meant in names.items():
        value = options.get(name)
        if value is not None:
            yield meant, ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
