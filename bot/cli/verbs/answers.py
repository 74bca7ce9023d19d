"""`ikm responses` and `ikm score`: answers in, results out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import WRONG_CALL, Json, fail, run, settings, show

responses = typer.Typer(help="Bring in answers given on paper or in a form.", no_args_is_help=True)


File = Annotated[Path, typer.Argument(help="XLSX or CSV, one row a respondent.")]
Unit = Annotated[str, typer.Option(help="Code of the unit the answers are about.")]
Mapping = Annotated[Path | None, typer.Option(help="YAML file that says what columns and codes mean.")]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook that holds the answers.")]


@responses.command("import")
def responses_import(
    file: File,
    unit: Unit,
    periode: Annotated[str, typer.Option(help="Where rows without a date belong, such as 2024-S2.")] = "",
    mapping: Mapping = None,
    sheet: Sheet = "",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Hold bad rows back and import the others.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported; change nothing.")] = False,
    name: Annotated[str, typer.Option(help="Name to find the import by; else the file's, with the day.")] = "",
    as_json: Json = False,
) -> None:
    """Import responses from a file: all rows or none.

    The same file again adds nothing. Reads a recap of paper forms, an export of an online form, or a table headed by
    diisi_pada, layanan, jenis_kelamin, usia, usia_kelompok, pendidikan, pekerjaan, the unsur (persyaratan or U1),
    harapan (H1), saran. Printed totals are held against the cells. What is not certain is not imported: see `guess`.

    Example: ikm responses import answers.xlsx --unit kel-bandar-kidul --periode 2024-S2
    """
    from bot.cli.responses import Call, bring_in, imported_data, imported_text

    call = Call(file, unit, mapping, sheet)
    done = run(bring_in(settings(), call, periode, name, skip_bad=skip_bad, dry_run=dry_run))
    show(imported_data(done), imported_text(done, dry_run=dry_run), as_json=as_json)


@responses.command("list")
def responses_list(
    unit: Annotated[str, typer.Option(help="Code of a unit; without it, the imports of all units.")] = "",
    as_json: Json = False,
) -> None:
    """List the imports, newest first.

    For each: what came in, how many of these responses are left, who brought them, and whether it was undone.

    Example: ikm responses list --unit kel-bandar-kidul
    """
    from bot.cli.imports import listed, text_of_all

    data = run(listed(settings(), unit))
    show(data, text_of_all(data), as_json=as_json)


@responses.command("undo")
def responses_undo(
    import_id: Annotated[int, typer.Argument(metavar="ID", help="Of the import, as `list` shows it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only said what would go.")] = False,
    as_json: Json = False,
) -> None:
    """Take an import back: every response of it that is still there is erased.

    Refused where some lie in a closed period. Without --yes it only says what would go.

    Example: ikm responses undo 912345678901234567 --yes
    """
    from bot.cli.imports import text_of_undone, undone

    data = run(undone(settings(), import_id, yes=yes))
    show(data, text_of_undone(data), as_json=as_json)


@responses.command("guess")
def responses_guess(
    file: File,
    unit: Unit,
    mapping: Mapping = None,
    sheet: Sheet = "",
    out: Annotated[Path | None, typer.Option(help="New file to write the mapping into.")] = None,
    as_json: Json = False,
) -> None:
    """Say how a file would be read, column by column.

    Imports nothing. With --out it writes a mapping, to be checked, completed where something is to settle, and given
    to `import` with --mapping.

    Example: ikm responses guess recap.xlsx --unit kel-bandar-kidul --out mapping.yaml
    """
    from bot.cli.responses import Call, guess, guess_data, guess_text

    known = run(guess(settings(), Call(file, unit, mapping, sheet), out))
    show(guess_data(known), guess_text(known, out), as_json=as_json)


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
