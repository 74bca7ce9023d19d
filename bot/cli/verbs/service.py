"""`ikm run`, `chat`, `demo` and `doctor`: the service itself, tried and examined."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.frame import FAILED, Json, fail, run, settings, show
from bot.demo import SEED, YEAR

Demo = Annotated[bool, typer.Option("--demo", help="Fill an empty database with Kota Kediri's 94 units.")]


def run_(demo: Demo = False) -> None:
    """Start the service; Ctrl-C ends it.

    Web chat always, Telegram where IKM_TELEGRAM_TOKEN is set. The database is made where there is none.

    Example: ikm run --demo
    """
    from bot.app import serve

    run(serve(settings(), demo=demo, announce=typer.echo))


def chat(
    unit: Annotated[str, typer.Argument(help="The unit's code; without one, search by name.")] = "",
    demo: Demo = False,
) -> None:
    """Answer one survey at the keyboard or from a pipe.

    One answer a line, by its number or in words.

    Example: ikm chat kel-bandar-kidul
    """
    from bot.cli.chat import interview

    finished = run(interview(settings(), unit, demo=demo))
    if not finished:
        fail("the input ended before the survey did; nothing was sent")


def demo(
    year: Annotated[int, typer.Option(min=2000, max=2999, help="When they answered.")] = YEAR,
    seed: Annotated[int, typer.Option(help="Another seed makes other responses of the same index.")] = SEED,
    as_json: Json = False,
) -> None:
    """Add Kota Kediri's 94 units and 9.956 generated responses.

    Each unit has the index published for 2024. Again it adds nothing; among other responses it refuses.

    Example: ikm demo --year 2024
    """
    from bot.cli.demo import fill, text_of

    done = run(fill(settings(), year, seed))
    show(asdict(done), text_of(done), as_json=as_json)


def doctor(as_json: Json = False) -> None:
    """Say what is configured, reachable and missing.

    Changes nothing.

    Example: ikm doctor
    """
    from bot.cli.doctor import examine, text_of

    findings = run(examine(settings()))
    show([asdict(finding) for finding in findings], text_of(findings), as_json=as_json)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(FAILED)
