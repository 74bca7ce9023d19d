"""`ikm db`: the database made, checked, copied, backed up and brought back."""

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
    """Copy the database into a file, also while it is in use.

    The copy is whole or not there. PostgreSQL's is written by pg_dump.

    Example: ikm db backup backup-2026-11-21.db
    """
    from bot.cli.copies import back_up

    size = run(back_up(settings(), file))
    show({"file": str(file), "bytes": size}, f"{file}: {size} bytes", as_json=as_json)


@database.command()
def restore(file: Annotated[Path, typer.Argument(help="What `ikm db backup` wrote.")], as_json: Json = False) -> None:
    """Bring a backup back, where there is no database or an empty one, and check it.

    All of it comes back, or nothing.

    Example: ikm db restore backup-2026-11-21.db
    """
    from bot.cli.copies import bring_back, text_of_restore
    from bot.cli.database import in_order

    data = run(bring_back(settings(), file))
    show(data, text_of_restore(data), as_json=as_json)
    if not in_order(data["check"]):
        raise typer.Exit(FAILED)


@database.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="SRC", help="URL of the database to copy.")],
    target: Annotated[str, typer.Argument(metavar="DST", help="URL of an empty one.")],
    mend: Annotated[bool, typer.Option("--mend", help="Leave out characters that PostgreSQL cannot keep.")] = False,
    as_json: Json = False,
) -> None:
    """Move an installation into another database, as from SQLite to PostgreSQL.

    All of it is copied, or nothing; rows are counted on both sides and the counters checked. Stop the service first.

    Example: ikm db copy sqlite+aiosqlite:///var/ikm.db postgresql+asyncpg://ikm@db/ikm
    """
    from bot.cli.copies import copy, data_of_copy, text_of_copy

    settings()
    done = run(copy(source, target, mend=mend))
    show(data_of_copy(done), text_of_copy(done), as_json=as_json)
    if not done.good:
        raise typer.Exit(FAILED)


@database.command()
def secret(
    accept: Annotated[bool, typer.Option("--accept", help="The old one is lost: go on with this one.")] = False,
    as_json: Json = False,
) -> None:
    """Say whether IKM_SECRET is the one this database was made with.

    With another one nobody is recognised: no receipt, no second answer, and no official, who have to be invited anew.

    Example: ikm db secret
    """
    from bot.cli.database import secret_match

    found = run(secret_match(settings(), accept=accept))
    words = {"same": "the secret is the one of this database", "new": "this database knows no secret yet"}
    other = "the secret is NOT the one of this database"
    show({"secret": found}, words.get(found, other), as_json=as_json)
    if found == "other":
        raise typer.Exit(FAILED)
