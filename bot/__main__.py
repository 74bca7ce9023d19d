"""The command line: `ikm`."""

from __future__ import annotations

import typer

from bot.cli.database import database
from bot.cli.doctor import doctor
from bot.cli.links import links
from bot.cli.responses import responses
from bot.cli.scores import score
from bot.cli.serving import chat, run_service
from bot.cli.units import units

cli = typer.Typer(
    name="ikm",
    help="Survei Kepuasan Masyarakat in the chat people already use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command("run")(run_service)
cli.command("chat")(chat)
cli.add_typer(units, name="units")
cli.add_typer(responses, name="responses")
cli.command("score")(score)
cli.command("links")(links)
cli.add_typer(database, name="db")
cli.command("doctor")(doctor)


def main() -> None:
    cli()


if __name__ == "__main__":
    main()
