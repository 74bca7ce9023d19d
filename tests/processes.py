"""Processes that ours has started, found by what they run; and waiting for what only another process can bring."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path


def children(runs: bytes, pid: int | None = None) -> list[int]:
    """The ids of a process' children, of this one's where none is named, in whose command line this stands. Others,
    such as a browser that other tests hold open, are left out."""
    parent = pid or os.getpid()
    # By what each process says of its parent, and not by the lists of the parent's threads: a thread may end while
    # they are read, and its children go over to another.
    processes = [one for one in Path("/proc").glob("[0-9]*") if _parent(one) == parent and _runs(one, runs)]
    return sorted(int(one.name) for one in processes)


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None  # gone meanwhile


def _runs(process: Path, what: bytes) -> bool:
    try:
        return what in (process / "cmdline").read_bytes()
    except OSError:
        return False  # gone meanwhile


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  what is waited for is another process
            await asyncio.sleep(0.01)
