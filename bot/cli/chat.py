"""The work of `ikm chat`: one interview at the keyboard or from a pipe."""

from __future__ import annotations

import sys

from bot.channels.terminal.adapter import Terminal
from bot.channels.terminal.inbound import CHANNEL
from bot.cli.frame import WRONG_CALL, fail
from bot.core import open_core
from bot.settings import Settings


async def interview(read: Settings, unit: str, *, demo: bool) -> bool:
    """True where the survey came to its end."""
    async with open_core(read, demo=demo) as core:
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
