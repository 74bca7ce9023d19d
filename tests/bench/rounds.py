"""One measurement: a contender and the load side, each in its own process, started and ended here."""

import asyncio
import contextlib
import json
import os
import re
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.contenders import Contender, Place
from tests.ports import free_port

HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Load:
    """How hard one measurement pushes."""

    mode: str
    citizens: int
    seconds: float
    latency: float = 0.0
    ready_within: float = 20.0


def cores() -> list[int]:
    """The cores this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


@contextlib.contextmanager
def confined(to: list[int]) -> Iterator[None]:
    """Processes started inside run on these cores only, where the system can do that."""
    if not to or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, to)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def peak_memory(pid: int) -> float:
    """Peak resident memory of a process and its children, in MB."""
    total = 0.0
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        total = int(found[1]) / 1024 if found else 0.0
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            total += peak_memory(int(child))
    return round(total, 1)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, all its threads together."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(contender: Contender, load: Load) -> dict[str, Any]:
    """What the load side measured, with the contender's memory; an `error` where it came to nothing."""
    allowed = cores()
    # The load side gets the last core to itself, the contender all others.
    theirs, own = (allowed[:-1], allowed[-1:]) if len(allowed) > 1 else ([], [])
    with tempfile.TemporaryDirectory(prefix="ikm-bench-") as folder:
        state = Path(folder)
        flags = ["--citizens", load.citizens, "--seconds", load.seconds, "--latency", load.latency]
        flags += ["--ready-within", load.ready_within, "--code", contender.code]
        with confined(own):
            swarm = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.swarm", *map(str, flags), stdout=PIPE, stderr=DEVNULL, cwd=HERE
            )
        bot: Process | None = None
        try:
            assert swarm.stdout is not None
            port = json.loads(await swarm.stdout.readline())["port"]
            place = Place(f"http://127.0.0.1:{port}", load.mode, free_port(), state)
            with confined(theirs), (state / "log").open("wb") as log:
                bot = await asyncio.create_subprocess_exec(
                    *contender.command(place),
                    env=_environment(contender, place),
                    cwd=state,
                    stdout=log,
                    stderr=STDOUT,
                )
            return await _outcome(swarm, bot, load, state / "log")
        except OSError as problem:
            return {"error": str(problem)}
        finally:
            for process in (bot, swarm):
                if process is not None:
                    await _end(process)


async def _outcome(swarm: Process, bot: Process, load: Load, log: Path) -> dict[str, Any]:
    """What the load side says in the end, with what the bot used meanwhile."""
    assert swarm.stdout is not None
    before = 0.0
    ended = asyncio.ensure_future(bot.wait())
    try:
        async with asyncio.timeout(2 * load.ready_within + load.seconds + 20):
            while True:
                line = asyncio.ensure_future(swarm.stdout.readline())
                await asyncio.wait({line, ended}, return_when=asyncio.FIRST_COMPLETED)
                if not line.done() or not line.result():
                    line.cancel()
                    return {"error": f"it ended: {_last_line(log)}"}
                outcome: dict[str, Any] = json.loads(line.result())
                if "measuring" in outcome:
                    before = cpu_seconds(bot.pid)
                    continue
                if outcome.get("answers"):
                    used = cpu_seconds(bot.pid) - before
                    outcome["cpu_ms_per_answer"] = round(1000 * used / outcome["answers"], 3)
                    outcome["memory_mb"] = peak_memory(bot.pid)
                return outcome
    except TimeoutError:
        return {"error": "no result in time"}
    finally:
        ended.cancel()


def _environment(contender: Contender, place: Place) -> dict[str, str]:
    """This process's environment, without settings that belong to an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IKM_")}
    return {**kept, "PYTHONPATH": str(HERE), **contender.environment(place)}


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no word")[:200]


async def _end(process: Process) -> None:
    """End one process that was started here: politely, then for good."""
    for act in (process.terminate, process.kill):
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            act()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 5)
