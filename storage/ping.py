"""Whether the database server answers, asked over a connection that nothing else uses.

Those of the pool say nothing of it: under load all may be lent, and on a silent server each waits its whole time.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final

import asyncpg

from storage.errors import StorageError, StorageLost, StorageNotFound, translated
from storage.store import Store

SECONDS: Final = 2.5
"""For one question. A server that has more to do than it can still says that much."""
_TRIES: Final = 2
"""Where there was no answer in time, it may have been ourselves who did not come to look."""
_OPTIONS: Final = ("host", "port", "user", "password", "database", "ssl", "passfile")


class Ping:
    """Asks the server behind a store."""

    def __init__(self, store: Store, seconds: float = SECONDS) -> None:
        url = store.engine.url
        _, options = url.get_dialect()().create_connect_args(url)
        self._options = {name: options[name] for name in _OPTIONS if options.get(name) is not None}
        self._seconds = seconds
        self._connection: Any = None

    async def ask(self) -> None:
        """Returns where there is an answer. Raises StorageLost, or StorageNotFound where we are not let in."""
        for left in reversed(range(_TRIES)):
            try:
                await self._ask()
            except TimeoutError as error:
                self.close()
                if not left:
                    raise StorageLost(
                        f"the database server has said nothing for {self._seconds * _TRIES:g} s"
                    ) from error
            else:
                return

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(**self._options)
                await self._connection.fetchval("SELECT 1")
        except TimeoutError:
            raise
        except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as error:
            # The driver's own error is how it takes a question while it has heard the server's farewell and the
            # connection is still up.
            self.close()
            known: StorageError | None = translated(error)
            if isinstance(known, StorageLost | StorageNotFound):
                raise known from error
            if known is None:
                raise StorageLost("the connection to the database was lost; try again") from error
            # It says no, so it is there: too many connections, say. Those that have one go on.

    def close(self) -> None:
        if self._connection is not None:
            with suppress(asyncpg.InterfaceError, OSError):
                self._connection.terminate()
            self._connection = None
