"""PostgreSQL, the database of many processes: its engine, how long it may take, what its errors may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import schema
from storage.errors import StorageError, StorageLost, translated, translating

CONNECT_SECONDS: Final = 5.0
COMMAND_SECONDS: Final = 30.0
"""One statement at most. A server that is there but says nothing is taken for gone after that."""
LOCK_SECONDS: Final = 20
"""One wait for another's lock at most, as for an import that is being written."""
_OLDEST = 130_000
_QUERY: Final = frozenset({"host", "port", "ssl", "passfile"})

_SERVER: Final = {
    "application_name": "ikm",
    "lock_timeout": f"{LOCK_SECONDS}s",
    # A process that hangs, or whose machine is gone, may hold the one writer's lock: the server ends it.
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "timezone": "UTC",
    # Statements here are short and many: compiling one takes longer than running it.
    "jit": "off",
}
_OURS: Final = "P0001"
"""What our own trigger says, which quotes nothing."""
_QUOTING: Final = ("message", "detail", "hint", "context", "internal_query")


def check(url: URL) -> None:
    """Raise StorageError for a URL that names no database, or says more than is understood."""
    if not url.database:
        raise StorageError(
            "IKM_DATABASE_URL names no database; write postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE"
        )
    if "sslmode" in url.query:
        raise StorageError("IKM_DATABASE_URL says sslmode; write ssl=require in its place")
    if unknown := sorted(set(url.query) - _QUERY):
        raise StorageError(f"IKM_DATABASE_URL says {unknown[0]}, which is not known; {', '.join(sorted(_QUERY))} are")


async def engine_at(url: URL, *, create: bool, migrate: bool) -> AsyncEngine:
    """An engine over the database, its tables at this program's version. Raises as `storage.connect.open_store`."""
    check(url)
    # Migrations of a large database take their time, and who waits for another's waits as long.
    looking = _engine(url, {**_SERVER, "lock_timeout": "0"}, None, poolclass=NullPool)
    try:
        with translating(connecting=True):
            await _fits(looking)
            await schema.ensure(looking, create=create, migrate=migrate)
    finally:
        await looking.dispose()
    return _engine(url, _SERVER, COMMAND_SECONDS, pool_size=5, max_overflow=5)


async def must_be_empty(url: str) -> None:
    """Raise StorageError where the database holds any table."""
    looking = _engine(make_url(url), _SERVER, COMMAND_SECONDS, poolclass=NullPool)
    try:
        with translating(connecting=True):
            await _fits(looking)
            if not await schema.is_empty(looking):
                raise StorageError("the database holds tables already; make an empty one with createdb")
    finally:
        await looking.dispose()


async def analyze(url: str) -> None:
    """Have the server look at what came in, as it does by itself only later: until then its plans are guesses."""
    looking = _engine(make_url(url), _SERVER, None, poolclass=NullPool)
    try:
        with translating(connecting=True):
            async with looking.begin() as connection:
                await connection.exec_driver_sql("ANALYZE")
    finally:
        await looking.dispose()


async def _fits(engine: AsyncEngine) -> None:
    query = (
        "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding"
    )
    async with engine.connect() as connection:
        found = (await connection.exec_driver_sql(query)).one()
    version, encoding = int(found.version), str(found.encoding)
    if version < _OLDEST:
        raise StorageError(f"the server is PostgreSQL {version // 10_000}; {_OLDEST // 10_000} or newer is needed")
    if encoding != "UTF8":
        raise StorageError(f"the database keeps text as {encoding}; make one with: createdb --encoding=UTF8")


def _engine(url: URL, server: dict[str, str], command_timeout: float | None, **pool: Any) -> AsyncEngine:
    # Parameters are what people wrote and where they live: no error and no log line may quote them.
    connect = {"timeout": CONNECT_SECONDS, "command_timeout": command_timeout, "server_settings": server}
    try:
        engine = create_async_engine(url, hide_parameters=True, connect_args=connect, **pool)
    except ArgumentError as error:
        raise StorageError(f"IKM_DATABASE_URL cannot be used: {error}") from error

    @event.listens_for(engine.sync_engine, "checkout")
    def _lent(dbapi_connection: Any, _record: object, _proxy: object) -> None:
        # The driver has heard when the server went away: another connection is taken, and nobody is told.
        if dbapi_connection.driver_connection.is_closed():
            raise DisconnectionError

    @event.listens_for(engine.sync_engine, "handle_error")
    def _failed(context: ExceptionContext) -> StorageError | None:
        # At the statement, not where its transaction ends: who catches errors in between has to know this one.
        for error in _chain(context.sqlalchemy_exception, context.original_exception):
            _silence(error)
        known = translated(context.sqlalchemy_exception or context.original_exception)
        if isinstance(known, StorageLost):
            context.is_disconnect = True  # whatever comes over it now may be the answer to another question
        return known

    return engine


def _chain(*errors: BaseException | None) -> Iterator[BaseException]:
    seen = set[int]()
    waiting = [error for error in errors if error is not None]
    while waiting:
        error = waiting.pop()
        if id(error) not in seen:
            seen.add(id(error))
            yield error
            waiting += [one for one in (error.__cause__, error.__context__) if one is not None]


def _silence(error: BaseException) -> None:
    """Take out what a message of the server or the driver may quote: the value that was refused, a whole row."""
    state = getattr(error, "sqlstate", None)
    if isinstance(error, UnicodeEncodeError):
        error.object, error.args = "", (type(error).__name__,)
    elif state == _OURS or getattr(getattr(error, "orig", None), "sqlstate", None) == _OURS:
        return
    elif isinstance(error, StatementError):
        error.args, error.params = (type(error.orig).__name__,), None
    elif state is not None or isinstance(error, ValueError):
        where = getattr(error, "constraint_name", None)
        error.args = (" ".join(str(one) for one in (type(error).__name__, state, where) if one),)
        for name in _QUOTING:
            if getattr(error, name, None) is not None:
                setattr(error, name, "")
