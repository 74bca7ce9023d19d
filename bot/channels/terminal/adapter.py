"""The terminal's I/O: one person, one line at a time."""

from __future__ import annotations

import asyncio
import secrets
import sys
from typing import TextIO

from bot.channels.terminal.inbound import CHANNEL, event_of
from bot.channels.terminal.outbound import lines_of
from bot.engine.events import Event, Started
from bot.engine.messages import Screen
from bot.ports import Handle, Incoming, Outcome

SELESAI = "selesai"


class Terminal:
    """One interview at a keyboard. Each has an address of its own, so that it is nobody's second answer."""

    def __init__(self, handle: Handle, source: TextIO = sys.stdin, sink: TextIO = sys.stdout) -> None:
        self._handle = handle
        self._source = source
        self._sink = sink
        self.address = secrets.token_hex(8)
        self._screen: Screen | None = None

    async def chat(self, kode: str) -> bool:
        """Ask until the interview ends or the input does. True where it came to its end."""
        await self._act(Started(kode))
        while self._screen is None or self._screen.key != SELESAI:
            line = await self._line()
            if not line:
                return False
            await self._act(event_of(line.rstrip("\n"), self._screen))
        return True

    async def _act(self, event: Event) -> None:
        outcome: Outcome = await self._handle(Incoming(CHANNEL, self.address, None, event))
        for shown in outcome.messages:
            self._screen = shown.screen
            self._sink.write(f"\n{lines_of(shown.screen, outcome.toast)}")
        self._sink.flush()

    async def _line(self) -> str:
        """The next line; "" where the input has ended."""
        if not self._source.isatty():
            line = await asyncio.to_thread(self._source.readline)
            if line:
                self._sink.write(f"> {line}" if line.endswith("\n") else f"> {line}\n")
            return line
        self._sink.write("> ")
        self._sink.flush()
        # A keyboard is read once there is a line: a thread that waits for one could not be ended by Ctrl-C.
        typed = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._source.fileno(), typed.set)
        try:
            await typed.wait()
        finally:
            loop.remove_reader(self._source.fileno())
        return self._source.readline()
