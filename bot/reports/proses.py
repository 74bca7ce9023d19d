"""Work done in processes of their own: it neither holds up the event loop nor takes the program along when it dies.

The processes are started afresh, not forked: they share no thread, lock or connection with the program. What goes in
and out is bytes, each piece behind its length; the other side of it is `bot.reports.kuas.answer`.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

_ATTEMPTS = 2
_LEAVE_SECONDS = 2.0


class ProsesError(Exception):
    """The work was not done, and why."""


class Ditolak(ProsesError):  # noqa: N818  an answer of the process
    """The process refused it, and would again."""


class Proses:
    """At most `workers` processes running `argv`, each started when it is first needed and replaced when it dies.

    Who asks while all are busy waits, in the order of asking. `timeout` is in seconds for one piece of work, waiting
    not counted. Belongs to the event loop it is first used in. To be closed.
    """

    def __init__(self, argv: Sequence[str], workers: int, timeout: float) -> None:
        if workers < 1:
            raise ValueError(f"{workers} workers do nothing")
        self._argv = tuple(argv)
        self._workers = workers
        self._timeout = timeout
        self._closed = False
        self._asked: dict[bytes, asyncio.Task[bytes]] = {}
        # Last in, first out: a process that is warm is taken before another one is started.
        self._free: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        for _ in range(workers):
            self._free.put_nowait(None)

    @property
    def closed(self) -> bool:
        return self._closed

    async def ask(self, work: bytes) -> bytes:
        """What becomes of it. Asked for again while it is being done, it is done once.

        Raises Ditolak where the process refused it; ProsesError: not done in time, died twice over it, or closed.
        """
        task = self._asked.get(work)
        if task is None:
            task = self._asked[work] = asyncio.create_task(self._done(work))
            task.add_done_callback(lambda done: self._forget(work, done))
        # Who no longer waits does not stop the work: others may wait, and the process would be lost.
        return await asyncio.shield(task)

    async def close(self) -> None:
        """What is being done is finished, what still waits is given up. No process is left."""
        self._closed = True
        for _ in range(self._workers):
            worker = await self._free.get()
            if worker is not None:
                await _dismiss(worker)
        for _ in range(self._workers):
            self._free.put_nowait(None)

    async def _done(self, work: bytes) -> bytes:
        worker = await self._free.get()
        try:
            for _ in range(_ATTEMPTS):
                if self._closed:
                    raise ProsesError("closed")
                worker = worker or await _start(self._argv)
                try:
                    async with asyncio.timeout(self._timeout):
                        failed, body = await _ask(worker, work)
                except BaseException as error:
                    # Whatever happened: its next answer would be the one to this piece.
                    lost, worker = worker, None
                    await _kill(lost)
                    if isinstance(error, TimeoutError):
                        raise ProsesError(f"not done within {self._timeout:g} seconds") from None
                    if not isinstance(error, OSError | asyncio.IncompleteReadError):
                        raise
                else:
                    if failed:
                        raise Ditolak(body.decode())
                    return body
            raise ProsesError(f"the process died {_ATTEMPTS} times")
        finally:
            self._free.put_nowait(worker)

    def _forget(self, work: bytes, done: asyncio.Task[bytes]) -> None:
        self._asked.pop(work, None)
        if not done.cancelled():
            done.exception()  # seen, even where nobody waits any more


async def _start(argv: tuple[str, ...]) -> Process:
    """In a session of its own: Ctrl-C in a terminal is for the program, which then closes."""
    try:
        return await asyncio.create_subprocess_exec(*argv, stdin=PIPE, stdout=PIPE, start_new_session=True)
    except OSError as error:
        raise ProsesError(f"no process can be started: {error}") from error


async def _ask(worker: Process, work: bytes) -> tuple[bool, bytes]:
    """Whether it failed, and the result or the reason."""
    assert worker.stdin is not None  # noqa: S101  both are pipes
    assert worker.stdout is not None  # noqa: S101
    worker.stdin.write(struct.pack(">I", len(work)) + work)
    await worker.stdin.drain()
    failed, length = struct.unpack(">?I", await worker.stdout.readexactly(5))
    return failed, await worker.stdout.readexactly(length)


async def _dismiss(worker: Process) -> None:
    """Its input ends, and so does it."""
    assert worker.stdin is not None  # noqa: S101  it is a pipe
    worker.stdin.close()
    try:
        async with asyncio.timeout(_LEAVE_SECONDS):
            await worker.wait()
    except TimeoutError:
        await _kill(worker)


async def _kill(worker: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()
