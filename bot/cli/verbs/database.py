"""`ikm db`: the database made, checked and copied."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import FAILED, Json, run, settings, show

database = typer.Typer(help="Upgrade, check and back up the database.", no_args_is_help=True)


@database.command()
def upgrade(as_json: Json = False) -> None:
    """Make the tables, or bring them up to this version of ikm.

    Example: ikm db upgrade
    """
    from bot.cli.database import bring_up_to_date

    revision = run(bring_up_to_date(settings()))
    show({"schema": revision}, f"the tables are at {revision}", as_json=as_json)


@database.command()
def check(as_json: Json = False) -> None:
    """Compare the counters with the responses.

    Counts all responses anew; scores are read from the counters.

    Example: ikm db check
    """
    from bot.cli.database import compare, in_order, text_of

    data = run(compare(settings()))
    show(data, text_of(data), as_json=as_json)
    if not in_order(data):
        raise typer.Exit(FAILED)


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="New file to write.")], as_json: Json = False) -> None:
    """Copy the database, also while it is in use.

    The copy is whole or not there.

    Example: ikm db backup backup-2026-11-21.db
    """
    from bot.cli.database import copy

    size = run(copy(settings(), file))
    show({"file": str(file), "bytes": size}, f"{file}: {size} bytes", as_json=as_json)
