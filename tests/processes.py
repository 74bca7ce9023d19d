"""Processes that ours has started, found by what they run; and waiting for what only another process can bring."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path


def children(runs: bytes, pid: int | None = None) -> list[int]:
    """The ids of a process' children, of this one's where none is named, in whose command line this stands. Others,
    such as a browser that other tests hold open, are left out."""
    lists = Path(f"/proc/{pid or os.getpid()}/task").glob("*/children")
    found = [int(child) for one in lists for child in one.read_text().split()]
    return sorted(child for child in found if _runs(child, runs))


def _runs(pid: int, what: bytes) -> bool:
    try:
        return what in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False  # gone meanwhile


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  what is waited for is another process
            await asyncio.sleep(0.01)
