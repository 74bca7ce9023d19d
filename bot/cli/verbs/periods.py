"""`ikm periode`: what was agreed for the official periods, and closing them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.frame import WRONG_CALL, Json, fail, run, settings, show

periods = typer.Typer(help="Agree upon, close and reopen official periods.", no_args_is_help=True)

Kode = Annotated[str, typer.Argument(help="Such as 2024-S2, of the kind IKM_PERIODE.")]


class Order(StrEnum):
    LIST = "list"
    FORM = "form"


@periods.command("list")
def periods_list(as_json: Json = False) -> None:
    """List the periods something is known of, newest first.

    Example: ikm periode list
    """
    from bot.cli.periods import listed, text_of_all

    data = run(listed(settings()))
    show(data, text_of_all(data), as_json=as_json)


@periods.command("show")
def periods_show(periode: Kode, as_json: Json = False) -> None:
    """Show what holds in a period, how many answered, whether it is closed.

    Example: ikm periode show 2024-S2
    """
    from bot.cli.periods import shown, text_of

    data = run(shown(settings(), periode))
    show(data, text_of(data), as_json=as_json)


@periods.command("set")
def periods_set(
    periode: Kode,
    instrumen: Annotated[str | None, typer.Option(help="Id of the questionnaire.")] = None,
    bobot: Annotated[str | None, typer.Option(help="Weight: 1/9 (exact) or a rounding such as 0.111.")] = None,
    mutu: Annotated[str | None, typer.Option(help="Id of the instrumen whose thresholds hold.")] = None,
    order: Annotated[Order | None, typer.Option(help="Order of the questions: as listed, or as on the form.")] = None,
    usia: Annotated[str | None, typer.Option(help="Youngest age of each class but the first: 20,35,50,66.")] = None,
    harapan: Annotated[bool | None, typer.Option(help="Whether importance is asked too.")] = None,
    as_json: Json = False,
) -> None:
    """Agree upon what holds in an open period.

    What is not named stays as it is. It holds for every figure of the period, those told before included.

    Example: ikm periode set 2024-S2 --bobot 0.111
    """
    from bot.cli.periods import agree, text_of

    named = {"instrumen": instrumen, "bobot": bobot, "mutu": mutu, "harapan": harapan}
    changes: dict[str, Any] = {key: value for key, value in named.items() if value is not None}
    order_ = None if order is None else order.value
    if not changes and order_ is None and usia is None:
        fail("name what is to be changed, such as --bobot 0.111", WRONG_CALL)
    data = run(agree(settings(), periode, changes, order_, usia))
    show(data, text_of(data), as_json=as_json)


@periods.command("close")
def periods_close(periode: Kode, as_json: Json = False) -> None:
    """Close a period: compute every unit's figures and keep them for good.

    Nothing can be imported into it any more, and whose the responses are is forgotten.

    Example: ikm periode close 2024-S2
    """
    from bot.cli.periods import close, text_of

    data = run(close(settings(), periode))
    show(data, text_of(data), as_json=as_json)


@periods.command("reopen")
def periods_reopen(
    periode: Kode,
    reason: Annotated[str, typer.Option(help="Why; kept in the audit log.")],
    as_json: Json = False,
) -> None:
    """Open a closed period again. The figures that were kept are dropped.

    Example: ikm periode reopen 2024-S2 --reason "a unit's forms came in late"
    """
    from bot.cli.periods import reopen, text_of

    data = run(reopen(settings(), periode, reason))
    show(data, text_of(data), as_json=as_json)
