"""`ikm whatsapp`: what has to be arranged with Meta."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import FAILED, Json, run, settings, show

whatsapp = typer.Typer(help="What has to be arranged with Meta for WhatsApp.", no_args_is_help=True)


@whatsapp.callback()
def _topic() -> None:
    """What has to be arranged with Meta for WhatsApp."""


@whatsapp.command()
def templates(
    submit: Annotated[bool, typer.Option("--submit", help="Hand in those that Meta does not have yet.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where the files are; else those that come along.")] = None,
    as_json: Json = False,
) -> None:
    """Say which templates are approved: outside 24 hours after a person's last message nothing else gets through.

    Ends with 1 where one is not. Texts and how to change them: deploy/whatsapp/README.md.

    Example: ikm whatsapp templates --submit
    """
    from bot.cli.whatsapp import FOLDER, examine_templates, text_of

    found = run(examine_templates(settings(), folder or FOLDER, submit=submit))
    show([asdict(one) for one in found], text_of(found), as_json=as_json)
    if not all(one.usable for one in found):
        raise typer.Exit(FAILED)
