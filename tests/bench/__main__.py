"""Measure this software against the usual way of writing such a bot, on this machine, and print a table.

    python -m tests.bench [--quick] [--rounds 3] [--only "ikm run"] [--citizens 50 200] [--modes webhook]

Every figure stands beside one from the same run, since machines differ and loads pass. Nothing is asserted.
"""

import argparse
import asyncio
import statistics
import sys
import time
from typing import Any

from tests.bench import digests, documents, outbox, replicas
from tests.bench.contenders import MEASURED, TRIVIAL, USUAL, Contender
from tests.bench.rounds import Load, cores, measure

CPU = "cpu_ms_per_answer"
COLUMNS = (
    *(("answers/s", "answers_per_second"), ("interviews/s", "interviews_per_second"), ("p50 ms", "p50_ms")),
    *(("p99 ms", "p99_ms"), ("alone ms", "alone_ms"), ("CPU ms", CPU), ("MB", "memory_mb")),
)
Results = dict[tuple[str, str, int, float], list[dict[str, Any]]]


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 citizens and short runs")
    parser.add_argument("--rounds", type=int, default=1, help="repeat all and take medians")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    parser.add_argument("--citizens", type=int, nargs="+", default=[50, 200, 1000])
    parser.add_argument("--modes", nargs="+", choices=("polling", "webhook"), default=["polling", "webhook"])
    parser.add_argument("--only", nargs="+", metavar="NAME", help=", ".join(one.name for one in MEASURED))
    parser.add_argument("--latency", type=float, default=0.06, help="of the slow API, in seconds; 0 leaves it out")
    options = parser.parse_args()
    if options.quick:
        options.citizens, options.seconds, options.latency = [50], min(options.seconds, 3.0), 0.0
    return options


def loads_of(options: argparse.Namespace) -> list[Load]:
    """What each contender goes through."""
    loads = [Load(mode, people, options.seconds) for mode in options.modes for people in options.citizens]
    if options.latency:
        loads += [Load(mode, 200, options.seconds, options.latency) for mode in options.modes]
    return loads


def median(runs: list[dict[str, Any]], field: str) -> float | None:
    """Over the rounds that came to something."""
    values = [run[field] for run in runs if field in run]
    return statistics.median(values) if values else None


def line(cells: list[str]) -> str:
    """One row of the table."""
    return cells[0].ljust(24) + "".join(cell.rjust(13) for cell in cells[1:])


def table(results: Results, load: Load, contenders: list[Contender]) -> list[str]:
    """One load's rows, each with its ratio to the usual way."""
    api = f", API takes {1000 * load.latency:.0f} ms a call" if load.latency else ""
    lines = [f"\n{load.mode}, {load.citizens} citizens at once{api}"]
    lines.append(line(["", *(title for title, _ in COLUMNS), "x usual way"]))
    base = median(results.get(_key(USUAL, load), []), "interviews_per_second")
    for contender in contenders:
        runs = results.get(_key(contender, load), [])
        figures = [median(runs, field) for _, field in COLUMNS]
        if figures[0] is None:
            lines.append(f"{contender.name:24}  {runs[0].get('error', 'nothing') if runs else 'not measured'}")
            continue
        ratio = f"{figures[1] / base:.1f}" if base and figures[1] is not None else "-"
        short = any(run.get("cut_short") for run in runs)
        cells = [
            (">" if short and field in {"p50_ms", "p99_ms"} else "") + f"{figure or 0:,.{2 if field == CPU else 1}f}"
            for (_, field), figure in zip(COLUMNS, figures, strict=True)
        ]
        lines.append(line([contender.name, *cells, ratio]))
    return lines


def _key(contender: Contender, load: Load) -> tuple[str, str, int, float]:
    return contender.name, load.mode, load.citizens, load.latency


async def main(options: argparse.Namespace) -> None:
    """Measure, telling what is under way, then print the table."""
    begun = time.monotonic()
    contenders = [one for one in MEASURED if not options.only or one.name in options.only]
    results: Results = {}
    usable = len(cores())
    share = "one of them for the load side alone" if usable > 1 else "shared with the load side"
    print(f"Python {sys.version.split()[0]}, {usable} cores, {share}; {options.rounds} round(s).")
    for contender in (TRIVIAL, *contenders):
        print(f"  {contender.name}: {contender.about}")
    ceilings = [Load(mode, 50, min(options.seconds, 3.0)) for mode in options.modes]
    for load in ceilings:
        results[_key(TRIVIAL, load)] = [await measure(TRIVIAL, load)]
    for number in range(options.rounds):
        for load in loads_of(options):
            for contender in contenders:
                _progress(f"round {number + 1}: {contender.name}, {load.mode}, {load.citizens} citizens")
                results.setdefault(_key(contender, load), []).append(await measure(contender, load))
    _progress("")
    for load in ceilings:
        print("\n".join(table(results, load, [TRIVIAL])))
    for load in loads_of(options):
        print("\n".join(table(results, load, contenders)))
    _progress("digests and the outbox")
    print("\n".join([*await digests.lines(max(3, options.rounds), quick=options.quick), *await outbox.lines()]))
    _progress("documents")
    print("\n".join(await documents.lines(quick=options.quick)))
    _progress("replicas")
    few = ((1, 2), 200, 3.0) if options.quick else ((1, 2, 4), 1000, 8.0)
    print("\n".join(await replicas.lines(*few)))
    print("\nEach screen a person waited for is an answer; interviews/s is answers/s over one interview's.")
    print("p50, p99: what a person waits (>: longer than there was time to see); alone: with nobody else there.")
    print("CPU ms: the bot's own time for one answer, which other work on the machine changes least.")
    print(f"Took {time.monotonic() - begun:.0f} s.")


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    asyncio.run(main(parse()))
