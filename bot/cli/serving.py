"""`ikm run`, `ikm chat`: the service itself, and one interview at the keyboard."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot import app as service
from bot.channels.terminal.adapter import Terminal
from bot.channels.terminal.inbound import CHANNEL
from bot.cli.frame import WRONG_CALL, fail, run, settings
from bot.settings import Settings


def run_service(
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with Kota Kediri's 94 units.")] = False,
) -> None:
    """Start the service: web chat, and Telegram where IKM_TELEGRAM_TOKEN is set. Ctrl-C ends it.

    Example: ikm run --demo
    """
    run(service.serve(settings(), demo=demo, announce=typer.echo))


def chat(
    unit: Annotated[str, typer.Argument(help="The unit's code; without one, search by name.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with Kota Kediri's 94 units.")] = False,
) -> None:
    """Answer one survey at the keyboard, or from a pipe: one answer a line, by number or in words.

    Example: ikm chat kel-bandar-kidul
    """
    finished = run(_chat(settings(), unit, demo=demo))
    if not finished:
        fail("the input ended before the survey did; nothing was sent")


async def _chat(read: Settings, unit: str, *, demo: bool) -> bool:
    async with service.open_core(read, demo=demo) as core:
        direktori = core.surveys.now.direktori
        if unit and direktori.find(unit) is None and not sys.stdin.isatty():
            fail(f"there is no unit '{unit}'; `ikm units list` shows them", WRONG_CALL)
        terminal = Terminal(core.conversation.handle)
        try:
            return await terminal.chat(unit)
        finally:
            # Nobody comes back to this address: what is left of it is removed at once.
            async with core.store.transaction() as tx:
                await tx.walk.drop_address(core.sandi.percakapan(CHANNEL, terminal.address))
