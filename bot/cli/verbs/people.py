"""`ikm invite`: how somebody becomes an official without being invited in chat."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.frame import Json, run, settings, show


class Role(StrEnum):
    ADMIN = "admin"
    KEPALA_UNIT = "kepala_unit"
    PENGAWAS_KELOMPOK = "pengawas_kelompok"
    PENINJAU = "peninjau"
    PETUGAS_ENTRI = "petugas_entri"


def invite(
    role: Annotated[Role, typer.Option(help="What the right is to be.")],
    scope: Annotated[
        str,
        typer.Option(
            help="The unit's code of a kepala_unit, the group's of a pengawas_kelompok; either, or none for all "
            "units, of a petugas_entri, who types in paper forms."
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Make an invitation: links that give one person a right in chat.

    They work once, for the days of IKM_UNDANGAN_HARI. Whoever opens one and accepts holds the right. The first admin
    is made so; admins invite all others in chat.

    Example: ikm invite --role kepala_unit --scope kel-bandar-kidul
    """
    from bot.cli.people import data_of, make_invitation, text_of

    made = run(make_invitation(settings(), role.value, scope))
    show(data_of(made), text_of(made), as_json=as_json)
