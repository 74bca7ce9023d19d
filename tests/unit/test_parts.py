"""A part of the service that fails ends it, at whatever moment, and says which it was."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack

import pytest
from starlette.applications import Starlette

from bot.listening import Ending, serve_http
from bot.parts import PartError, Parts
from bot.web import bound


async def _fail(after: float) -> None:
    await asyncio.sleep(after)
    raise RuntimeError("what nobody foresaw")


@pytest.mark.parametrize("after", [0.0, 0.3])
async def test_a_part_that_fails_ends_the_service(after: float, caplog: pytest.LogCaptureFixture) -> None:
    """Before the web server listens as well as later, and without the time to drain: it has nothing to send with."""
    ending = Ending(drain_seconds=60)
    async with asyncio.timeout(10), AsyncExitStack() as stack:
        sockets = [stack.enter_context(one) for one in bound("127.0.0.1", 0)]
        parts = Parts(stack, ending)
        parts.run("sending", _fail(after))
        await asyncio.sleep(0.05)
        await serve_http(Starlette(), sockets, ending)
    with pytest.raises(PartError, match="sending failed"):
        parts.check()
    assert [record.levelno for record in caplog.records if record.name == "bot.parts"] == [logging.CRITICAL]


async def test_parts_that_end_or_are_ended_are_no_failure() -> None:
    """One that has done its work, and one that is cancelled when the service ends for another reason."""
    ending = Ending()
    async with AsyncExitStack() as stack:
        parts = Parts(stack, ending)
        parts.run("asking once", asyncio.sleep(0))
        parts.run("sending", asyncio.sleep(60))
        await asyncio.sleep(0.05)
        assert not ending.begun
    parts.check()
