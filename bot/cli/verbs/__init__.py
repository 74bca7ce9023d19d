"""What can be typed after `ikm`: every verb with its options and help. Each loads its work when it is called."""

from __future__ import annotations

import typer

from bot.cli.verbs.answers import responses, score
from bot.cli.verbs.database import database
from bot.cli.verbs.people import invite
from bot.cli.verbs.periods import periods
from bot.cli.verbs.report import report
from bot.cli.verbs.service import chat, demo, doctor, run_
from bot.cli.verbs.units import links, units
from bot.cli.verbs.whatsapp import whatsapp

cli = typer.Typer(
    name="ikm",
    help="Survei Kepuasan Masyarakat in the chat people already use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
cli.command("run")(run_)
for _verb in (chat, demo, score, report, links, invite, doctor):
    cli.command()(_verb)
_TOPICS = {"units": units, "responses": responses, "periode": periods, "db": database, "whatsapp": whatsapp}
for _name, _topic in _TOPICS.items():
    cli.add_typer(_topic, name=_name)
