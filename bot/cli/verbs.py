"""What can be typed after `ikm`: every verb with its options and help. Each loads its work when it is called."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import FAILED, WRONG_CALL, Json, fail, run, settings, show
from bot.demo import SEED, YEAR

cli = typer.Typer(
    name="ikm",
    help="Survei Kepuasan Masyarakat in the chat people already use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
units = typer.Typer(help="Read and list the units that are surveyed.", no_args_is_help=True)
responses = typer.Typer(help="Bring in answers given on paper or in a form.", no_args_is_help=True)
database = typer.Typer(help="Upgrade, check and back up the database.", no_args_is_help=True)

Demo = Annotated[bool, typer.Option("--demo", help="Fill an empty database with Kota Kediri's 94 units.")]


class Format(StrEnum):
    SVG = "svg"
    PNG = "png"


@cli.command("run")
def run_(demo: Demo = False) -> None:
    """Start the service; Ctrl-C ends it.

    Web chat always, Telegram where IKM_TELEGRAM_TOKEN is set. The database is made where there is none.

    Example: ikm run --demo
    """
    from bot.app import serve

    run(serve(settings(), demo=demo, announce=typer.echo))


@cli.command()
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


@cli.command()
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


@units.command("import")
def units_import(
    file: Annotated[Path, typer.Argument(help="UTF-8 CSV, comma or semicolon, one row a unit.")],
    as_json: Json = False,
) -> None:
    """Add units from a CSV file, or change those of the same code.

    All rows or none. A column the file lacks leaves what is there.

    Columns: kode, nama, kelompok; optional jenis, zona_waktu (WIB, WITA, WIT), populasi, layanan (parted by |),
    label_<unsur> (four labels parted by |).

    Example: ikm units import units.csv
    """
    from bot.cli.units import bring_in

    done = run(bring_in(settings(), file))
    text = f"{done.added} units added, {done.changed} changed, {done.unchanged} as they were"
    show(asdict(done), text, as_json=as_json)


@units.command("list")
def units_list(as_json: Json = False) -> None:
    """List the units with their groups and services.

    Example: ikm units list --json
    """
    from bot.cli.units import listed, text_of

    found = run(listed(settings()))
    show([asdict(unit) for unit in found], text_of(found), as_json=as_json)


@responses.callback()
def _topic() -> None:
    """Keeps `import` a verb of its own while it is the only one."""


@responses.command("import")
def responses_import(
    file: Annotated[Path, typer.Argument(help="UTF-8 CSV, comma or semicolon, one row a respondent.")],
    unit: Annotated[str, typer.Option(help="Code of the unit the answers are about.")],
    periode: Annotated[str, typer.Option(help="Where rows without a date belong, such as 2024-S2.")] = "",
    as_json: Json = False,
) -> None:
    """Import responses from a CSV file: all rows or none.

    The same file again adds nothing.

    Columns: diisi_pada (ISO date), layanan, jenis_kelamin, usia, usia_kelompok, pendidikan, pekerjaan, one an unsur
    headed by its key or code (persyaratan or U1), saran.

    Example: ikm responses import answers.csv --unit kel-bandar-kidul --periode 2024-S2
    """
    from bot.cli.responses import bring_in

    done = run(bring_in(settings(), file, unit, periode))
    text = f"{done.rows} rows: {done.added} responses added, {done.already} were there already"
    show(asdict(done), "\n".join((text, *(f"note: {note}" for note in done.notes))), as_json=as_json)


@cli.command()
def score(
    periode: Annotated[str, typer.Option(help="2024, 2024-S2, 2024-T3, 2024-07 or 2024-W27.")],
    unit: Annotated[str, typer.Option(help="A unit's code.")] = "",
    group: Annotated[str, typer.Option(help="A group's code.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All units.")] = False,
    bobot: Annotated[str, typer.Option(help="Weight convention: 1/9 (exact) or a rounding such as 0.111.")] = "",
    as_json: Json = False,
) -> None:
    """Compute the index of a unit, a group or all units.

    A group and all units have two figures: pooled respondents, and the mean of the units.

    Example: ikm score --unit kel-bandar-kidul --periode 2026-S2 --json
    """
    from bot.cli.scores import compute, text_of

    if sum((bool(unit), bool(group), every)) != 1:
        fail("name one of --unit CODE, --group CODE and --all", WRONG_CALL)
    data = run(compute(settings(), periode, unit, group, bobot))
    show(data, text_of(data), as_json=as_json)


@cli.command()
def links(
    unit: Annotated[str, typer.Option(help="Only this unit's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder to write a QR code a link into.")] = None,
    kind: Annotated[Format, typer.Option("--format", help="Of the QR codes.")] = Format.SVG,
    as_json: Json = False,
) -> None:
    """Print each unit's links, and write their QR codes.

    To the web chat, and to Telegram where IKM_TELEGRAM_TOKEN is set.

    Example: ikm links --out qr --format png
    """
    from bot.cli.links import data_of, find, text_of, write

    found = run(find(settings(), unit))
    if out is not None:
        write(found, out, kind)
    show(data_of(found), text_of(found), as_json=as_json)


@database.command()
def upgrade(as_json: Json = False) -> None:
    """Make the tables, or bring them up to this version of ikm.

    Example: ikm db upgrade
    """
    from bot.cli.database import bring_up_to_date

    revision = run(bring_up_to_date(settings()))
    show({"schema": revision}, f"the tables are at {revision}", as_json=as_json)


@database.command()
def check(as_json: Json = False) -> None:
    """Compare the counters with the responses.

    Counts all responses anew; scores are read from the counters.

    Example: ikm db check
    """
    from bot.cli.database import compare, in_order, text_of

    data = run(compare(settings()))
    show(data, text_of(data), as_json=as_json)
    if not in_order(data):
        raise typer.Exit(FAILED)


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="New file to write.")], as_json: Json = False) -> None:
    """Copy the database, also while it is in use.

    The copy is whole or not there.

    Example: ikm db backup backup-2026-11-21.db
    """
    from bot.cli.database import copy

    size = run(copy(settings(), file))
    show({"file": str(file), "bytes": size}, f"{file}: {size} bytes", as_json=as_json)


@cli.command()
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


cli.add_typer(units, name="units")
cli.add_typer(responses, name="responses")
cli.add_typer(database, name="db")
