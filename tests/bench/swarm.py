"""The load side, in a process of its own: a lean Bot API, and people who answer without a pause.

    python -m tests.bench.swarm --citizens 200 --seconds 8

prints `{"port": ...}` at once, waits until a bot polls or sets a webhook, lets one citizen finish an interview
alone, then lets `--citizens` people hold interviews, each interview by a new person. It prints
`{"measuring": true}` when the measured time begins, and at its end one JSON object with what was measured.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import time
from typing import Any

import uvloop

from tests.bench.http11 import ServerConnection
from tests.bench.lean_api import Citizen, Swarm


def percentile(values: list[float], share: float) -> float:
    """The value that this share of `values` does not exceed, in milliseconds."""
    ordered = sorted(values)
    return round(1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2) if ordered else 0.0


async def settle(first: list[Citizen], warmup: float) -> None:
    """Let everybody get a first reply, so that waiting is as long as it will stay; at most 8 seconds."""
    begun = time.perf_counter()
    for _ in range(160):
        await asyncio.sleep(0.05)
        if time.perf_counter() - begun >= warmup and all(citizen.answers for citizen in first):
            return


async def measure(swarm: Swarm, options: argparse.Namespace) -> dict[str, Any]:
    """One citizen alone, then all of them for the measured time."""
    async with asyncio.timeout(options.ready_within):
        await swarm.ready.wait()
    alone = swarm.add_citizen()
    try:
        async with asyncio.timeout(options.ready_within):
            await alone.finished.wait()
    except TimeoutError:
        seen = " ".join(alone.last_text.split())[:80]
        return {"error": f"the first interview stood still after {alone.answers} answers, at: {seen}"}
    single = swarm.reply_times[:]
    swarm.keep_on = True
    first = [swarm.add_citizen() for _ in range(options.citizens)]
    await settle(first, options.warmup)
    swarm.reply_times.clear()
    swarm.answers = swarm.interviews = 0
    swarm.most_interviews = options.interviews
    print(json.dumps({"measuring": True}), flush=True)
    begun, cpu = time.perf_counter(), time.process_time()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(options.seconds):
            await swarm.done.wait()
    took, now = time.perf_counter() - begun, time.perf_counter()
    rate = swarm.answers / took
    waiting = [now - citizen.asked_at for citizen in swarm.citizens.values() if citizen.asked_at]
    return {
        "citizens": options.citizens,
        "mode": "webhook" if swarm.pool is not None else "polling",
        "seconds": round(took, 2),
        "answers_per_interview": alone.answers,
        "answers": swarm.answers,
        "answers_per_second": round(rate, 1),
        "interviews_per_second": round(rate / alone.answers, 2),
        "interviews_finished": swarm.interviews,
        "p50_ms": percentile(swarm.reply_times, 0.50),
        "p99_ms": percentile(swarm.reply_times, 0.99),
        # Nobody pauses, so people wait citizens / rate on average: longer than this, and not all of it was seen.
        "cut_short": options.citizens > rate * took,
        "alone_ms": percentile(single, 0.50),
        "longest_wait_ms": percentile(waiting, 1.0),
        "webhook_failures": swarm.pool.failures if swarm.pool is not None else 0,
        "load_side_cpu": round((time.process_time() - cpu) / took, 2),
    }


async def main(options: argparse.Namespace) -> int:
    """Serve, measure, print."""
    swarm = Swarm(options.token, options.code, options.mark, options.latency, replicas=options.replicas)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: ServerConnection(swarm.handle), "127.0.0.1", options.port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    try:
        outcome = await measure(swarm, options)
    except TimeoutError:
        outcome = {"error": "no bot came"}
    print(json.dumps(outcome, ensure_ascii=False), flush=True)
    return 1 if "error" in outcome else 0


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.swarm", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="4200000001:bench")
    parser.add_argument("--code", default="", help="what comes after /start")
    parser.add_argument("--mark", default="Terima kasih", help="text that ends an interview")
    parser.add_argument("--citizens", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8.0, help="measure at most this long")
    parser.add_argument("--interviews", type=int, default=100_000, help="measure at most this many")
    parser.add_argument("--warmup", type=float, default=1.0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that each call takes")
    parser.add_argument("--replicas", type=int, default=1, help="begin when so many have set the webhook")
    parser.add_argument("--ready-within", type=float, default=30.0)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    code = uvloop.run(main(parse()))
    sys.stdout.flush()
    # Open connections would only be torn down one by one.
    os._exit(code)
