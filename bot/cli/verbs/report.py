"""`ikm report`: official documents as files."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import FAILED, WRONG_CALL, Json, fail, run, settings, show


class Format(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    SAV = "sav"
    CSV = "csv"
    JSON = "json"
    POSTER = "poster"
    POSTER_A3 = "poster-a3"
    POSTER_PERSEGI = "poster-persegi"
    STIKER = "stiker"


def report(
    subject: Annotated[str, typer.Argument(help="A unit's or group's code, or kota for all units together.")] = "",
    periode: Annotated[str, typer.Option(help="2024, 2024-S2, 2024-T3 or 2024-07.")] = "",
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.PDF,
    out: Annotated[
        Path | None, typer.Option(help="The file; a poster's may end in .pdf or .png. With --all a folder.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="One document of each unit.")] = False,
    as_json: Json = False,
) -> None:
    """Write an official document: the report, the workbook, data, a poster, QR stickers.

    Its figures are checked against one another first; where they contradict, nothing is written. Letterhead and
    signatory come from the file that IKM_DOKUMEN names.

    Example: ikm report kel-bandar-kidul --periode 2024-S2 --format pdf --out laporan.pdf
    """
    from bot.cli.report import write_all, write_one

    if not periode:
        fail("say which periode with --periode, such as 2024-S2", WRONG_CALL)
    if bool(subject) == every:
        fail("name a unit, a group or kota, or say --all", WRONG_CALL)
    if not every:
        done = run(write_one(settings(), subject, periode, form.value, out))
        show(asdict(done), f"{done.file}: {done.size:,} bytes", as_json=as_json)
        return
    if out is None:
        fail("with --all name a folder with --out", WRONG_CALL)
    written = run(write_all(settings(), periode, form.value, out))
    missing = [one for one in written if one.problem]
    lines = [f"{len(written) - len(missing)} files in {out}", *(f"{one.nama}: {one.problem}" for one in missing)]
    show([asdict(one) for one in written], "\n".join(lines), as_json=as_json)
    if missing:
        raise typer.Exit(FAILED)
