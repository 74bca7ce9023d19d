"""What every verb shares: settings, the event loop, one clear line for an error, JSON."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Coroutine
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from bot.imports.table import ImportRejected
from bot.settings import Settings, SettingsError, load_settings
from scoring.errors import ScoringError
from storage.errors import StorageError

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
    try:
        read = load_settings()
    except SettingsError as error:
        fail(str(error), WRONG_CALL)
    logging.basicConfig(
        level=read.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    # Their own lines name addresses and URLs, and the latter hold the token.
    for name in ("httpx", "httpcore", "aiohttp", "telegram", "apscheduler", "alembic", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return read


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; what can go wrong for a reason ends with that reason in one line."""
    try:
        return _runner(work)
    except ImportRejected as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        fail(str(error))
    except (StorageError, ScoringError, SettingsError) as error:
        fail(str(error))
    except OSError as error:
        fail(error.strerror or str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _runner(work: Coroutine[Any, Any, T]) -> T:
    try:
        import uvloop  # noqa: PLC0415  not to be had everywhere
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def show(data: object, text: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json else text)
