"""A PostgreSQL of the tests' own: made in a temporary folder, on a free port of this machine, gone at the end.

Only the programs have to be there (Debian's package `postgresql`); none has to be running.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage.connect import open_store
from tests.factories import KELOMPOK, UNITS
from tests.ports import free_port

_USER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_SECONDS = 30.0
_MIGRATED = "migrated"
# What is kept need not outlive the machine: a test that pulls the plug asks for `fsync`.
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SMALL = {
    "shared_buffers": "64MB",
    "max_connections": "120",
    "log_min_messages": "fatal",
    "listen_addresses": "127.0.0.1",
}
_numbers = count(1)


def programs() -> Path | None:
    """The folder with initdb and postgres; None where there is none."""
    folders = [path.parent for path in _DEBIAN.glob("*/bin/initdb")]
    if not folders and (found := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(found).resolve().parent
    return max(folders, key=lambda path: int(path.parent.name), default=None)


@dataclass
class Server:
    """One server with databases for who asks. `settings` are PostgreSQL's own, by name."""

    bin: Path
    folder: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """What IKM_DATABASE_URL is for this database."""
        return f"postgresql+asyncpg://{_USER}@127.0.0.1:{self.port}/{database}"

    def init(self) -> None:
        # Sorting as a country does, not by codes: a statement that leans on that shows.
        name = self.bin.parent.name if self.bin.parent.name.isdigit() else "0"
        sorting = ("--locale-provider=icu", "--icu-locale=id-ID") if int(name) >= 15 else ()
        options = ("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={_USER}")
        self._run("initdb", *options, *sorting)

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([*command, *options], stdout=log, stderr=log, cwd="/", **_as_user())
        end = time.monotonic() + _SECONDS
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT ends every connection and closes in order, SIGQUIT is a crash."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(_SECONDS)
        self.process = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    async def run(self, statement: str, database: str = _USER) -> None:
        """Run one statement outside of any transaction, as CREATE DATABASE has to be."""
        connection = await asyncpg.connect(user=_USER, host="127.0.0.1", port=self.port, database=database)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def create(self) -> str:
        """A new database without a table. Returns its URL."""
        name = f"kosong_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    async def clone(self) -> str:
        """A new database as `migrated` left it: all tables, the factories' units. Returns its URL."""
        name = f"uji_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {_MIGRATED}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    async def migrate(self) -> None:
        """Make the database that `clone` copies."""
        await self.run(f"CREATE DATABASE {_MIGRATED}")
        store = await open_store(self.url(_MIGRATED), create=True)
        async with store.transaction() as tx:
            await tx.directory.put(KELOMPOK, UNITS)
        await store.close()

    def _run(self, program: str, *options: str) -> None:
        command = [str(self.bin / program), "-D", str(self.data), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_as_user())
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {done.stderr[-2000:]}")

    def _ready(self) -> bool:
        """As pg_ctl asks: the last line of the lock file says."""
        with suppress(OSError):
            return (self.data / "postmaster.pid").read_text().rstrip().endswith("ready")
        return False


@contextmanager
def running(*, fsync: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server for as long as the block runs. Skips the test where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="ikm-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER, _USER)
    server = Server(found, folder, settings={**_SMALL, **({} if fsync else _CARELESS), **(settings or {})})
    try:
        server.init()
        server.start()
        yield server
    finally:
        with suppress(subprocess.TimeoutExpired):
            server.stop()
        if server.process is not None:
            server.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": _USER, "group": _USER, "extra_groups": []} if os.geteuid() == 0 else {}
