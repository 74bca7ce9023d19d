"""Several `ikm run` on one PostgreSQL behind a proxy: answers a second, what people wait, and where the time goes.

    python -m tests.bench.replicas [--citizens 1000] [--seconds 8] [--replicas 1 2 4]

The load, the proxy and PostgreSQL run on the same machine as the replicas, on whatever cores there are: what the
replicas can do on machines of their own is better read from the processor's time an answer takes, given by part.
PostgreSQL writes every commit to the disk (fsync and synchronous_commit on).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import postgres
from tests.bench.contenders import TOKEN
from tests.bench.rounds import HERE, cores, cpu_seconds
from tests.ports import free_port

UNIT = "kel-bandar-kidul"
READY_WITHIN = 60.0
PARTS = ("ikm", "PostgreSQL", "load", "proxy")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what the load side says, and the processor's milliseconds an answer took, by part."""

    replicas: int
    outcome: dict[str, Any]
    cpu_ms: dict[str, float]

    @property
    def rate(self) -> float:
        return float(self.outcome.get("answers_per_second", 0.0))


async def measure(replicas: int, citizens: int, seconds: float) -> Measured:
    """That many replicas on a database of their own."""
    with postgres.running(fsync=True, settings={"shared_buffers": "256MB"}) as server:
        assert server.process is not None
        database = await server.create()
        with tempfile.TemporaryDirectory(prefix="ikm-bench-") as folder:
            async with contextlib.AsyncExitStack() as stack:
                swarm = await _swarm(stack, replicas, citizens, seconds)
                assert swarm.stdout is not None
                port = json.loads(await swarm.stdout.readline())["port"]
                ports, public = [free_port() for _ in range(replicas)], free_port()
                words = ["-m", "tests.fakes.balancer", str(public), *map(str, ports)]
                proxy = await _start(stack, [sys.executable, *words], HERE, {}, None)
                bots: list[Process] = []
                for number, own in enumerate(ports):
                    environment = _environment(database, port, own, public)
                    log = Path(folder) / f"log-{number}"
                    bots.append(await _start(stack, [_ikm(), "run", "--demo"], Path(folder), environment, log))
                    if number == 0:
                        await _listening(own)  # it makes the tables
                return await _outcome(
                    swarm,
                    replicas,
                    {
                        "ikm": [bot.pid for bot in bots],
                        "PostgreSQL": [server.process.pid],
                        "load": [swarm.pid],
                        "proxy": [proxy.pid],
                    },
                )


async def _outcome(swarm: Process, replicas: int, pids: dict[str, list[int]]) -> Measured:
    assert swarm.stdout is not None
    before: dict[str, float] = {}
    async with asyncio.timeout(240):
        while line := await swarm.stdout.readline():
            outcome = json.loads(line)
            if "measuring" in outcome:
                before = {part: _used(of) for part, of in pids.items()}
                continue
            answers = outcome.get("answers") or 1
            used = {part: 1000 * (_used(of) - before.get(part, 0.0)) / answers for part, of in pids.items()}
            return Measured(replicas, outcome, used)
    return Measured(replicas, {"error": "the load side ended"}, {})


def _used(pids: list[int]) -> float:
    """The processor's seconds of these processes and their children."""
    return sum(cpu_seconds(pid) + sum(cpu_seconds(child) for child in _children(pid)) for pid in pids)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


async def _swarm(stack: contextlib.AsyncExitStack, replicas: int, citizens: int, seconds: float) -> Process:
    flags = ["--citizens", citizens, "--seconds", seconds, "--replicas", replicas, "--code", UNIT]
    flags += ["--ready-within", READY_WITHIN, "--warmup", 2.0]
    words = [sys.executable, "-m", "tests.bench.swarm", *map(str, flags)]
    process = await asyncio.create_subprocess_exec(*words, stdout=PIPE, stderr=DEVNULL, cwd=HERE)
    stack.push_async_callback(_end, process)
    return process


async def _start(
    stack: contextlib.AsyncExitStack, words: list[str], folder: Path, environment: dict[str, str], log: Path | None
) -> Process:
    kept = {"PATH": str(Path(sys.executable).parent) + ":/usr/bin:/bin", "PYTHONPATH": str(HERE), **environment}
    with contextlib.nullcontext(DEVNULL) if log is None else log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*words, cwd=folder, env=kept, stdout=out, stderr=STDOUT)
    stack.push_async_callback(_end, process)
    return process


def _environment(database: str, api: int, own: int, public: int) -> dict[str, str]:
    return {
        "IKM_DATABASE_URL": database,
        "IKM_TELEGRAM_TOKEN": TOKEN,
        "IKM_TELEGRAM_API_URL": f"http://127.0.0.1:{api}",
        "IKM_PUBLIC_URL": f"http://127.0.0.1:{public}",
        "IKM_PORT": str(own),
        "IKM_SECRET": "a-secret-for-measuring-only-0123456789",
    }


def _ikm() -> str:
    return str(Path(sys.executable).with_name("ikm"))


async def _listening(port: int) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                # Bound is not yet served: the first answer says that the tables are there.
                writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
                writer.close()
                return
            await asyncio.sleep(0.1)


async def _end(process: Process) -> None:
    for act in (process.terminate, process.kill):
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            act()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 8)


async def lines(replicas: tuple[int, ...] = (1, 2, 4), citizens: int = 1000, seconds: float = 8.0) -> list[str]:
    """The part of the table that is about replicas."""
    if postgres.programs() is None:
        return ["\nReplicas: not measured, PostgreSQL is not installed"]
    runs = [await measure(n, citizens, seconds) for n in replicas]
    told = [
        f"\nReplicas on one PostgreSQL behind a proxy, {citizens:,} citizens at once, all on {len(cores())} cores",
        "  replicas    answers/s    p50 ms    p99 ms   " + "".join(f"{f'CPU ms {part}':>19}" for part in PARTS),
    ]
    for run in runs:
        if "error" in run.outcome:
            told.append(f"  {run.replicas:8}    {run.outcome['error']}")
            continue
        waits = f"{run.outcome['p50_ms']:10,.0f}{run.outcome['p99_ms']:10,.0f}   "
        parts = "".join(f"{run.cpu_ms[part]:19.2f}" for part in PARTS)
        told.append(f"  {run.replicas:8}{run.rate:13,.0f}{waits}{parts}")
    rates = {run.replicas: run.rate for run in runs}
    if rates.get(1) and rates.get(2):
        told.append(
            f"  From one replica to two: {rates[2] / rates[1]:.2f} times the answers. The load, the proxy and "
            f"PostgreSQL share these {len(cores())} cores with the replicas."
        )
    return told


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.replicas", description=__doc__)
    parser.add_argument("--citizens", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4])
    return parser.parse_args()


if __name__ == "__main__":
    options = parse()
    begun = time.monotonic()
    print("\n".join(asyncio.run(lines(tuple(options.replicas), options.citizens, options.seconds))))
    print(f"Took {time.monotonic() - begun:.0f} s.")
